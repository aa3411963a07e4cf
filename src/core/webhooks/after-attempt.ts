import type { Delivery } from "./delivery.ts"
import type { WebhookEndpoint } from "./endpoint.ts"

/** What came of sending an event. */
export type Outcome =
  | { taken: true; status: number }
  | {
      taken: false
      /** Undefined where there was no answer. */
      status?: number | undefined
      /** A sentence, without anything that the other side said. */
      fault: string
      /** How long it asked to be left alone. */
      retryAfterMs?: number | undefined
    }

/** What becomes of the delivery, and of its endpoint. */
export type Verdict =
  | { kind: "delivered" }
  | { kind: "again"; at: number /** The endpoint wants nothing at all until then. */; quiet: boolean }
  /** Others of this endpoint are taken, this one is not. */
  | { kind: "failed" }
  /** It stays due; nothing is sent to the endpoint any more. */
  | { kind: "pause" }
  | { kind: "off" }

const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 3_600_000
/** However long the other side asks to be left alone. */
export const LONGEST_ASKED_MS = 6 * 3_600_000
/** For so long an event is tried. */
const TRIED_FOR_MS = 24 * 3_600_000

/**
 * Decides after an attempt.
 *
 * @param chance 0..1, so that many that failed together do not come back together
 */
export function afterAttempt(
  { attempts, firstTriedAt }: Pick<Delivery, "attempts" | "firstTriedAt">,
  { lastSuccessAt }: Pick<WebhookEndpoint, "lastSuccessAt">,
  outcome: Outcome,
  now: number,
  chance: number,
): Verdict {
  if (outcome.taken) return { kind: "delivered" }
  if (outcome.status === 410) return { kind: "off" }
  const since = firstTriedAt ?? now
  if (now - since >= TRIED_FOR_MS)
    return lastSuccessAt !== undefined && lastSuccessAt >= since ? { kind: "failed" } : { kind: "pause" }
  const asked = Math.min(outcome.retryAfterMs ?? 0, LONGEST_ASKED_MS)
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 3 ** Math.max(0, attempts - 1))
  const at = now + Math.max(asked, Math.round(pause * (0.75 + chance / 2)))
  return { kind: "again", at, quiet: outcome.status === 429 && asked > 0 }
}
