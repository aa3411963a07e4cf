import type { IntentName } from "../../core/intent.ts"
import type { Turn } from "../llm/prompt.ts"
import type { ToolChoice, ToolName } from "../llm/tools.ts"
import type { Llm } from "../llm.ts"
import type { Classified } from "./classify.ts"
import { plainText } from "./plain-text.ts"

/** From so sure on, patterns and meaning are not asked about. */
export const SURE = 0.85
/** How sure a model's choice counts for: beside an answer of the knowledge base, and above a guess. */
const CHOSEN = 0.9

const MEANS: Readonly<Record<ToolName, IntentName>> = {
  ticket_lookup: "ticket_status",
  account_info: "account",
  order_lookup: "order",
  book_appointment: "booking",
  talk_to_person: "human",
  create_ticket: "human",
  search_knowledge_base: "question",
}

/**
 * The intent of a message that patterns and meaning are not sure of, as a language model chooses among tools. What it says
 * is checked, and where it says nothing that can be used, meaning stands.
 */
export async function intentByLlm(
  llm: Pick<Llm, "chooseTool">,
  text: string,
  history: readonly Turn[],
  guess: Classified,
): Promise<Classified> {
  // Whatever is nothing else is a question, and this is asked where the knowledge base does not know it.
  if (guess.by === "pattern" || (guess.name !== "question" && guess.confidence >= SURE)) return guess
  const choice = await llm.chooseTool(history, text)
  const said = [text, ...history.flatMap(({ role, content }) => (role === "user" ? content : []))]
  return (choice && chosen(choice, said, guess)) ?? guess
}

/** Ids that the customer did not write are made up, or somebody else's: then nothing of the choice is believed. */
function chosen(choice: ToolChoice, said: readonly string[], guess: Classified): Classified | undefined {
  const { ticket_id: ticket, order_id: order } = choice.arguments
  for (const id of [ticket, order]) if (id !== undefined && !isAmong(id, said)) return undefined
  const { ticketNumbers, orderIds } = guess.entities
  return {
    name: MEANS[choice.tool],
    confidence: CHOSEN,
    by: "llm",
    entities: {
      ...guess.entities,
      ticketNumbers: withId(
        ticketNumbers,
        ticket && plainText(ticket).replace(/^#|^t-?(?=\d)/g, (sign) => (sign === "#" ? "" : "T-")),
      ),
      orderIds: withId(orderIds, order?.replace(/^#/, "").toUpperCase()),
    },
  }
}

function isAmong(id: string, said: readonly string[]): boolean {
  const wanted = plainText(id).replace(/^#/, "")
  if (!/[\p{L}\p{N}]/u.test(wanted)) return false
  const sign = "[\\p{L}\\p{N}]"
  const whole = new RegExp(`(?<!${sign})${wanted.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}(?!${sign})`, "u")
  return said.some((text) => whole.test(plainText(text)))
}

function withId(known: readonly string[], id: string | undefined): string[] {
  return id === undefined || known.includes(id) ? [...known] : [...known, id]
}
