/** Whoever comes back so soon, as to the next page, was never gone. */
const GONE_AFTER_MS = 3_000

type Watcher = (customerId: number) => void

/** Which customers have a client at this server. */
export class CustomersHere {
  /** How many clients each has; 0 where they have just left. */
  readonly #clients = new Map<number, number>()
  readonly #watchers = new Set<Watcher>()

  isHere(customerId: number): boolean {
    return this.#clients.has(customerId)
  }

  came(customerId: number): void {
    const clients = this.#clients.get(customerId)
    this.#clients.set(customerId, (clients ?? 0) + 1)
    if (clients === undefined) this.#tell(customerId)
  }

  went(customerId: number): void {
    const left = (this.#clients.get(customerId) ?? 1) - 1
    this.#clients.set(customerId, left)
    if (left > 0) return
    // Of thousands who go at once nobody need hear where nobody listens.
    if (this.#watchers.size === 0) this.#clients.delete(customerId)
    else setTimeout(() => this.#forget(customerId), GONE_AFTER_MS).unref()
  }

  /** @returns ends it */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  #forget(customerId: number): void {
    if (this.#clients.get(customerId) !== 0) return
    this.#clients.delete(customerId)
    this.#tell(customerId)
  }

  #tell(customerId: number): void {
    for (const watcher of this.#watchers) watcher(customerId)
  }
}
