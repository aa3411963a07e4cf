import type { Erasure } from "../../core/conversations/summary.ts"
import type { DeskCaller } from "./caller.ts"

export interface DeskListener {
  /** Their token opens nothing any more: the socket is to be closed. */
  ended(): void
  /** What the partner has set is another: who shows it asks again. */
  settingsChanged(): void
  /** One of the partner's agents is another, or was added. */
  agentsChanged(): void
  /** Something happened to a ticket of the partner's: who shows them asks again. */
  ticketsChanged(): void
}

export interface WatchPorts {
  /** Which of these tokens still open something. */
  stillLive(tokenIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Of a partner: changes with what it has set; undefined where it is gone. */
  settingsMark(partnerId: string): Promise<string | undefined>
  /** Of a partner: changes with its agents. */
  agentsMark(partnerId: string): Promise<string>
  /** Of a partner: changes with its tickets. */
  ticketsMark(partnerId: string): Promise<number>
  /** What was erased of a partner's since then, in milliseconds since 1970. */
  erasedSince(partnerId: string, since: number): Promise<Erasure[]>
  /** Told of it, once. */
  gone(partnerId: string, numbers: readonly number[]): void
  onFault(error: unknown): void
}

/** The command line and other servers change the database and tell nobody. */
const LOOK_EVERY_MS = 1_000
/** On Postgres what is written earlier may be seen later: so long ago is looked at again. */
const SEEN_WITHIN_MS = 60_000

interface Marks {
  settings: string | undefined
  agents: string
  tickets: number
  erased: readonly Erasure[]
}

/**
 * Tells those who have a socket open what becomes of their token, the settings, the agents and the tickets, and what was erased:
 * at once where it was done by this process, else within a second.
 */
export class DeskWatch {
  readonly #listeners = new Map<DeskListener, DeskCaller>()
  readonly #marks = new Map<string, Marks>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #looking: Promise<void> | undefined
  #stopped = false

  constructor(private readonly ports: WatchPorts) {}

  /** @returns what ends it */
  add(caller: DeskCaller, listener: DeskListener): () => void {
    this.#listeners.set(listener, caller)
    // What is to be compared with later.
    if (!this.#marks.has(caller.partner.id)) void this.look()
    this.#schedule()
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Something of accounts, settings or tickets was changed by this process, and is committed. */
  async look(): Promise<void> {
    // What is under way may have read before the change.
    await this.#looking
    this.#looking ??= this.#look()
      .catch((error) => this.ports.onFault(error))
      .finally(() => {
        this.#looking = undefined
      })
    await this.#looking
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #schedule(): void {
    if (this.#timer || this.#stopped) return
    this.#timer = setTimeout(async () => {
      await this.look()
      this.#timer = undefined
      if (this.#listeners.size > 0) this.#schedule()
      else this.#marks.clear()
    }, LOOK_EVERY_MS)
    this.#timer.unref()
  }

  async #look(): Promise<void> {
    await this.#endRevoked()
    const partnerIds = new Set([...this.#listeners.values()].map(({ partner }) => partner.id))
    for (const id of this.#marks.keys()) if (!partnerIds.has(id)) this.#marks.delete(id)
    for (const id of partnerIds) await this.#compare(id)
  }

  async #endRevoked(): Promise<void> {
    const tokenIds = [...this.#listeners.values()].flatMap(({ tokenId }) => tokenId ?? [])
    const live = await this.ports.stillLive([...new Set(tokenIds)])
    for (const [listener, { tokenId }] of [...this.#listeners])
      if (tokenId !== undefined && tokenIds.includes(tokenId) && !live.has(tokenId)) this.#end(listener)
  }

  #end(listener: DeskListener): void {
    this.#listeners.delete(listener)
    listener.ended()
  }

  async #compare(partnerId: string): Promise<void> {
    const now: Marks = {
      settings: await this.ports.settingsMark(partnerId),
      agents: await this.ports.agentsMark(partnerId),
      tickets: await this.ports.ticketsMark(partnerId),
      erased: await this.ports.erasedSince(partnerId, Date.now() - SEEN_WITHIN_MS),
    }
    const before = this.#marks.get(partnerId)
    const told = new Set(before?.erased.map(({ id }) => id))
    const gone = now.erased.filter(({ id }) => !told.has(id)).flatMap(({ numbers }) => numbers)
    if (gone.length > 0) this.ports.gone(partnerId, gone)
    this.#marks.set(partnerId, now)
    for (const [listener, { partner }] of [...this.#listeners]) {
      if (partner.id !== partnerId) continue
      if (now.settings === undefined) this.#end(listener)
      else if (before && before.settings !== now.settings) listener.settingsChanged()
      if (before && before.agents !== now.agents) listener.agentsChanged()
      if (before && before.tickets !== now.tickets) listener.ticketsChanged()
    }
  }
}
