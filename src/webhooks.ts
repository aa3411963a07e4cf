import { type WebhookOptions, webhookWork } from "./webhook-work.ts"

/** What was just written is told so soon, and what is written meanwhile goes along. */
const SOON_MS = 50
/** Between looks at what must be waited for. */
const PATIENCE_MS = 250
/** Between looks at what was written by others, and at what has become due. */
const LOOK_MS = 1_000
const PRUNE_MS = 3_600_000

export interface Webhooks {
  /** Something may have been written. */
  notice(): void
  /** Begins nothing new, and waits at most so long for what is under way; the rest is sent again later. */
  stop(graceMs: number): Promise<void>
}

/**
 * Tells partners what happens, until stopped. Writers leave nothing for it and never wait for it; where no partner wants
 * to be told, it looks for one now and then.
 *
 * @param soleWorker no other process sends from this database: what a crash left half done is sent again at once
 */
export function startWebhooks(options: WebhookOptions & { soleWorker: boolean }): Webhooks {
  const { log, soleWorker, now = Date.now } = options
  const work = webhookWork(options)
  let wanted = false
  let prunedAt = Number.NEGATIVE_INFINITY
  let failures = 0

  const following = line(async () => {
    wanted = await work.isWanted()
    if (!wanted) return LOOK_MS
    const left = await work.capture()
    sending.wake()
    return left === "more" ? 0 : left === "later" ? PATIENCE_MS : LOOK_MS
  })
  const sending = line(async () => {
    if (!wanted) return LOOK_MS
    const begun = await work.send(() => sending.wake())
    if (begun > 0) return 0
    // A clock that was put back, too, leaves something to be tidied.
    if (Math.abs(now() - prunedAt) > PRUNE_MS) {
      prunedAt = now()
      await work.prune()
    }
    return Math.min(
      LOOK_MS,
      Math.max(0, ((await work.nextDueAt()) ?? Number.POSITIVE_INFINITY) - now()) || LOOK_MS,
    )
  })

  /** Does its work again and again, at once when it is woken. */
  function line(step: () => Promise<number>) {
    let timer: ReturnType<typeof setTimeout> | undefined
    let dueAt = Number.POSITIVE_INFINITY
    let running: Promise<void> | undefined
    let again = Number.POSITIVE_INFINITY
    let stopped = false
    const run = async () => {
      again = Number.POSITIVE_INFINITY
      let pause = LOOK_MS
      try {
        pause = await step()
        failures = 0
      } catch (err) {
        // A database that is away is told of once.
        if (failures++ === 0) log.error({ err }, "webhooks are not told just now")
      }
      running = undefined
      plan(Math.min(pause, again))
    }
    function plan(ms: number): void {
      if (stopped) return
      if (running) {
        again = Math.min(again, ms)
        return
      }
      const at = performance.now() + ms
      if (timer && dueAt <= at) return
      clearTimeout(timer)
      dueAt = at
      timer = setTimeout(() => {
        timer = undefined
        running = run()
      }, ms)
      // Nobody is kept from ending for it.
      timer.unref()
    }
    return {
      wake: (ms = 0) => plan(ms),
      async stop() {
        stopped = true
        clearTimeout(timer)
        await running
      },
    }
  }

  const released = soleWorker ? work.release() : Promise.resolve()
  released
    .catch((err) => log.error({ err }, "what was being sent waits for its lease to end"))
    .finally(() => {
      following.wake()
      sending.wake()
    })
  return {
    notice() {
      if (wanted) following.wake(SOON_MS)
    },
    async stop(graceMs) {
      await Promise.all([following.stop(), sending.stop()])
      await Promise.race([work.settled(), new Promise((resolve) => setTimeout(resolve, graceMs).unref())])
    },
  }
}
