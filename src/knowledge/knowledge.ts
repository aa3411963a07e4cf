import type { KnowledgeReader } from "./knowledge-store.ts"
import { LoadedBase } from "./loaded-base.ts"

/** The knowledge bases that this process answers from; each is loaded when it is first needed. */
export class Knowledge {
  readonly #bases = new Map<string, LoadedBase>()
  readonly #ofPartner = new Map<string, Promise<LoadedBase[]>>()

  /** @param learnFirst most articles that are learned from before they serve; a server must not keep people waiting */
  constructor(
    private readonly store: KnowledgeReader,
    private readonly learnFirst = Number.POSITIVE_INFINITY,
  ) {}

  /** All of a partner's knowledge bases, loaded. One partner never gets another's. */
  of(partnerId: string): Promise<LoadedBase[]> {
    const known = this.#ofPartner.get(partnerId)
    if (known) return known
    const loading = this.#load(partnerId)
    this.#ofPartner.set(partnerId, loading)
    loading.catch(() => this.#ofPartner.delete(partnerId))
    return loading
  }

  /**
   * Called when the store says that something changed, by this process or another.
   *
   * @throws {AggregateError} naming the partners of whom it could not be read; that of all others is taken over
   */
  async refresh(): Promise<void> {
    const faults = new Map<string, unknown>()
    for (const [partnerId, loading] of [...this.#ofPartner]) {
      try {
        await loading
        this.#ofPartner.set(partnerId, Promise.resolve(await this.#load(partnerId)))
      } catch (fault) {
        faults.set(partnerId, fault)
      }
    }
    if (faults.size === 0) return
    const whose = [...faults.keys()].join(", ")
    throw new AggregateError(faults.values(), `What was changed could not be read of ${whose}.`)
  }

  async #load(partnerId: string): Promise<LoadedBase[]> {
    const stored = await this.store.basesOf(partnerId)
    const bases = stored.map((base) => {
      const loaded = this.#bases.get(base.id) ?? new LoadedBase(base, this.store, this.learnFirst)
      this.#bases.set(base.id, loaded)
      return loaded
    })
    await Promise.all(bases.map((base) => base.refresh()))
    const alive = new Set(stored.map((base) => base.id))
    for (const [id, base] of this.#bases) {
      if (base.stored.partnerId === partnerId && !alive.has(id)) this.#bases.delete(id)
    }
    return bases
  }
}
