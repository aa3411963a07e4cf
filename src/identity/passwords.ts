import { ChatdError } from "../core/errors.ts"

/** What OWASP asks for at least: 19 MB, and 21 ms on a small server's core. */
const COST = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const
/** Conversations go on beside a flood of sign-ins: each takes a core for its time. */
const AT_ONCE = Math.max(1, Math.floor(navigator.hardwareConcurrency / 2))
/** Who would have to wait longer than a second or two is told to come back. */
const MOST_WAITING = 64

/** Hashes passwords, and compares with hashes, a few at a time. */
export class Passwords {
  #running = 0
  readonly #waiting: (() => void)[] = []
  /** Of nobody's password; made when it is first needed. */
  #nobodys: Promise<string> | undefined

  hash(password: string): Promise<string> {
    return this.#whenFree(() => Bun.password.hash(normal(password), COST))
  }

  /** Takes as long without a hash, and is false. */
  async verify(password: string, hash: string | undefined): Promise<boolean> {
    if (hash === undefined) this.#nobodys ??= this.hash(crypto.randomUUID())
    const compared = hash ?? (await this.#nobodys) ?? ""
    const isRight = await this.#whenFree(() => Bun.password.verify(normal(password), compared))
    return isRight && hash !== undefined
  }

  async #whenFree<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) await this.#turn()
    else this.#running++
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.length >= MOST_WAITING)
      throw new ChatdError(
        "unavailable",
        "Too many are signing in at the moment. Try again in a few seconds.",
      )
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}

/** An accent is typed in one way on one keyboard and in another elsewhere. */
function normal(password: string): string {
  return password.normalize("NFKC")
}
