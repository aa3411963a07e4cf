import { ChatdError } from "../core/errors.ts"

/** What OWASP asks for at least: 19 MB, and 21 ms on a small server's core. */
const COST = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const
/** Conversations go on beside a flood of sign-ins: each takes a core for its time. */
const AT_ONCE = Math.max(1, Math.floor(navigator.hardwareConcurrency / 2))
/** Who would have to wait longer than a second or two is told to come back. */
const MOST_WAITING = 64

/** Of a password that nobody knows, at the same cost. */
const NOBODYS =
  "$argon2id$v=19$m=19456,t=2,p=1$gyop1rik1Rgk2ULnyob9PnpRAGHCNpWclS+PS9NoRZM$J8sfGg+VYO06E/hSiS6vevazbK+NH2wzk/6Alu/69Bc"

interface Argon {
  hash(password: string, cost: typeof COST): Promise<string>
  verify(password: string, hash: string): Promise<boolean>
}

/** Hashes passwords, and compares with hashes, a few at a time. */
export class Passwords {
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(private readonly argon: Argon = Bun.password) {}

  hash(password: string): Promise<string> {
    return this.#whenFree(() => this.argon.hash(normal(password), COST))
  }

  /** Takes as long without a hash, and is false. */
  async verify(password: string, hash: string | undefined): Promise<boolean> {
    const isRight = await this.#whenFree(() => this.argon.verify(normal(password), hash ?? NOBODYS))
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
