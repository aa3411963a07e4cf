import { monitorEventLoopDelay } from "node:perf_hooks"
import { setTimeout as sleep } from "node:timers/promises"
import { Counter, Gauge, Histogram, Registry } from "prom-client"
import type { ConversationEvent, Sender } from "./core/conversations/conversation.ts"
import type { Appended } from "./core/conversations/log.ts"
import { answerNoteOf } from "./core/conversations/said-by-bot.ts"
import { ChatdError } from "./core/errors.ts"
import { isAnswer, lookUpIn, whyIn } from "./core/stats/conversation-facts.ts"
import type { Verdict } from "./core/webhooks/after-attempt.ts"
import type { OnAnswered } from "./http/answered.ts"
import type { ReportOutcome } from "./integrations/sentry/report-errors.ts"
import { sparing } from "./sparing.ts"
import type { Database } from "./storage/database.ts"
import { operatingFigures } from "./storage/repositories/operating-figures.ts"
import { version } from "./version.ts"

/** Methods that are labels; whatever else a client makes up is one. */
const METHODS = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const WAITS = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600]
const PROBABILITIES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1]
/** Moves that give a conversation to an agent. */
const ASSIGNING: ReadonlySet<string> = new Set(["assigned", "agent_joined"])
/** Conversations that are remembered to have gone back to the queue. */
const MOST_REQUEUED = 10_000
const LAG_RESOLUTION_MS = 20
const SENDERS: readonly Sender["kind"][] = ["customer", "bot", "agent", "system"]
const VERDICTS: readonly Verdict["kind"][] = ["delivered", "again", "failed", "pause", "off"]
const OUTCOMES: readonly ReportOutcome[] = ["sent", "dropped"]
/** Counting what lies in the database may take a hundredth of the time, and what is told is never older than that. */
const SPARED = 100
const OLDEST_MS = 5_000
/** Whoever asks gives up after ten seconds, mostly, and then knows nothing at all. */
const LONGEST_WAIT_MS = 5_000

export interface MetricsOptions {
  /** How many are open here. */
  sockets(): number
  /** Told why what lies in the database could not be counted. */
  onFault(error: unknown): void
}

/**
 * What operators watch, for Prometheus. No label is a partner's, a person's or an id; whoever writes or answers adds to counters
 * in memory and waits for nothing. What lies in the database is counted when somebody asks.
 */
