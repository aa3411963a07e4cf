import { z } from "zod"
import { RefusedAddress } from "../../kb/web/address-guard.ts"
import { readBounded } from "../../kb/web/read-bounded.ts"
import { guardedPost } from "./guarded-post.ts"

export interface ChatbotTarget {
  url: string
  /** Sent along as `Authorization: Bearer`. */
  token: string | undefined
  /** For everything: the name's address, the attempts and the whole reply. */
  timeoutMs: number
  /** Lets loopback and private networks pass. */
  allowPrivate: boolean
  version: string
}

/** What a chatbot is posted; docs/external-chatbot.md is its contract. */
export interface ChatbotRequest {
  conversationId: number
  sessionId: string
  message: string
  messageId: number
  customer: { id: string | null; name: string | null; email: string | null; verified: boolean }
  /** What was said before, oldest first. */
  history: readonly { role: "user" | "assistant"; content: string }[]
  partner: { id: string; name: string }
}

export interface ChatbotReply {
  /** Empty only beside `handoff`. */
  reply: string
  handoff: boolean
  sources: { title: string; url?: string }[]
  confidence: number
}

/** Its message says what went wrong, without the address, the token or what the chatbot said. */
export class ChatbotFault extends Error {
  override readonly name = "ChatbotFault"
}

const MOST_BYTES = 256 * 1024
const LONGEST_REPLY = 32_000
const MOST_SOURCES = 10
const ATTEMPTS = 2
const PAUSE_MS = 200
const PASSING = new Set([502, 503, 504])

const LONGEST_TITLE = 300

/** Only the reply is needed: beside it, what is not as it should be is left out. */
const sourceSchema = z
  .object({
    title: z.string().trim().optional().catch(undefined),
    url: z
      .url({ protocol: /^https?$/ })
      .optional()
      .catch(undefined),
  })
  .catch({})
const ownSchema = z.object({
  reply: z.string().max(LONGEST_REPLY).nullish(),
  // As a text it is meant no less.
  handoff: z
    .union([z.boolean(), z.stringbool({ truthy: ["true"], falsy: ["false"] })])
    .nullish()
    .catch(undefined),
  sources: z.array(sourceSchema).nullish().catch(undefined),
  confidence: z.number().min(0).max(1).nullish().catch(undefined),
})
const completionSchema = z.object({
  choices: z
    .array(z.object({ message: z.object({ content: z.string().max(LONGEST_REPLY).nullish() }) }))
    .min(1),
})

/**
 * Posts a message to a partner's own chatbot. Where it cannot be reached, or its proxy says so, it is asked a second time
 * under the same name, within the time limit. Redirects are not followed, and connections are made to the numeric address
 * that was checked.
 *
 * @throws {ChatbotFault}
 */
export async function askChatbot(target: ChatbotTarget, request: ChatbotRequest): Promise<ChatbotReply> {
  const signal = AbortSignal.timeout(target.timeoutMs)
  const late = Promise.withResolvers<never>()
  const tooLate = () =>
    late.reject(new ChatbotFault(`It did not answer within ${target.timeoutMs / 1000} s.`))
  signal.addEventListener("abort", tooLate, { once: true })
  const asked = attempts(target, request, signal)
  asked.catch(() => {})
  try {
    return await Promise.race([asked, late.promise])
  } finally {
    signal.removeEventListener("abort", tooLate)
  }
}

async function attempts(
  target: ChatbotTarget,
  request: ChatbotRequest,
  signal: AbortSignal,
): Promise<ChatbotReply> {
  for (let attempt = 1; ; attempt++) {
    const response = await post(target, request, signal).catch((error) => faultOf(error))
    const passing = response instanceof ChatbotFault ? response : passingFault(response)
    if (!passing) return replyOf(response as Response, signal)
    if (response instanceof Response) await response.body?.cancel()
    if (attempt === ATTEMPTS) throw passing
    await Bun.sleep(PAUSE_MS)
    signal.throwIfAborted()
  }
}

/** @throws {ChatbotFault} where another attempt would be refused as well */
function faultOf(error: unknown): ChatbotFault {
  if (error instanceof RefusedAddress) throw new ChatbotFault(`Its address is refused: ${error.message}.`)
  const code = error instanceof Error && "code" in error ? String(error.code) : "no connection"
  return new ChatbotFault(`It cannot be reached (${code}).`)
}

function passingFault(response: Response): ChatbotFault | undefined {
  return PASSING.has(response.status)
    ? new ChatbotFault(`It answered with status ${response.status}.`)
    : undefined
}

function post(
  { url, token, allowPrivate, version }: ChatbotTarget,
  request: ChatbotRequest,
  signal: AbortSignal,
): Promise<Response> {
  return guardedPost({
    url,
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      "user-agent": `chatd/${version}`,
      "idempotency-key": String(request.messageId),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(request),
    signal,
    allowPrivate,
  })
}

/** @throws {ChatbotFault} */
async function replyOf(response: Response, signal: AbortSignal): Promise<ChatbotReply> {
  const { status } = response
  if (status < 200 || status > 299) {
    await response.body?.cancel()
    throw new ChatbotFault(
      status >= 300 && status < 400
        ? `It answered with status ${status}; redirects are not followed.`
        : `It answered with status ${status}.`,
    )
  }
  const bytes = await readBounded(response, MOST_BYTES, signal).catch(() => {
    throw new ChatbotFault("The connection broke off in the middle of its reply.")
  })
  if (!bytes) throw new ChatbotFault(`Its reply is larger than ${MOST_BYTES / 1024} KB.`)
  return understood(parsed(bytes))
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    throw new ChatbotFault("Its reply is no JSON.")
  }
}

/** Our own form of a reply, or that of a chat completion. */
function understood(json: unknown): ChatbotReply {
  const completion = completionSchema.safeParse(json)
  const own = completion.success
    ? ownSchema.safeParse({ reply: completion.data.choices[0]?.message.content })
    : ownSchema.safeParse(json)
  if (!own.success) {
    const [issue] = own.error.issues
    throw new ChatbotFault(
      `Its reply is not understood: ${issue?.path.join(".") || "it"} is not as it should be.`,
    )
  }
  const { handoff, sources, confidence } = own.data
  // Postgres holds no U+0000, and nobody can see one.
  const reply = (own.data.reply ?? "").replaceAll("\0", "").trim()
  if (reply === "" && !handoff) throw new ChatbotFault("Its reply is empty.")
  return {
    reply,
    handoff: handoff ?? false,
    sources: (sources ?? []).flatMap(named).slice(0, MOST_SOURCES),
    confidence: confidence ?? 1,
  }
}

/** A source without a title is called by its address; without either it is none. */
function named({ title, url }: z.output<typeof sourceSchema>): ChatbotReply["sources"] {
  const name = (title || url)?.replaceAll("\0", "").slice(0, LONGEST_TITLE)
  return name ? [{ title: name, ...(url && { url }) }] : []
}
