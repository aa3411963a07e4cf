import { z } from "zod"
import type { LlmConfig } from "./complete.ts"
import type { TrackRecord } from "./track-record.ts"

const TIMEOUT_MS = 5_000

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) })

export type Health = { ok: true } | { ok: false; detail: string }

/** Asks for the list of models, which costs no tokens, and looks at how the last answers went; never throws. */
export async function llmHealth({ baseUrl, apiKey, model }: LlmConfig, record: TrackRecord): Promise<Health> {
  const failures = record.failures()
  if (failures > 0)
    return { ok: false, detail: `The model's last ${failures} replies failed: the log says how.` }
  try {
    const response = await fetch(`${baseUrl.replace(/\/+$/, "")}/models`, {
      headers: { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) {
      await response.body?.cancel()
      return { ok: false, detail: `The LLM endpoint answered with status ${response.status}.` }
    }
    const list = listSchema.safeParse(await response.json().catch(() => undefined))
    // What answers is there, whatever the list calls it.
    if (record.works || !list.success || isListed(model, list.data.data)) return { ok: true }
    return { ok: false, detail: `The LLM endpoint does not list the model "${model}".` }
  } catch {
    return { ok: false, detail: "The LLM endpoint cannot be reached." }
  }
}

/** Lists write a model as `models/name` and `name:latest` as well; an empty one tells nothing. */
function isListed(model: string, list: readonly { id: string }[]): boolean {
  return (
    list.length === 0 ||
    list.some(({ id }) => id === model || id.endsWith(`/${model}`) || id === `${model}:latest`)
  )
}
