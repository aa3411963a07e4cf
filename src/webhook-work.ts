import { createHash } from "node:crypto"
import { pingBody, webhookBody } from "./api/partner/webhook-body.ts"
import type { Config } from "./config/schema.ts"
import { afterAttempt, LONGEST_ASKED_MS, type Outcome, type Verdict } from "./core/webhooks/after-attempt.ts"
import type { Delivery } from "./core/webhooks/delivery.ts"
import type { WebhookEndpoint, WebhookSecrets } from "./core/webhooks/endpoint.ts"
import type { WebhookPorts } from "./core/webhooks/ports.ts"
import { type Answered, sendWebhook, type WebhookTarget } from "./integrations/webhooks/send-webhook.ts"
import { newWebhookSecret } from "./integrations/webhooks/signature.ts"
import type { Logger } from "./log.ts"
import type { Database } from "./storage/database.ts"
import type { Left } from "./storage/left.ts"
import { captureEvents } from "./storage/webhooks/capture-events.ts"
import { captureTickets } from "./storage/webhooks/capture-tickets.ts"
import { contentsOf } from "./storage/webhooks/contents.ts"
import {
  type ClaimedDelivery,
  claimDeliveries,
  type DueEndpoint,
  dueEndpoints,
  nextDueAt,
  pruneDeliveries,
  putTimesRight,
  releaseDeliveries,
  settleDelivery,
} from "./storage/webhooks/deliveries.ts"
import { endpointPorts, endpointSecrets } from "./storage/webhooks/endpoints.ts"
import { listeningEndpoints } from "./storage/webhooks/put-in-line.ts"
import { version } from "./version.ts"

/** For the name's address, the connection and the answer. */
const TIMEOUT_MS = 15_000
/** Longer than any attempt takes; what a server was sending that died is taken up by another after it. */
const LEASE_MS = 60_000
/** Sent to one endpoint, and to all, at once. */
const MOST_OF_ENDPOINT = 8
const MOST_AT_ONCE = 64
/** To all, once so many are slow that each is sent one thing at a time. */
const MOST_WITH_SLOW = 1_000
/** What happened longer ago is forgotten, told or not. */
const KEPT_MS = 30 * 24 * 3_600_000
/** Nothing is put off for longer; servers' clocks are less far apart than the rest of it. */
const PUT_OFF_MS = LONGEST_ASKED_MS + 3_600_000

export interface WebhookOptions {
  database: Database
  log: Logger
  config: Config["webhooks"]
  /** The clock, in milliseconds since 1970. */
  now?: () => number
  /** 0..1, evenly. */
  chance?: () => number
  timeoutMs?: number
  /** Instead of the system's DNS. */
  resolve?: WebhookTarget["resolve"]
  /** Whether mails can be sent: one tells the partner's team where a webhook is paused. */
  mails?: boolean
  /** Told of every attempt. */
  onAttempt?: (verdict: Verdict["kind"]) => void
}

