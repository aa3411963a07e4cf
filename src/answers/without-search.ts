import { DEFAULT_CALIBRATION } from "../../kb/default-calibration.ts"
import type { Answer } from "../core/answer.ts"
import { BOT_WORDS } from "../core/conversations/bot-words.ts"
import type { Intent } from "../core/intent.ts"
import type { Language } from "../core/language.ts"
import type { Asking } from "./asking.ts"
import type { Classified } from "./intent/classify.ts"
import { languageOf } from "./intent/language.ts"
import { type Found, MAX_SOURCES } from "./search.ts"

/** A reply that no document was asked for; it is as sure as its phrase is plain. */
export function withoutSearch(text: string, escalation: Answer["escalation"], intent: Classified): Answer {
  return {
    text,
    sources: [],
    confidence: escalation ? 0 : 1,
    threshold: DEFAULT_CALIBRATION.threshold,
    escalation,
    degraded: false,
    composedBy: "smalltalk",
    passages: [],
    contributions: [],
    timings: {},
    tokens: { prompt: 0, completion: 0 },
    intent: shown(intent),
  }
}

/** What is told of an intent: how it was found out is for those who tune it. */
export function shown({ name, confidence, entities }: Classified): Intent {
  return { name, confidence: Math.round(confidence * 1_000) / 1_000, entities }
}

export async function personWanted(asking: Asking, intent: Classified): Promise<Answer> {
  const language = await languageFor(asking)
  return { ...withoutSearch(BOT_WORDS[language].person, "human_requested", intent), language }
}

/** Questions that are looked through for a language. */
const RECENT = 5

/**
 * That of the message; where it does not tell, that of the last one that does, or of the browser, or else of the documents
 * that were found: "Blockiergebühr" is asked in the language of what is written of it.
 */
export async function languageFor({ message, history, asker }: Asking, found?: Found): Promise<Language> {
  const locale = (await asker?.locale()) ?? (found && languageOf(textOf(found), undefined))
  const before = history
    .slice(-RECENT)
    .reduce<string | undefined>((known, { question }) => languageOf(question, known), locale)
  return languageOf(message, before)
}

function textOf({ hits }: Found): string {
  return hits
    .slice(0, MAX_SOURCES)
    .map(({ title, passage }) => `${title} ${passage?.text ?? ""}`)
    .join("\n")
}
