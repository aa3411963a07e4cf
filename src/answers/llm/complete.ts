import OpenAI, { APIConnectionTimeoutError, APIError, APIUserAbortError } from "openai"
import type {
  ChatCompletionCreateParamsBase,
  ChatCompletionFunctionTool,
} from "openai/resources/chat/completions"
import type { Prompt } from "./prompt.ts"
import { type OnText, readStream } from "./stream.ts"

export interface LlmConfig {
  /** Up to and including the version, such as `https://api.example/v1`. */
  baseUrl: string
  apiKey: string
  model: string
  /** Milliseconds for one answer, attempts and waiting included. */
  timeoutMs: number
  /** Attempts after a failure that may pass (429, 5xx, lost connection); 1 unless told. */
  maxRetries?: number
  /** Of the reply, in tokens; 800 unless told. */
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

/** A client of an OpenAI-compatible endpoint. It remembers what the endpoint does not know. */
export function createComplete(config: LlmConfig): Complete {
  const client = new OpenAI({
    baseURL: config.baseUrl,
    apiKey: config.apiKey,
    maxRetries: config.maxRetries ?? 1,
    logLevel: "off",
  })
  const knows = { format: true, stream: true, streamedUsage: true }

  async function request(prompt: Prompt, asked: CompleteOptions, signal: AbortSignal): Promise<Completion> {
    const { json, onText, tools } = asked
    const again = () => request(prompt, asked, signal)
    const body = {
      model: config.model,
      messages: [
        { role: "system", content: prompt.system },
        { role: "user", content: prompt.user },
      ],
      temperature: 0,
      max_tokens: config.maxTokens ?? 800,
      ...(tools && { tools }),
      ...(json && knows.format ? { response_format: { type: "json_object" } } : {}),
    } satisfies Omit<ChatCompletionCreateParamsBase, "stream">
    const options = { signal, timeout: config.timeoutMs }
    const streamed = onText && knows.stream
    try {
      if (!streamed) return read(await client.chat.completions.create(body, options))
      const usage = knows.streamedUsage ? { stream_options: { include_usage: true } } : {}
      const chunks = await client.chat.completions.create({ ...body, ...usage, stream: true }, options)
      const reply = await readStream(chunks, onText)
      if (reply) return read(reply)
      knows.stream = false
      return again()
    } catch (error) {
      const rejected = error instanceof APIError && error.status === 400 && !signal.aborted
      if (rejected && streamed && knows.streamedUsage) knows.streamedUsage = false
      else if (rejected && body.response_format) knows.format = false
      else throw error
      return again()
    }
  }

  return async (prompt, options) => {
    const signal = AbortSignal.timeout(options.timeoutMs)
    try {
      // The client's own pause before a retry does not listen to the signal.
      return await Promise.race([request(prompt, options, signal), aborted(signal)])
    } catch (error) {
      return failure(error, signal, config.apiKey)
    }
  }
}

/** Some endpoints answer 200 with a body of their own making, so nothing of it is taken for granted. */
function read(reply: Partial<OpenAI.Chat.ChatCompletion> | null | undefined): Completion {
  const choice = reply?.choices?.[0]
  if (!choice?.message) return { kind: "error", detail: "The model's reply holds no choice." }
  if (choice.message.refusal)
    return { kind: "refused", detail: `The model refused: ${choice.message.refusal.slice(0, 200)}` }
  if (choice.finish_reason === "content_filter")
    return { kind: "refused", detail: "The endpoint's content filter stopped the reply." }
  if (choice.finish_reason === "length")
    return { kind: "error", detail: "The reply was cut off at its longest allowed length." }
  const tokens = {
    prompt: reply?.usage?.prompt_tokens ?? 0,
    completion: reply?.usage?.completion_tokens ?? 0,
  }
  const call = choice.message.tool_calls?.find(({ type }) => type === undefined || type === "function")
  if (call && "function" in call)
    return { kind: "tool", name: call.function?.name ?? "", written: call.function?.arguments ?? "", tokens }
  return { kind: "text", text: choice.message.content ?? "", tokens }
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
