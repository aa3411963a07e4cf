import OpenAI from "openai"
import { type Embedder, EmbedderAway, TextRefused } from "./embedder.ts"

export interface OpenAiEmbedderOptions {
  /** With the version, for example `http://localhost:11434/v1`. */
  baseUrl: string
  /** Some local servers want none. */
  apiKey?: string
  model: string
  /** Texts a request. Default 64. */
  batchSize?: number
  /** Milliseconds one try may take. Default 30,000. */
  timeout?: number
  /** Milliseconds a question may take with all its tries: somebody waits for it. Default 20,000. */
  questionTimeout?: number
  /** Tries after the first on 408, 409, 429, 5xx, time-outs and broken connections. Default 4. */
  retries?: number
  /** The model's window in tokens. Default 512, which no model in use falls short of. */
  maxTokens?: number
}

/** A question comes with those that it leans on; of more texts something is learned, and nobody waits. */
const TEXTS_OF_A_QUESTION = 4

const REQUESTS_AT_ONCE = 2

/** Why a question is given up. */
const LATE = Symbol("late")

/** Characters a token in text that tokenizers split finest among Latin scripts: code, numbers, names. */
const CHARACTERS_PER_TOKEN = 3

/**
 * Opens an embedder on an OpenAI-compatible endpoint and asks it once how many dimensions the model has.
 *
 * `countTokens` is an estimate, on the high side, since the endpoint's tokenizer is unknown; texts are cut to
 * `maxTokens` by the same estimate.
 *
 * @throws if the endpoint refuses or answers with something else, and {EmbedderAway} where it stays unreachable after the
 * retries. Later also {TextRefused}, where it refuses one of the texts.
 * @see https://platform.openai.com/docs/api-reference/embeddings
 */
export async function openOpenAiEmbedder(options: OpenAiEmbedderOptions): Promise<Embedder> {
  const { model, batchSize = 64, maxTokens = 512, questionTimeout = 20_000 } = options
  let closed = false
  /** Each with a signal of its own: what listens to one that lives as long as the embedder is never forgotten. */
  const underWay = new Set<AbortController>()
  const abortable = async <T>(work: (signal: AbortSignal) => Promise<T>, withinMs?: number): Promise<T> => {
    const ending = new AbortController()
    if (closed) ending.abort()
    const timer = withinMs === undefined ? undefined : setTimeout(() => ending.abort(LATE), withinMs)
    underWay.add(ending)
    try {
      return await work(ending.signal)
    } catch (cause) {
      if (ending.signal.reason !== LATE) throw cause
      throw new EmbedderAway(`${model} has not answered in ${(withinMs ?? 0) / 1000} seconds`, { cause })
    } finally {
      clearTimeout(timer)
      underWay.delete(ending)
    }
  }
  const client = new OpenAI({
    baseURL: options.baseUrl,
    // The client insists on one.
    apiKey: options.apiKey || "none",
    timeout: options.timeout ?? 30_000,
    maxRetries: options.retries ?? 4,
    // Or it takes them from OPENAI_ORG_ID and OPENAI_PROJECT_ID and sends them to an unrelated server.
    organization: null,
    project: null,
  })

  const request = async (texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> => {
    const { data } = await client.embeddings.create(
      // Its default, base64, is unknown to many compatible servers.
      { model, input: [...texts], encoding_format: "float" },
      { signal },
    )
    const vectors: Float32Array[] = []
    for (const { index, embedding } of data ?? []) vectors[index] = normalise(embedding)
    if (vectors.length !== texts.length || texts.some((_, index) => !vectors[index])) {
      throw new Error(`${model} answered ${data?.length ?? 0} vectors for ${texts.length} texts`)
    }
    return vectors
  }

  const asked = abortable((signal) => request(["dimensions"], signal)).catch((error) => {
    throw faultOf(error)
  })
  const dimensions = (await asked)[0]?.length ?? 0
  const checked = async (texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> => {
    let vectors: Float32Array[]
    try {
      vectors = await request(texts, signal)
    } catch (error) {
      const fault = faultOf(error)
      if (!(fault instanceof TextRefused) || texts.length === 1) throw fault
      // One text of them is meant, or that they are too many at once.
      const half = texts.length >> 1
      return [...(await checked(texts.slice(0, half), signal)), ...(await checked(texts.slice(half), signal))]
    }
    const odd = vectors.find((vector) => vector.length !== dimensions)
    if (odd) throw new Error(`${model} answered ${odd.length} dimensions after ${dimensions}`)
    return vectors
  }

  const inBatches = async (texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> => {
    const batches: string[][] = []
    for (let start = 0; start < texts.length; start += batchSize) {
      batches.push(texts.slice(start, start + batchSize).map((text) => cut(text, maxTokens)))
    }
    const vectors: Float32Array[][] = []
    let next = 0
    const drain = async (): Promise<void> => {
      while (next < batches.length) {
        const index = next++
        vectors[index] = await checked(batches[index] as string[], signal)
      }
    }
    await Promise.all(Array.from({ length: Math.min(REQUESTS_AT_ONCE, batches.length) }, drain))
    return vectors.flat()
  }

  return {
    id: `${model}-${dimensions}`,
    rolesAlike: true,
    dimensions,
    maxTokens,
    countTokens: estimateTokens,
    embed: (texts, role) =>
      abortable(
        (signal) => inBatches(texts, signal),
        role === "query" && texts.length <= TEXTS_OF_A_QUESTION ? questionTimeout : undefined,
      ),
    async close() {
      closed = true
      for (const ending of underWay) ending.abort()
    },
  }
}

/** Since the endpoint took a text when it was opened, what it calls a bad request is about these texts. */
function faultOf(error: unknown): unknown {
  if (!(error instanceof OpenAI.APIError) || error instanceof OpenAI.APIUserAbortError) return error
  const { status = 500, message } = error as { status?: number; message: string }
  if (status === 400 || status === 413 || status === 422) return new TextRefused(message, { cause: error })
  const isPassing = status >= 500 || status === 408 || status === 409 || status === 429
  return isPassing ? new EmbedderAway(message, { cause: error }) : error
}

/** A character beyond Latin scripts is often a token of its own, and never more than two. */
function estimateTokens(text: string): number {
  let wide = 0
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x24f) wide++
  return Math.ceil((text.length - wide) / CHARACTERS_PER_TOKEN) + wide + 2
}

function cut(text: string, maxTokens: number): string {
  let kept = text
  while (estimateTokens(kept) > maxTokens) {
    kept = kept.slice(
      0,
      Math.floor(Math.min(kept.length - 1, (kept.length * maxTokens) / estimateTokens(kept))),
    )
  }
  // Servers refuse an empty input.
  return kept || " "
}

function normalise(values: readonly number[]): Float32Array {
  if (!Array.isArray(values) || values.some((value) => !Number.isFinite(value))) {
    throw new TextRefused("the endpoint answered something else than vectors of numbers")
  }
  const length = Math.hypot(...values) || 1
  return Float32Array.from(values, (value) => value / length)
}
