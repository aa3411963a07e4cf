import type { ChatCompletionFunctionTool } from "openai/resources/chat/completions"

/** What a customer's message may ask to be done, as a language model is told it. */
const TOOLS = {
  ticket_lookup: {
    description: "The customer asks about the state of their own support ticket, case or reported problem.",
    properties: { ticket_id: text("As the customer wrote it; leave it out where none is named.") },
    required: [],
  },
  account_info: {
    description:
      "The customer asks about, or wants changed, their own account: plan, invoices, payments, balance, data, a lock.",
    properties: {},
    required: [],
  },
  order_lookup: {
    description: "The customer asks about, or wants changed, an order, delivery or return of their own.",
    properties: { order_id: text("As the customer wrote it; leave it out where none is named.") },
    required: [],
  },
  book_appointment: {
    description: "The customer wants to book, move or cancel an appointment, meeting, demo or reservation.",
    properties: { when: text("As the customer wrote it; leave it out where none is named.") },
    required: [],
  },
  talk_to_person: {
    description: "The customer wants a person: to talk to one, or to be called back.",
    properties: {},
    required: [],
  },
  create_ticket: {
    description: "The customer wants a support ticket to be opened, or a complaint to be taken.",
    properties: { title: text("A few words."), description: text("What the customer wrote.") },
    required: ["title", "description"],
  },
  search_knowledge_base: {
    description: "Everything else: how something works, what it costs, rules, faults, general questions.",
    properties: { query: text("The question.") },
    required: ["query"],
  },
} as const

export type ToolName = keyof typeof TOOLS

/** What a model chose, with arguments that are texts and nothing else. */
export interface ToolChoice {
  tool: ToolName
  arguments: Readonly<Record<string, string>>
}

/** As the wire has them. */
export const TOOL_DEFINITIONS: ChatCompletionFunctionTool[] = Object.entries(TOOLS).map(
  ([name, { description, properties, required }]) => ({
    type: "function",
    function: {
      name,
      description,
      parameters: { type: "object", properties, required: [...required], additionalProperties: false },
    },
  }),
)

const LONGEST_ARGUMENT = 500

/** A call as the model wrote it; undefined where the tool is none of ours or its arguments are not what was asked for. */
export function readToolCall(name: string, written: string): ToolChoice | undefined {
  if (!isTool(name)) return undefined
  const given = objectOf(written.trim() === "" ? "{}" : written)
  if (!given) return undefined
  const { properties, required } = TOOLS[name]
  const found: Record<string, string> = {}
  for (const key of Object.keys(properties)) {
    const value = given[key]
    if (value === undefined || value === null || value === "") continue
    // Some write numbers where a text was asked for.
    if (typeof value !== "string" && typeof value !== "number") return undefined
    found[key] = String(value).trim().slice(0, LONGEST_ARGUMENT)
  }
  return required.every((key) => key in found) ? { tool: name, arguments: found } : undefined
}

function isTool(name: string): name is ToolName {
  return Object.hasOwn(TOOLS, name)
}

function objectOf(written: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(written)
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function text(description: string) {
  return { type: "string", description } as const
}
