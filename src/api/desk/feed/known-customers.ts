import type { ShownCustomer, SummaryStore } from "../../../core/conversations/summary.ts"

const MOST_KNOWN = 20_000
/** How old what is said of a customer may be. */
const TTL_MS = 5_000

/** What a feed says of customers. What is outdated serves until it is read anew. */
export class KnownCustomers {
  readonly #known = new Map<number, { shown: ShownCustomer; at: number }>()

  constructor(private readonly store: Pick<SummaryStore, "customers">) {}

  get(id: number): ShownCustomer | undefined {
    return this.#known.get(id)?.shown
  }

  async load(ids: readonly number[]): Promise<void> {
    const at = performance.now()
    const found = await this.store.customers(ids)
    if (this.#known.size + found.size > MOST_KNOWN) this.#known.clear()
    for (const [id, shown] of found) this.#known.set(id, { shown, at })
  }

  /** Reads those who are not known, or no longer well. */
  async loadOutdated(ids: readonly number[]): Promise<void> {
    const outdated = performance.now() - TTL_MS
    const wanted = ids.filter((id) => (this.#known.get(id)?.at ?? Number.NEGATIVE_INFINITY) <= outdated)
    if (wanted.length > 0) await this.load(wanted)
  }

  outdate(id: number): void {
    const there = this.#known.get(id)
    if (there) there.at = Number.NEGATIVE_INFINITY
  }

  outdateAll(): void {
    for (const id of this.#known.keys()) this.outdate(id)
  }

  forget(id: number): void {
    this.#known.delete(id)
  }
}
