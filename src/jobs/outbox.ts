import { DeliveryError } from "../integrations/delivery-error.ts"
import type { Logger } from "../log.ts"
import type { Database, Db } from "../storage/database.ts"
import {
  claimDue,
  completeJob,
  extendLease,
  failJob,
  forgetDone,
  hurryPutOff,
  type Job,
  nextDue,
  reclaimRunning,
} from "../storage/repositories/outbox.ts"
import { asleep } from "./asleep.ts"
import { LONGEST_ASKED_MS, retryDelay } from "./retry.ts"

/**
 * Delivers one job. May be called again after a crash, so it must not mind having succeeded before.
 *
 * @returns what whoever looks at the job should know: why nothing had to be done, or what was left out
 */
export type JobHandler = (job: Job, signal: AbortSignal) => Promise<string | undefined> | Promise<void>

export interface Outbox {
  /** Looks for due jobs now instead of at the next tick. */
  wake(): void
  /** Takes no more jobs and waits for those under way, at most `graceMs`; the rest is done at the next start. */
  stop(graceMs: number): Promise<void>
}

/**
 * Told of a job after whose last try nobody tries again.
 *
 * @param settle stores that it is given up: in the transaction of what follows of it, which a crash between the two would lose
 * @returns whether it is stored
 */
export type OnGivenUp = (job: Job, error: unknown, settle: (db: Db) => Promise<void>) => Promise<boolean>

export interface OutboxOptions {
  database: Database
  handlers: Readonly<Record<string, JobHandler>>
  log: Logger
  /** No other process delivers from this database: what a crash left half done is taken up at once. */
  soleWorker?: boolean
  onGivenUp?: OnGivenUp
  /** Longest time between two looks, in ms: another process may have put a job in. */
  pollMs?: number
}

const BATCH = 4
/** How long nobody else takes a job that was taken, unless its taker says that it goes on: its process may have died. */
const LEASE_MS = 60_000
/** What was done is shown for so long, and forgotten then. */
const KEPT_MS = 30 * 24 * 3_600_000
const TIDY_EVERY_MS = 3_600_000
/** No job is put off for longer; servers' clocks are less far apart than the rest of it. */
const PUT_OFF_MS = 2 * LONGEST_ASKED_MS
const FORGET_AT_ONCE = 1_000
const POLL_MS = 2_000

/** Delivers what is in the outbox until stopped: at least once each, with growing pauses after failures. */
export function startOutbox({
  database,
  handlers,
  log,
  soleWorker = false,
  onGivenUp,
  pollMs = POLL_MS,
}: OutboxOptions): Outbox {
  const abort = new AbortController()

  /** @returns whether the other side was there, whatever it said to this job */
  async function deliver(job: Job): Promise<boolean> {
    // A slow mail server has several wait behind each other: another process must not send them meanwhile.
    const holding = setInterval(() => {
      extendLease(database.db, job, new Date(Date.now() + LEASE_MS)).catch((err) =>
        log.error({ err }, "a job could not be held on to"),
      )
    }, LEASE_MS / 3)
    try {
      const note = await handlers[job.kind]?.(job, abort.signal)
      await completeJob(database.db, job.id, new Date(), { note: note || undefined, attempts: job.attempts })
      return true
    } catch (error) {
      await noteFailure(job, error)
      return !(error instanceof DeliveryError && error.forAll)
    } finally {
      clearInterval(holding)
    }
  }

  async function noteFailure(job: Job, error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error)
    const delay = retryDelay(job, error)
    const retryAt = delay === undefined ? undefined : new Date(Date.now() + delay)
    const settle = (db: Db) => failJob(db, job.id, message, retryAt, { attempts: job.attempts })
    const level = retryAt ? "warn" : "error"
    log[level]({ job: job.id, kind: job.kind, attempt: job.attempts, retryAt, reason: message }, "job failed")
    const isSettled = !retryAt && (await tellGivenUp(job, error, settle))
    if (!isSettled) await settle(database.db)
  }

  async function tellGivenUp(...given: Parameters<OnGivenUp>): Promise<boolean> {
    try {
      return (await onGivenUp?.(...given)) ?? false
    } catch (err) {
      log.error({ err, job: given[0].id }, "what was given up could not be told of")
      return false
    }
  }

  /** A line of its own for each kind: a mail server that hangs must not keep a ticket from its number. */
  function startLine(kind: string) {
    let wakeUp = () => {}
    let woken = false
    /** Then those ask that were tried before, and all others wait for one that gets through: thousands would meet the same. */
    let isAway = false
    /** Whose turn was the last. */
    let served = ""

    async function pause(): Promise<void> {
      const due = await nextDue(database.db, kind, { tried: isAway })
      if (!due) isAway = false
      const ms = Math.min(pollMs, Math.max(0, (due?.getTime() ?? Number.POSITIVE_INFINITY) - Date.now()))
      if (woken || abort.signal.aborted) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        wakeUp = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }

    async function run(): Promise<void> {
      await reclaimed
      while (!abort.signal.aborted) {
        try {
          woken = false
          const jobs = await claimDue(database, kind, BATCH, new Date(), LEASE_MS, {
            tried: isAway,
            after: served,
          })
          served = jobs.at(-1)?.partnerId ?? served
          const there = await Promise.all(jobs.map(deliver))
          if (jobs.length === 0) await pause()
          else isAway = !there.includes(true)
          // Thousands may have been tried before.
          if (isAway) await asleep(pollMs, abort.signal)
        } catch (error) {
          log.error({ err: error }, "the outbox cannot be read")
          await Bun.sleep(pollMs)
        }
      }
    }

    const wake = () => {
      woken = true
      wakeUp()
    }
    return { wake, running: run() }
  }

  async function tidy(): Promise<void> {
    try {
      await hurryPutOff(database.db, new Date(), PUT_OFF_MS)
      const before = new Date(Date.now() - KEPT_MS)
      while ((await forgetDone(database.db, before, FORGET_AT_ONCE)) === FORGET_AT_ONCE)
        if (abort.signal.aborted) return
    } catch (err) {
      log.error({ err }, "the outbox could not be tidied")
    }
  }

  const reclaimed = (soleWorker ? reclaimRunning(database.db) : Promise.resolve()).catch((err) =>
    log.error({ err }, "what was being delivered waits for its lease to end"),
  )
  const lines = Object.keys(handlers).map(startLine)
  let tidying = reclaimed.then(tidy)
  const tidyAgain = setInterval(() => {
    tidying = tidying.then(tidy)
  }, TIDY_EVERY_MS)
  tidyAgain.unref()
  return {
    wake() {
      for (const line of lines) line.wake()
    },
    async stop(graceMs) {
      abort.abort()
      clearInterval(tidyAgain)
      for (const line of lines) line.wake()
      await Promise.race([Promise.all([tidying, ...lines.map((line) => line.running)]), Bun.sleep(graceMs)])
    },
  }
}
