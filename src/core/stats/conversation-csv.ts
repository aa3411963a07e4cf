import type { ConversationFacts } from "./conversation-facts.ts"
import { dayAt } from "./days.ts"

type Value = string | number | boolean | undefined

interface Column {
  name: string
  /** One sentence, for docs/stats.md. */
  text: string
  of(facts: ConversationFacts, timeZone: string): Value
}

const time = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString())

/** The columns of a conversation's row, from which every figure of conversations can be counted again. */
export const CONVERSATION_COLUMNS: readonly Column[] = [
  { name: "conversation", text: "Its number.", of: ({ number }) => number },
  {
    name: "day",
    text: "The day to which it belongs, in the partner's time zone.",
    of: ({ startedAt }, timeZone) => dayAt(timeZone, startedAt),
  },
  { name: "opened_at", text: "When it was opened.", of: ({ openedAt }) => time(openedAt) },
  {
    name: "opened_by",
    text: "Whose was the first message: `customer`, `bot`, `agent` or `nobody`.",
    of: ({ openedBy }) => openedBy,
  },
  {
    name: "started_at",
    text: "The customer's first message, or the opening where they wrote none: it decides the day and the hour.",
    of: ({ startedAt }) => time(startedAt),
  },
  {
    name: "closed_at",
    text: "The last closing; empty where it is open.",
    of: ({ closedAt }) => time(closedAt),
  },
  {
    name: "customer",
    text: "How agents call the customer: `v-` or `u-` and the id.",
    of: ({ customer }) => customer,
  },
  { name: "outcome", text: "What became of it.", of: ({ outcome }) => outcome },
  { name: "customer_messages", text: "Messages of the customer.", of: ({ messages }) => messages.customer },
  { name: "bot_messages", text: "Messages of the bot.", of: ({ messages }) => messages.bot },
  { name: "agent_messages", text: "Messages of people.", of: ({ messages }) => messages.agent },
  {
    name: "first_bot_answer_at",
    text: "The bot's first answer after the customer's first message.",
    of: ({ firstBotAnswerAt }) => time(firstBotAnswerAt),
  },
  {
    name: "first_person_answer_at",
    text: "The first word of a person after the customer's first message.",
    of: ({ firstPersonAnswerAt }) => time(firstPersonAnswerAt),
  },
  { name: "person_wanted_at", text: "When a person was first wanted.", of: ({ wantedAt }) => time(wantedAt) },
  {
    name: "bot_first_response_seconds",
    text: "`first_bot_answer_at` less `started_at`.",
    of: ({ seconds }) => seconds.botFirstResponse,
  },
  {
    name: "person_first_response_seconds",
    text: "`first_person_answer_at` less `started_at`.",
    of: ({ seconds }) => seconds.personFirstResponse,
  },
  {
    name: "person_response_to_wish_seconds",
    text: "From `person_wanted_at` to the first word of a person after it.",
    of: ({ seconds }) => seconds.personResponseToWish,
  },
  {
    name: "queue_wait_seconds",
    text: "From `person_wanted_at` until a person had it.",
    of: ({ seconds }) => seconds.queueWait,
  },
  {
    name: "resolution_seconds",
    text: "From `started_at` to its resolution, where it was answered and is closed.",
    of: ({ seconds }) => seconds.resolution,
  },
  {
    name: "handed_over",
    text: "Whether a person was wanted or took over.",
    of: ({ handedOver }) => handedOver,
  },
  { name: "tickets", text: "Tickets made of it.", of: ({ tickets }) => tickets },
  {
    name: "transfers",
    text: "How often one agent's became another one's.",
    of: ({ transfers }) => transfers,
  },
  { name: "reopened", text: "How often it was opened again.", of: ({ reopened }) => reopened },
  { name: "bot_answers", text: "Answers of the bot.", of: ({ botAnswers }) => botAnswers },
  {
    name: "bot_unsure",
    text: "Questions that the bot was not sure enough of.",
    of: ({ botUnsure }) => botUnsure,
  },
  {
    name: "confidences",
    text: "How sure it was of each question, 0 to 1, with spaces between.",
    of: ({ confidences }) => confidences.map((one) => (one / 10_000).toFixed(4)).join(" "),
  },
  { name: "thumbs_up", text: "Thumbs up for the bot's answers.", of: ({ feedback }) => feedback.up },
  { name: "thumbs_down", text: "Thumbs down for the bot's answers.", of: ({ feedback }) => feedback.down },
  { name: "rating", text: "The customer's score, 1 to 5.", of: ({ rating }) => rating },
  {
    name: "agents",
    text: "Numbers of the agents who said something, each with how much: `2:5 3:1`.",
    of: ({ agents }) => agents.map(({ number, messages }) => `${number}:${messages}`).join(" "),
  },
  {
    name: "first_agent",
    text: "Number of the agent who first answered the wish for a person.",
    of: ({ firstAgent }) => firstAgent,
  },
  { name: "last_agent", text: "Number of the agent who spoke last.", of: ({ lastAgent }) => lastAgent },
]

/** The first line, with its end. */
export function conversationCsvHead(): string {
  return `${CONVERSATION_COLUMNS.map(({ name }) => name).join(",")}\r\n`
}

/** A conversation's line, with its end. */
export function conversationCsvLine(facts: ConversationFacts, timeZone: string): string {
  return `${CONVERSATION_COLUMNS.map((column) => cell(column.of(facts, timeZone))).join(",")}\r\n`
}

/** What begins like a formula gets an apostrophe before it, so that no spreadsheet computes what a customer calls themselves. */
function cell(value: Value): string {
  if (value === undefined) return ""
  if (typeof value !== "string") return String(value)
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
