import { randomUUID } from "node:crypto"
import type { Logger } from "../log.ts"
import type { Database } from "../storage/database.ts"
import { removeDeadLeases, renewGrace, takeBack, vouch } from "../storage/routing/connections.ts"
import { type Repetition, repeat } from "./repeat.ts"

/** How long others believe a server that says nothing more. */
const LEASE_MS = 30_000
/** How often it says so again. */
const RENEW_MS = 10_000
/** Before another attempt, where the database does not take it. */
const PAUSE_MS = 1_000

/** An agent, as connections are counted. */
export interface ConnectingAgent {
  id: number
  partnerId: string
}

interface Counted {
  partnerId: string
  /** Clients at this server. */
  clients: number
  /** What the database was told. */
  told: boolean
  telling: boolean
}

export interface ConnectionOptions {
  database: Database
  log: Logger
  /** No other server writes to this database: what others left is nobody's. */
  sole: boolean
  /** Told when it stands in the database that an agent of the partner's has come, or is gone. */
  onChange(partnerId: string): void
  now?: () => number
}

/**
 * Counts the clients of agents at this server, and vouches for those agents to all servers, for as long as it lives.
 */
export class AgentConnections {
  readonly serverId = randomUUID()
  readonly #counted = new Map<number, Counted>()
  readonly #now: () => number
  #renewing: Repetition | undefined
  #stopped = false
  #settled: (() => void)[] = []

  constructor(private readonly options: ConnectionOptions) {
    this.#now = options.now ?? Date.now
  }

  /** Goes on vouching from now on. */
  start(): void {
    this.#renewing = repeat(RENEW_MS, async () => ((await this.renew()) ? RENEW_MS : PAUSE_MS))
  }

  /** A client of the agent's is there. @returns to be called once when it is gone */
  connected({ id, partnerId }: ConnectingAgent): () => void {
    const counted = this.#counted.get(id) ?? { partnerId, clients: 0, told: false, telling: false }
    this.#counted.set(id, counted)
    counted.clients++
    this.#tell(id, counted)
    let left = false
    return () => {
      if (left) return
      left = true
      counted.clients--
      this.#tell(id, counted)
    }
  }

  /** Says again that those who are here are here. False where it could not be said. */
  async renew(): Promise<boolean> {
    const ids = [...this.#counted].filter(([, { clients, told }]) => clients > 0 && told).map(([id]) => id)
    try {
      if (ids.length > 0) await vouch(this.options.database, ids, this.#lease())
      // Whoever left meanwhile is not to stay for a lease's time.
      for (const id of ids) {
        const counted = this.#counted.get(id)
        if (counted && counted.clients === 0) counted.told = true
        if (counted) this.#tell(id, counted)
        else await takeBack(this.options.database, [id], this.serverId, this.#now())
      }
      return true
    } catch (err) {
      this.options.log.error({ err }, "connected agents could not be vouched for")
      return false
    }
  }

  /** For the start: takes away what an earlier process left, where no other can be there. */
  async takeUp(): Promise<void> {
    await this.removeDead()
    await renewGrace(this.options.database, this.#now())
  }

  /** Takes away what others left: they are gone. */
  async removeDead(): Promise<void> {
    const { database, sole, onChange, log } = this.options
    try {
      const partners = await removeDeadLeases(database, this.serverId, sole, this.#now(), LEASE_MS)
      for (const partnerId of partners) onChange(partnerId)
    } catch (err) {
      log.error({ err }, "agents of a server that is gone could not be looked at")
    }
  }

  /** Resolves when the database knows what is known here. */
  idle(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#settled.push(resolve)
    this.#settle()
    return promise
  }

  /** Everybody is gone from this server. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#renewing?.stop()
    await this.idle()
    const ids = [...this.#counted.keys()]
    this.#counted.clear()
    if (ids.length === 0) return
    try {
      await takeBack(this.options.database, ids, this.serverId, this.#now())
    } catch (err) {
      this.options.log.error({ err }, "connected agents could not be taken back")
    }
  }

  #lease() {
    return { serverId: this.serverId, leaseUntil: this.#now() + LEASE_MS }
  }

  #tell(id: number, counted: Counted): void {
    if (counted.telling || counted.told === counted.clients > 0) return
    counted.telling = true
    void this.#telling(id, counted)
  }

  /** One after the other for an agent: what was said last holds. */
  async #telling(id: number, counted: Counted): Promise<void> {
    const { database, log, onChange } = this.options
    while (counted.told !== counted.clients > 0) {
      const here = counted.clients > 0
      try {
        if (here) await vouch(database, [id], this.#lease())
        else await takeBack(database, [id], this.serverId, this.#now())
        counted.told = here
        onChange(counted.partnerId)
      } catch (err) {
        log.error({ err, agent: id }, "an agent's connection could not be stored")
        if (this.#stopped) break
        await Bun.sleep(PAUSE_MS)
      }
    }
    counted.telling = false
    if (counted.clients === 0 && !counted.told) this.#counted.delete(id)
    this.#settle()
  }

  #settle(): void {
    if ([...this.#counted.values()].some(({ telling }) => telling)) return
    for (const resolve of this.#settled.splice(0)) resolve()
  }
}
