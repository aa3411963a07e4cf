import type { CustomerConnection, Session, Target } from "../targets/target.ts"
import { messageName, messageText, parseName } from "./ledger.ts"

const BACK_AFTER_MS = 20

interface SpeakerOptions {
  target: Target
  port: number
  session: Session
  /** Their place among the customers, which their messages carry. */
  index: number
  /** After each acknowledgement. */
  acknowledged?(speaker: Speaker): void
}

/**
 * One customer's client: remembers the last number it saw and what is not acknowledged yet, comes back when it is cut off,
 * and sends that again under the same name.
 */
export class Speaker {
  sent = 0
  acknowledged = 0
  /** Cut off without having asked for it. */
  interruptions = 0
  readonly #unacknowledged = new Set<number>()
  #last = 0
  #connection: CustomerConnection | undefined
  #missing: { count: number; resolve(): void } | undefined
  #gone = false

  constructor(readonly options: SpeakerOptions) {}

  get isQuiet(): boolean {
    return this.#unacknowledged.size === 0
  }

  /** The number of the latest message that they have seen. */
  get last(): number {
    return this.#last
  }

  connect(after = this.#last): Promise<void> {
    this.#gone = false
    const { promise, resolve } = Promise.withResolvers<void>()
    const { target, port, session } = this.options
    this.#connection = target.connectCustomer(port, session, after, {
      ready: () => {
        for (const number of this.#unacknowledged) this.#send(number)
        resolve()
      },
      stored: (name, number) => this.#stored(name, number),
      closed: () => {
        if (this.#gone) return
        this.interruptions++
        setTimeout(() => this.connect().then(resolve), BACK_AFTER_MS)
      },
    })
    return promise
  }

  /** Comes back with an older number than they know, and waits until `count` messages after it are there. */
  catchUp(after: number, count: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#missing = { count, resolve }
    void this.connect(after)
    return promise
  }

  say(): void {
    const number = this.sent++
    this.#unacknowledged.add(number)
    this.#send(number)
  }

  drop(): void {
    this.#gone = true
    this.#connection?.drop()
  }

  #send(number: number): void {
    const name = messageName(this.options.index, number)
    this.#connection?.send(name, messageText(name))
  }

  #stored(name: string, number: number): void {
    if (number > this.#last) this.#last = number
    if (this.#missing && --this.#missing.count === 0) this.#missing.resolve()
    if (!name || !this.#unacknowledged.delete(parseName(name).number)) return
    this.acknowledged++
    this.options.acknowledged?.(this)
  }
}
