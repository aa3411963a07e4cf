import { z } from "zod"
import { MOST_EVENTS } from "../../core/conversations/message-id.ts"
import { pageSize } from "../../http/paging.ts"
import { clientId } from "./client-id.ts"

const seq = z.number().int().min(0).max(MOST_EVENTS)
const number = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const text = z.string()
const coercedNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

/** Where a suggested reply came from. */
const source = z.object({
  title: z.string().min(1).max(500),
  url: z.string().max(2_000).optional(),
})

export const listSchema = z.object({
  view: z.enum(["mine", "queue", "open", "bot", "closed", "all"]).default("open"),
  agent: coercedNumber.optional(),
  /** The customer's ref. */
  customer: z.string().min(1).max(300).optional(),
  before: coercedNumber.optional(),
  limit: pageSize(500, 100),
})
export const eventsSchema = z.object({
  after: z.coerce.number().int().min(0).max(MOST_EVENTS).default(0),
  limit: pageSize(500, 500),
})
export const messageSchema = z.object({ clientId, text, source: source.optional() })
export const noteSchema = z.object({ clientId, text })
export const readSchema = z.object({ seq })
export const transferSchema = z
  .object({
    agent: number.optional(),
    queue: z.literal(true).optional(),
    note: z.string().optional(),
  })
  .refine(({ agent, queue }) => (agent === undefined) !== (queue === undefined), {
    message: "give either an agent's number or queue: true",
    path: ["agent"],
  })
export const prioritySchema = z.object({ priority: z.enum(["low", "medium", "high", "urgent"]) })
const yesOrNo = z.enum(["true", "false"])
export const transcriptSchema = z.object({
  format: z.enum(["text", "json"]).default("text"),
  notes: yesOrNo.default("false").transform((value) => value === "true"),
})

/** The longest time ago that a client asks about; what it had before it asks for anew. */
const time = z.iso.datetime({ offset: true })

/** What a client may send over the desk's socket. */
export const frameSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("hello"), payload: z.object({ since: time.optional() }).default({}) }),
  z.object({ type: z.literal("follow"), payload: z.object({ conversation: number, after: seq.default(0) }) }),
  z.object({ type: z.literal("unfollow"), payload: z.object({ conversation: number }) }),
  z.object({ type: z.literal("message"), payload: messageSchema.extend({ conversation: number }) }),
  z.object({ type: z.literal("note"), payload: noteSchema.extend({ conversation: number }) }),
  z.object({ type: z.literal("read"), payload: readSchema.extend({ conversation: number }) }),
  z.object({ type: z.literal("typing"), payload: z.object({ conversation: number, isTyping: z.boolean() }) }),
  z.object({
    type: z.literal("presence"),
    payload: z.object({ presence: z.enum(["online", "away", "offline"]) }),
  }),
  z.object({ type: z.literal("ping"), payload: z.unknown().optional() }),
])
export type DeskFrame = z.output<typeof frameSchema>
export type PayloadOf<Type extends DeskFrame["type"]> = Extract<DeskFrame, { type: Type }>["payload"]
