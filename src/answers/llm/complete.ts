import OpenAI, { APIConnectionTimeoutError, APIError, APIUserAbortError } from "openai"
import type {
  ChatCompletionCreateParamsBase,
  ChatCompletionFunctionTool,
} from "openai/resources/chat/completions"
import { textOf } from "./content.ts"
import { pauseAfter, wantedPause } from "./pause.ts"
import type { Prompt } from "./prompt.ts"
import { type OnText, readStream } from "./stream.ts"
import { withoutThoughts } from "./thoughts.ts"
import { type Option, refusedOption, UnknownOptions } from "./unknown-options.ts"

export interface LlmConfig {
  /** Up to and including the version, such as `https://api.example/v1`. */
  baseUrl: string
  apiKey: string
  model: string
  /** Milliseconds for one answer, attempts and waiting included. */
  timeoutMs: number
  /** Attempts after a failure that may pass (429, 5xx, lost connection); 1 unless told. */
  maxRetries?: number
  /** Of the reply, in tokens, without what it thinks; 800 unless told. */
  maxTokens?: number
}

export interface Tokens {
  prompt: number
  completion: number
}

/** What came back from the endpoint. Nothing throws: a model that fails is an ordinary day. */
export type Completion =
  | { kind: "text"; text: string; tokens: Tokens }
  | { kind: "tool"; name: string; written: string; tokens: Tokens }
  | { kind: "refused" | "timeout" | "error"; detail: string }

interface CompleteOptions {
  /** Asks for a JSON object where the endpoint knows how. */
  json: boolean
  timeoutMs: number
  /** Told the reply as it is written, where the endpoint knows how. */
  onText?: OnText | undefined
  /** What may be called instead of replying in words. */
  tools?: ChatCompletionFunctionTool[] | undefined
}

/** Sends one prompt. */
export type Complete = (prompt: Prompt, options: CompleteOptions) => Promise<Completion>

/** In tokens. */
const LONGEST_REPLY = 800
/** What a model that counts its thoughts as well may think, in tokens. */
const ROOM_TO_THINK = 4_000
/** Longer than this no endpoint is left alone: what it asks for may be an hour. */
const LONGEST_PAUSE_MS = 60_000

/**
 * A client of an OpenAI-compatible endpoint. It remembers what the endpoint does not know, the pause that it asks for, and
 * that its model thinks.
 */
export function createComplete(config: LlmConfig): Complete {
  const client = new OpenAI({
    baseURL: config.baseUrl,
    apiKey: config.apiKey,
    // Its own would sleep as long as the endpoint asks for, while a customer waits.
    maxRetries: 0,
    logLevel: "off",
  })
  const unknown = new UnknownOptions()
  let pauseUntil = 0
  let thinks = false

  /** One that seems longer than any was asked for before the clock was put back: nothing is left of it. */
  const pauseLeft = (): number => {
    const left = pauseUntil - Date.now()
    return left > LONGEST_PAUSE_MS ? 0 : Math.max(0, left)
  }

  /** Once more after a failure that may pass, where there is time for it. */
  async function attempts(prompt: Prompt, asked: CompleteOptions, signal: AbortSignal): Promise<Completion> {
    const until = performance.now() + asked.timeoutMs
    const pause = pauseLeft()
    if (pause > 0) await Bun.sleep(pause)
    for (let left = config.maxRetries ?? 1; ; left--) {
      try {
        return await request(prompt, asked, signal)
      } catch (error) {
        const wanted = Math.min(wantedPause(error) ?? 0, LONGEST_PAUSE_MS)
        pauseUntil = Date.now() + Math.max(pauseLeft(), wanted)
        const short = pauseAfter(error)
        if (short === undefined || left === 0 || !fits(short, until - performance.now())) throw error
        await Bun.sleep(short)
      }
    }
  }

  /** Again without what the endpoint may not know; that it was this is remembered where a reply comes then. */
  async function request(prompt: Prompt, asked: CompleteOptions, signal: AbortSignal): Promise<Completion> {
    const without = new Set<Option>(unknown.now())
    const suspected: Option[] = []
    for (;;) {
      const used = usedOptions(asked, without)
      try {
        const sent = await send(prompt, asked, used, signal)
        if ("reply" in sent) {
          if (sent.reply?.choices?.[0]?.message) unknown.remember(suspected)
          if (thinks || !isAllThought(sent.reply)) return read(sent.reply)
          thinks = true
          continue
        }
        without.add("stream")
        // A page is a proxy's.
        if (sent.isJson) suspected.push("stream")
      } catch (error) {
        const option = signal.aborted ? undefined : refusedOption(error, used)
        if (!option) throw error
        without.add(option)
        suspected.push(option)
      }
    }
  }

  async function send(
    prompt: Prompt,
    { onText, tools }: CompleteOptions,
    used: readonly Option[],
    signal: AbortSignal,
  ): Promise<Sent> {
    const body = {
      model: config.model,
      messages: [
        { role: "system", content: prompt.system },
        { role: "user", content: prompt.user },
      ],
      ...(used.includes("temperature") ? { temperature: 0 } : {}),
      ...longest(config.maxTokens ?? LONGEST_REPLY, used, thinks),
      ...(tools && { tools }),
      ...(used.includes("format") ? { response_format: { type: "json_object" } } : {}),
    } satisfies Omit<ChatCompletionCreateParamsBase, "stream">
    const options = { signal, timeout: config.timeoutMs }
    if (!onText || !used.includes("stream"))
      return { reply: await client.chat.completions.create(body, options) }
    const usage = used.includes("usage") ? { stream_options: { include_usage: true } } : {}
    const { data, response } = await client.chat.completions
      .create({ ...body, ...usage, stream: true }, options)
      .withResponse()
    const reply = await readStream(data, onText)
    return reply ? { reply } : { isJson: /json/i.test(response.headers.get("content-type") ?? "") }
  }

  return async (prompt, options) => {
    const pause = pauseLeft()
    if (pause > 0 && !fits(pause, options.timeoutMs))
      return { kind: "error", detail: `The endpoint wants a pause of ${Math.ceil(pause / 1000)} s more.` }
    const signal = AbortSignal.timeout(options.timeoutMs)
    try {
      // A pause before a retry does not listen to the signal.
      return await Promise.race([attempts(prompt, options, signal), aborted(signal)])
    } catch (error) {
      return failure(error, signal, config.apiKey)
    }
  }
}