export function openMetrics(database: Database, { sockets, onFault }: MetricsOptions) {
  // Of its own: what else runs in this process has no part in it.
  const registry = new Registry()
  const registers = [registry]
  const requests = new Counter({
    name: "chatd_http_requests_total",
    help: "Requests answered, by route and status.",
    labelNames: ["method", "route", "status"],
    registers,
  })
  const durations = new Histogram({
    name: "chatd_http_request_duration_seconds",
    help: "How long answers took, by route.",
    labelNames: ["method", "route"],
    buckets: SECONDS,
    registers,
  })
  const messages = new Counter({
    name: "chatd_messages_total",
    help: "Messages stored, by who sent them.",
    labelNames: ["from"],
    registers,
  })
  const answers = new Counter({
    name: "chatd_answers_total",
    help: "Questions that the bot was to answer: answered, or why it wanted a person.",
    labelNames: ["outcome"],
    registers,
  })
  const confidences = new Histogram({
    name: "chatd_answer_confidence",
    help: "Calibrated probability that the bot's best answer is right.",
    buckets: PROBABILITIES,
    registers,
  })
  const assignments = new Counter({
    name: "chatd_assignments_total",
    help: "Conversations given to an agent, by how.",
    labelNames: ["reason"],
    registers,
  })
  const waits = new Histogram({
    name: "chatd_queue_wait_seconds",
    help: "How long those waited in the queue who got a person.",
    buckets: WAITS,
    registers,
  })
  const attempts = new Counter({
    name: "chatd_webhook_attempts_total",
    help: "Events sent to webhooks, by what came of it.",
    labelNames: ["outcome"],
    registers,
  })
  const reports = new Counter({
    name: "chatd_error_reports_total",
    help: "Reports of errors to Sentry: sent, or dropped since it did not take them or there were too many.",
    labelNames: ["outcome"],
    registers,
  })
  // From the start, at zero: else the first of its kind would be no rise.
  for (const from of SENDERS) messages.inc({ from }, 0)
  for (const outcome of VERDICTS) attempts.inc({ outcome }, 0)
  for (const outcome of OUTCOMES) reports.inc({ outcome }, 0)
  for (const reason of ASSIGNING) assignments.inc({ reason }, 0)
  answers.inc({ outcome: "answered" }, 0)
  const waiting = new Requeued()
  const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS })
  lag.enable()
  const refresh = openGauges(registers, database, { sockets, onFault, lag })
  new Gauge({
    name: "chatd_build_info",
    help: "1, with what runs.",
    labelNames: ["version", "runtime", "database"],
    registers,
  }).set({ version, runtime: `bun ${Bun.version}`, database: database.dialect }, 1)

  function count(appended: Appended, event: ConversationEvent): void {
    const { type, sender, data } = event
    if (type === "message") messages.inc({ from: sender.kind })
    const outcome = verdictOf(appended, event)
    if (outcome !== undefined) answers.inc({ outcome })
    const looked = lookUpIn(event)
    if (looked) confidences.observe(looked.confidence / 10_000)
    if (type !== "status") return
    if (ASSIGNING.has(String(data?.reason))) {
      assignments.inc({ reason: String(data?.reason) })
      const waited = waiting.waitedIn(appended)
      if (waited !== undefined) waits.observe(waited / 1000)
    }
    waiting.took(event)
  }

  return {
    contentType: registry.contentType,
    async text(): Promise<string> {
      await refresh()
      return registry.metrics()
    },
    answered: (({ method, route = "none", status, seconds }) => {
      const known = METHODS.has(method) ? method : "other"
      requests.inc({ method: known, route, status })
      durations.observe({ method: known, route }, seconds)
    }) satisfies OnAnswered,
    committed(batch: readonly Appended[]): void {
      for (const appended of batch) {
        if (appended.known) continue
        for (const event of appended.events) count(appended, event)
      }
    },
    attempted(outcome: Verdict["kind"]): void {
      attempts.inc({ outcome })
    },
    reported(outcome: ReportOutcome): void {
      reports.inc({ outcome })
    },
    stop(): void {
      lag.disable()
    },
  }
}

/** Reasons for which a person is wanted, as the bot's own words name them where nobody is there. */
const HANDED_OVER: Readonly<Record<string, string>> = {
  not_sure: "low_confidence",
  asked: "human_requested",
  external_failed: "external_failed",
}

/** What came of a question that the bot was to answer, where an event says it; small talk is none. */
function verdictOf({ events }: Appended, event: ConversationEvent): string | undefined {
  if (isAnswer(event)) return "answered"
  const reason = event.sender.kind === "bot" && answerNoteOf(event)?.escalation?.reason
  if (reason) return reason
  // The bot's word is named after the message to which it is the answer: a button is no message.
  const isReply = events.some(({ sender, clientId }) => sender.kind === "bot" && clientId !== undefined)
  const why = isReply ? whyIn(event)?.reason : undefined
  return HANDED_OVER[String(why)]
}

/** Conversations that went back to the queue here: a row tells since when a person has been wanted, not since when it waits again. */
class Requeued {
  readonly #since = new Map<number, number>()