/** What has to be done for webhooks, a piece at a time; `startWebhooks` does it whenever there is something. */
export function webhookWork({
  database,
  log,
  config,
  now = Date.now,
  chance = Math.random,
  timeoutMs = TIMEOUT_MS,
  resolve,
  mails = false,
  onAttempt,
}: WebhookOptions) {
  const { db } = database
  const sending = new Map<number, number>()
  const underWay = new Set<Promise<void>>()
  /** One that fails is asked one thing at a time, and whoever has nothing under way may begin however slow others are. */
  const room = ({ id, lastError }: WebhookEndpoint) => {
    const own = sending.get(id) ?? 0
    if (own === 0 && underWay.size >= MOST_AT_ONCE) return underWay.size < MOST_WITH_SLOW ? 1 : 0
    return Math.min((lastError === undefined ? MOST_OF_ENDPOINT : 1) - own, MOST_AT_ONCE - underWay.size)
  }

  async function deliver({ endpoint, secrets }: DueEndpoint, delivery: ClaimedDelivery): Promise<void> {
    const contents = await contentsOf(db, delivery)
    const { number, type, at } = delivery
    const { partnerId } = endpoint
    const id = eventId(endpoint, delivery)
    const body = webhookBody({ id, number, type, at, partnerId }, contents)
    const target = targetOf(endpoint, secrets, config, { now, timeoutMs, resolve })
    const outcome = outcomeOf(await sendWebhook(target, { id, at: now(), body }))
    const decide = (current: WebhookEndpoint) => afterAttempt(delivery, current, outcome, now(), chance())
    const settled = await settleDelivery(database, delivery, outcome, decide, now(), mails)
    if (!settled) return
    onAttempt?.(settled.verdict.kind)
    tell(settled.endpoint, delivery, outcome, settled.verdict)
  }

  function tell(
    endpoint: WebhookEndpoint,
    { number, attempts }: Delivery,
    outcome: Outcome,
    verdict: Verdict,
  ) {
    const about = { partner: endpoint.partnerId, webhook: endpoint.number, number, attempt: attempts }
    const fault = outcome.taken ? undefined : outcome.fault
    if (verdict.kind === "again") log.debug({ ...about, fault }, "an event was not taken; it is tried again")
    if (verdict.kind === "failed") log.warn({ ...about, fault }, "an event was not taken for a day; given up")
    if (endpoint.status !== "active") return
    if (verdict.kind === "pause")
      log.warn({ ...about, fault }, "a webhook took nothing for a day; nothing is sent until it is resumed")
    if (verdict.kind === "off") log.warn(about, "a webhook answered 410; it is switched off")
  }

  function begin(due: DueEndpoint, delivery: ClaimedDelivery, onSettled: () => void): void {
    const { id } = due.endpoint
    sending.set(id, (sending.get(id) ?? 0) + 1)
    const done = deliver(due, delivery)
      // The lease brings it back.
      .catch((err) => log.error({ err, webhook: due.endpoint.number }, "an event could not be sent"))
      .finally(() => {
        underWay.delete(done)
        const left = (sending.get(id) ?? 1) - 1
        if (left > 0) sending.set(id, left)
        else sending.delete(id)
        onSettled()
      })
    underWay.add(done)
  }

  return {
    /** Whether anybody is to be told of anything. */
    isWanted: async (): Promise<boolean> => (await listeningEndpoints(db)).length > 0,

    /** Puts the next of what happened in line. */
    async capture(): Promise<Left> {
      const [events, tickets] = [await captureEvents(database), await captureTickets(database)]
      if (events === "more" || tickets === "more") return "more"
      return events === "nothing" ? tickets : events
    },

    /**
     * Begins to send what is due, as far as there is room.
     *
     * @returns how many
     */
    async send(onSettled: () => void = () => {}): Promise<number> {
      let begun = 0
      for (const due of await dueEndpoints(db, now(), LEASE_MS)) {
        const free = room(due.endpoint)
        if (free <= 0) continue
        for (const one of await claimDeliveries(database, due.endpoint.id, free, now(), LEASE_MS)) {
          begin(due, one, onSettled)
          begun++
        }
      }
      return begun
    },

    /** Resolves when nothing is under way. */
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay)
    },

    nextDueAt: () => nextDueAt(db),
    release: () => releaseDeliveries(db),
    async prune(): Promise<void> {
      await putTimesRight(db, now(), PUT_OFF_MS)
      await pruneDeliveries(database, now() - KEPT_MS)
    },
  }
}

export type WebhookWork = ReturnType<typeof webhookWork>

/** What admins do with webhooks. @param actor who, for the audit log */
export function webhookPorts(
  { database, config, now = Date.now, timeoutMs = TIMEOUT_MS, resolve }: Omit<WebhookOptions, "log">,
  actor: string,
): WebhookPorts {
  return {
    ...endpointPorts(database, actor),
    allowPlain: config.allow_private_addresses,
    newSecret: newWebhookSecret,
    now: () => new Date(now()),
    async ping(endpoint) {
      const secrets = await endpointSecrets(database.db, endpoint)
      if (!secrets) return { outcome: { taken: false, fault: "It was removed." }, ms: 0, said: undefined }
      const id = `ping_${crypto.randomUUID().replaceAll("-", "")}`
      const body = pingBody({ id, at: now(), partnerId: endpoint.partnerId })
      const target = targetOf(endpoint, secrets, config, { now, timeoutMs, resolve })
      const answered = await sendWebhook(target, { id, at: now(), body }, { show: true })
      return { outcome: outcomeOf(answered), ms: answered.ms, said: answered.said }
    },
  }
}

function targetOf(
  { url }: WebhookEndpoint,
  { current, previous }: WebhookSecrets,
  config: Config["webhooks"],
  { now, timeoutMs, resolve }: { now(): number; timeoutMs: number; resolve: WebhookTarget["resolve"] },
): WebhookTarget {
  return {
    url,
    secrets: previous && previous.until > now() ? [current, ...previous.secrets] : [current],
    timeoutMs,
    allowPrivate: config.allow_private_addresses,
    version,
    resolve,
  }
}

function outcomeOf({ status, fault, retryAfterMs }: Answered): Outcome {
  return fault === undefined && status !== undefined
    ? { taken: true, status }
    : { taken: false, status, fault: fault ?? "It did not answer.", retryAfterMs }
}

/** The same whenever it is sent, also where a crash made it be put in line a second time; nobody else's is the same. */
function eventId(
  { partnerId, number, createdAt }: WebhookEndpoint,
  { subject, subjectId, seq, type }: Delivery,
): string {
  const facts = [partnerId, number, createdAt, subject, subjectId, seq, type].join("\n")
  return `evt_${createHash("sha256").update(facts).digest("base64url").slice(0, 24)}`
}