/** A pause is to leave as much time as it takes. */
function fits(pauseMs: number, leftMs: number): boolean {
  return pauseMs * 2 <= leftMs
}

/** A reply, or that nothing of a stream came. */
type Sent = { reply: Partial<OpenAI.Chat.ChatCompletion> | null | undefined } | { isJson: boolean }

function usedOptions({ json, onText }: CompleteOptions, without: ReadonlySet<Option>): Option[] {
  const streams = onText !== undefined && !without.has("stream")
  const wanted = { usage: streams, format: json, stream: streams, length: true, temperature: true }
  return (Object.keys(wanted) as Option[]).filter((option) => wanted[option] && !without.has(option))
}

/** OpenAI's models that think before they answer know `max_tokens` by another name; they all count their thoughts. */
function longest(tokens: number, used: readonly Option[], thinks: boolean) {
  if (!used.includes("length")) return { max_completion_tokens: tokens + ROOM_TO_THINK }
  return { max_tokens: thinks ? tokens + ROOM_TO_THINK : tokens }
}

/** Whether a reply was cut off before the model came to say anything, as where a local one thinks within `max_tokens`. */
function isAllThought(reply: Partial<OpenAI.Chat.ChatCompletion> | null | undefined): boolean {
  const choice = reply?.choices?.[0]
  if (choice?.finish_reason !== "length" || !choice.message || choice.message.tool_calls) return false
  return withoutThoughts(textOf(choice.message.content)).trim() === ""
}

/** Some endpoints answer 200 with a body of their own making, so nothing of it is taken for granted. */
function read(reply: Partial<OpenAI.Chat.ChatCompletion> | null | undefined): Completion {
  const choice = reply?.choices?.[0]
  if (!choice?.message) throw new Error(whyNone(reply))
  if (choice.message.refusal)
    return { kind: "refused", detail: `The model refused: "${choice.message.refusal.slice(0, 200)}"` }
  if (choice.finish_reason === "content_filter")
    return { kind: "refused", detail: "The endpoint's content filter stopped the reply." }
  if (choice.finish_reason === "length")
    return { kind: "error", detail: "The reply was cut off at its longest allowed length." }
  const tokens = {
    prompt: reply?.usage?.prompt_tokens ?? 0,
    completion: reply?.usage?.completion_tokens ?? 0,
  }
  const calls = Array.isArray(choice.message.tool_calls) ? choice.message.tool_calls : []
  const call = calls.find(({ type }) => type === undefined || type === "function")
  if (call && "function" in call)
    return { kind: "tool", name: call.function?.name ?? "", written: call.function?.arguments ?? "", tokens }
  return { kind: "text", text: textOf(choice.message.content), tokens }
}

/** What went wrong is said within a good status too. */
function whyNone(reply: unknown): string {
  const error = typeof reply === "object" && reply !== null && "error" in reply ? reply.error : undefined
  const said = typeof error === "object" && error !== null && "message" in error ? error.message : error
  return typeof said === "string" ? said.slice(0, 300) : "The model's reply holds no choice."
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true })
  })
}

function failure(error: unknown, signal: AbortSignal, apiKey: string): Completion {
  const isTimeout =
    signal.aborted || error instanceof APIConnectionTimeoutError || error instanceof APIUserAbortError
  if (isTimeout) return { kind: "timeout", detail: "The model did not answer in time." }
  const status = error instanceof APIError && error.status ? `HTTP ${error.status}: ` : ""
  const message = error instanceof Error ? error.message : String(error)
  // Some endpoints echo the key in their error text, and this text reaches logs.
  const safe = apiKey ? message.replaceAll(apiKey, "***") : message
  return { kind: "error", detail: `${status}${safe.slice(0, 300)}` }
}
