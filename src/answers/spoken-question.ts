import { escapeText } from "../../kb/readers/markdown-escape.ts"
import { lastSentence } from "../../kb/sentence-ranges.ts"
import { BOT_WORDS, filled } from "../core/conversations/bot-words.ts"
import type { Language } from "../core/language.ts"
import { shortened } from "./summary.ts"

/** A question of a message as it is said again: its last sentence, and nothing of it as mark-up. */
export function spokenQuestion(question: string): string {
  const line = question.replace(/\s+/g, " ").trim()
  const said = shortened(lastSentence(line))
  return escapeText(/[\p{L}\p{N}]$/u.test(said) ? `${said}?` : said)
}

/** That one question of several has no answer. */
export function unsureOf(question: string, language: Language): string {
  return filled(BOT_WORDS[language].unsureOf, { question: spokenQuestion(question) })
}
