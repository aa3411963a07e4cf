/** Messages that a client has sent and not yet seen come back, in their order. */
export class Outbox {
  readonly #waiting = new Map<string, object>()
  /** Everything that was ever said, in order. */
  readonly said: string[] = []
  /** What the server has acknowledged. */
  readonly acknowledged = new Set<string>()

  add(name: string, frame: object): void {
    this.said.push(name)
    this.#waiting.set(name, frame)
  }

  acknowledge(name: string): void {
    if (this.#waiting.delete(name)) this.acknowledged.add(name)
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0
  }

  get size(): number {
    return this.#waiting.size
  }

  /** A message that has no acknowledgement yet. */
  get(name: string): object | undefined {
    return this.#waiting.get(name)
  }

  /** What goes out again on a new connection. */
  pending(): object[] {
    return [...this.#waiting.values()]
  }
}
