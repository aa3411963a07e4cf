import type { Outcome } from "./after-attempt.ts"
import { noSuchEndpoint, type WebhookEndpoint } from "./endpoint.ts"

export interface Ping {
  outcome: Outcome
  ms: number
  /** How the answer began; undefined where there was none. */
  said: string | undefined
}

export interface TestResult {
  ok: boolean
  /** Null where there was no answer. */
  status: number | null
  ms: number
  /** A sentence; null where it was taken. */
  fault: string | null
  said: string | null
  /** What to do about it, a sentence; null where nothing is to be done. */
  remedy: string | null
}

export interface TestEndpointPorts {
  endpointByNumber(partnerId: string, number: number): Promise<WebhookEndpoint | undefined>
  /** Sends a signed `ping`, which has no number and is not repeated. */
  ping(endpoint: WebhookEndpoint): Promise<Ping>
}

/**
 * Sends a signed `ping` and says what came of it, also to an endpoint that is not active.
 *
 * @throws {ChatdError} `not_found`
 */
export async function testEndpoint(
  ports: TestEndpointPorts,
  partnerId: string,
  number: number,
): Promise<TestResult> {
  const endpoint = await ports.endpointByNumber(partnerId, number)
  if (!endpoint) throw noSuchEndpoint(number)
  const { outcome, ms, said } = await ports.ping(endpoint)
  return {
    ok: outcome.taken,
    status: outcome.status ?? null,
    ms: Math.round(ms),
    fault: outcome.taken ? null : outcome.fault,
    said: said ?? null,
    remedy: remedyFor(outcome, endpoint),
  }
}

function remedyFor(outcome: Outcome, { number, status }: WebhookEndpoint): string | null {
  if (outcome.taken)
    return status === "active"
      ? null
      : `Nothing else is sent to it: it is ${status}. Resume it: chatd webhooks set ${number} --resume`
  const code = outcome.status
  if (code === undefined)
    return "Is the address right, is the receiver running, and does a firewall let chatd out to it?"
  if (code === 401 || code === 403)
    return "The receiver refused it. Does it check webhook-signature with the endpoint's secret, over the body as it came, byte for byte? A firewall or a login before it would refuse it as well."
  if (code === 404 || code === 405) return "Is the path right, and does the receiver take POST there?"
  if (code === 410) return "410 switches a webhook off. The receiver must answer 2xx."
  if (code === 429) return "The receiver wants fewer requests; it may say so with Retry-After."
  if (code >= 300 && code < 400)
    return `Redirects are not followed. Set the address they lead to: chatd webhooks set ${number} --url …`
  if (code >= 500) return "The receiver's own log says what went wrong there."
  return "The receiver must answer 2xx once it has stored the event."
}
