import type { LlmConfig } from "./complete.ts"

const TIMEOUT_MS = 5_000

/** Asks for the list of models, which costs no tokens; never throws. */
export async function llmHealth({
  baseUrl,
  apiKey,
}: LlmConfig): Promise<{ ok: true } | { ok: false; detail: string }> {
  try {
    const response = await fetch(`${baseUrl.replace(/\/+$/, "")}/models`, {
      headers: { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    if (response.ok) return { ok: true }
    return { ok: false, detail: `The LLM endpoint answered with status ${response.status}.` }
  } catch {
    return { ok: false, detail: "The LLM endpoint cannot be reached." }
  }
}
