import type { Logger } from "../log.ts"
import { type Repetition, repeat } from "./repeat.ts"

export interface DispatcherPorts {
  /** Whether a partner's routing has anything to do; quick, and asked first. */
  hasWork(partnerId: string): Promise<boolean>
  /** Hands out what can be handed out; true where there may be more. */
  route(partnerId: string): Promise<boolean>
  /** Every partner who may have something to hand out, or to take back. */
  partners(): Promise<readonly string[]>
}

/** Runs at once: each takes a connection to the database, which others need as well. */
const MOST_AT_ONCE = 4

/**
 * Brings waiting conversations to agents: at once for a partner of whom something was told that may make it possible, and
 * every now and then for all, which finds what another server left, or what only time makes possible. It holds nothing that
 * counts: who waits, and who is there, stands in the database.
 */
export class Dispatcher {
  /** Partners at work; true where something came meanwhile. */
  readonly #running = new Map<string, boolean>()
  /** Partners whose turn comes, first come, first served. */
  readonly #ready = new Set<string>()
  readonly #idle: (() => void)[] = []
  #sweeps: Repetition | undefined
  #sweeping = false
  #stopped = false

  constructor(
    private readonly ports: DispatcherPorts,
    private readonly log: Logger,
  ) {}

  /** Something has changed of which an assignment may come. */
  wake(partnerId: string): void {
    if (this.#stopped) return
    if (this.#running.has(partnerId)) this.#running.set(partnerId, true)
    else this.#ready.add(partnerId)
    this.#fill()
  }

  /** Looks at all partners again and again, so long after each look. */
  start(sweepMs: number): void {
    this.#sweeps = repeat(sweepMs, async () => {
      await this.sweep()
      return sweepMs
    })
  }

  async sweep(): Promise<void> {
    this.#sweeping = true
    try {
      for (const partnerId of await this.ports.partners()) this.wake(partnerId)
    } catch (err) {
      this.log.error({ err }, "waiting conversations could not be looked at")
    } finally {
      this.#sweeping = false
      this.#settle()
    }
  }

  /** Resolves when nothing is at work. */
  idle(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#idle.push(resolve)
    this.#settle()
    return promise
  }

  /** Takes no more, and resolves when what is at work is done. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#ready.clear()
    await this.#sweeps?.stop()
    await this.idle()
  }

  #fill(): void {
    for (const partnerId of this.#ready) {
      if (this.#running.size >= MOST_AT_ONCE) return
      this.#ready.delete(partnerId)
      this.#running.set(partnerId, false)
      void this.#run(partnerId)
    }
  }

  async #run(partnerId: string): Promise<void> {
    let more = false
    try {
      more = (await this.ports.hasWork(partnerId)) && (await this.ports.route(partnerId))
    } catch (err) {
      // The next look finds what is left.
      this.log.error({ err, partner: partnerId }, "conversations could not be handed out")
    }
    // Behind those who have waited meanwhile.
    if (!this.#stopped && (more || this.#running.get(partnerId))) this.#ready.add(partnerId)
    this.#running.delete(partnerId)
    this.#fill()
    this.#settle()
  }

  #settle(): void {
    if (this.#running.size > 0 || this.#ready.size > 0 || this.#sweeping) return
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}