  took({ conversationId, data, at }: ConversationEvent): void {
    this.#since.delete(conversationId)
    if (data?.reason !== "requeued") return
    this.#since.set(conversationId, at)
    if (this.#since.size <= MOST_REQUEUED) return
    const [oldest] = this.#since.keys()
    if (oldest !== undefined) this.#since.delete(oldest)
  }

  /** How long it waited, where it did; who is given a colleague's or the bot's ends nobody's wait. */
  waitedIn({ before, conversation }: Appended): number | undefined {
    if (before.status !== "waiting" || before.handler !== "person") return undefined
    const since = this.#since.get(before.id) ?? before.queuedAt
    const { assignedAt } = conversation
    return since === undefined || assignedAt === undefined ? undefined : Math.max(0, assignedAt - since)
  }
}

type EventLoopDelay = ReturnType<typeof monitorEventLoopDelay>

/** What is counted when somebody asks. @returns counts it */
function openGauges(
  registers: Registry[],
  { db }: Database,
  { sockets, onFault, lag }: MetricsOptions & { lag: EventLoopDelay },
): () => Promise<void> {
  const gauge = <Name extends string>(name: string, help: string, labelNames: readonly Name[] = []) =>
    new Gauge<Name>({ name, help, labelNames: [...labelNames], registers })
  const up = gauge("chatd_database_up", "Whether the database could be asked.")
  const conversations = gauge("chatd_conversations", "Conversations that are not closed.", [
    "status",
    "handler",
  ])
  const jobs = gauge("chatd_outbox_jobs", "Jobs that are not done; dead ones were given up.", [
    "kind",
    "state",
  ])
  const oldest = gauge("chatd_outbox_oldest_due_seconds", "For how long the oldest job has been due.", [
    "kind",
  ])
  const deliveries = gauge("chatd_webhook_deliveries", "Events that webhooks have yet to take.", ["state"])
  const endpoints = gauge("chatd_webhooks", "Webhooks.", ["status"])
  const open = gauge("chatd_sockets_open", "Sockets open here.")
  const lags = gauge("chatd_event_loop_lag_seconds", "Delay of the event loop since the last look.", ["of"])
  const memory = gauge("process_resident_memory_bytes", "Resident memory.")
  const heap = gauge("chatd_heap_used_bytes", "What is in use of the JavaScript heap.")
  gauge("process_start_time_seconds", "When the process started, since 1970.").set(
    Math.round(Date.now() / 1000 - process.uptime()),
  )
  const figuresNow = sparing(() => operatingFigures(db), SPARED, OLDEST_MS)
  return async () => {
    open.set(sockets())
    const { rss, heapUsed } = process.memoryUsage()
    memory.set(rss)
    heap.set(heapUsed)
    lags.set({ of: "p50" }, lagOf(lag.percentile(50)))
    lags.set({ of: "p99" }, lagOf(lag.percentile(99)))
    lags.set({ of: "max" }, lagOf(lag.max))
    lag.reset()
    const figures = await Promise.race([figuresNow(), late()]).catch(onFault)
    up.set(figures ? 1 : 0)
    // What was there before may be gone, or cannot be known.
    for (const one of [conversations, jobs, oldest, deliveries, endpoints]) one.reset()
    if (!figures) return
    for (const { n, ...labels } of figures.conversations) conversations.set(labels, n)
    for (const { kind, state, n, oldest: since } of figures.jobs) {
      jobs.set({ kind, state }, n)
      if (since !== null) oldest.set({ kind }, Math.max(0, (Date.now() - since) / 1000))
    }
    for (const state of ["due", "behind"]) deliveries.set({ state }, 0)
    for (const status of ["active", "paused", "off"]) endpoints.set({ status }, 0)
    for (const { n, ...labels } of figures.deliveries) deliveries.set(labels, n)
    for (const { n, ...labels } of figures.webhooks) endpoints.set(labels, n)
  }
}

/** The database may hang for longer, and be counted then. */
async function late(): Promise<never> {
  await sleep(LONGEST_WAIT_MS, undefined, { ref: false })
  throw new ChatdError("unavailable", "The database does not answer in time.")
}

/** Nanoseconds, which are the time between two looks where nothing is late. */
function lagOf(nanoseconds: number): number {
  return Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9) : 0
}
