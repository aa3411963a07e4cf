import type { Exchange } from "../../core/answer.ts"
import { storableText } from "../../core/storable-text.ts"
import type { ChatbotRequest } from "./schemas.ts"

/** Exchanges that serve as context, the last ones. */
const MOST_EXCHANGES = 6
const LONGEST_TEXT = 1_000

interface Turn {
  own: boolean
  text: string
}

const USERS = new Set(["user", "human", "customer", "visitor", "me", "you"])
const SPEAKER = /^\s*(user|human|customer|visitor|you|me|assistant|bot|ai|chatbot|agent|support)\s*:\s*/i

/**
 * What a client says was said before, as questions with their answers. Its form is each client's own: texts that say who
 * speaks or take turns, and objects in the common forms. What is none of these is left out.
 */
export function exchangesOf(history: ChatbotRequest["chat_history"]): Exchange[] {
  const exchanges: Exchange[] = []
  let question: string | undefined
  for (const { own, text } of history.flatMap(turnsOf)) {
    if (own) question = text
    else if (question !== undefined) {
      exchanges.push({ question, answer: text })
      question = undefined
    }
  }
  return exchanges.slice(-MOST_EXCHANGES)
}

function turnsOf(entry: string | Record<string, unknown>, i: number): Turn[] {
  if (typeof entry === "string") {
    const speaker = SPEAKER.exec(entry)
    return turn(speaker ? isUser(speaker[1]) : i % 2 === 0, entry.slice(speaker?.[0].length ?? 0))
  }
  const said = (...names: string[]) => names.map((name) => entry[name]).find((one) => typeof one === "string")
  const who = said("role", "sender", "from", "type", "author")
  const text = said("content", "text", "message")
  if (who !== undefined && text !== undefined) return turn(isUser(String(who)), String(text))
  const asked = said("question", "user", "human")
  const answered = said("answer", "response", "bot", "assistant", "ai")
  return [...turn(true, asked), ...turn(false, answered)]
}

function turn(own: boolean, text: unknown): Turn[] {
  const shown = typeof text === "string" ? storableText(text).trim().slice(0, LONGEST_TEXT) : ""
  return shown === "" ? [] : [{ own, text: shown }]
}

function isUser(who: string | undefined): boolean {
  return USERS.has((who ?? "").toLowerCase())
}
