import OpenAI, { APIConnectionTimeoutError, APIError, APIUserAbortError } from "openai"
import type { ChatCompletionCreateParamsNonStreaming } from "openai/resources/chat/completions"
import type { Prompt } from "./prompt.ts"

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
  | { kind: "refused" | "timeout" | "error"; detail: string }

/** Sends one prompt; `json` asks for a JSON object where the endpoint knows how. */
export type Complete = (prompt: Prompt, options: { json: boolean; timeoutMs: number }) => Promise<Completion>

/** A client of an OpenAI-compatible endpoint. It remembers when the endpoint rejects `response_format`. */
export function createComplete(config: LlmConfig): Complete {
  const client = new OpenAI({
    baseURL: config.baseUrl,
    apiKey: config.apiKey,
    maxRetries: config.maxRetries ?? 1,
    logLevel: "off",
  })
  let knowsFormat = true

  async function request(prompt: Prompt, json: boolean, signal: AbortSignal): Promise<Completion> {
    const body: ChatCompletionCreateParamsNonStreaming = {
      model: config.model,
      messages: [
        { role: "system", content: prompt.system },
        { role: "user", content: prompt.user },
      ],
      temperature: 0,
      max_tokens: config.maxTokens ?? 800,
      ...(json && knowsFormat ? { response_format: { type: "json_object" } } : {}),
    }
    try {
      const reply = await client.chat.completions.create(body, { signal, timeout: config.timeoutMs })
      return read(reply)
    } catch (error) {
      const rejected = error instanceof APIError && error.status === 400 && body.response_format
      if (!rejected || signal.aborted) throw error
      knowsFormat = false
      return request(prompt, json, signal)
    }
  }

  return async (prompt, { json, timeoutMs }) => {
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      // The client's own pause before a retry does not listen to the signal.
      return await Promise.race([request(prompt, json, signal), aborted(signal)])
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
