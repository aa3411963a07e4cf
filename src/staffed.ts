import type { Routing } from "./routing.ts"

/**
 * Whether somebody is there who could answer: an agent with an account who is given conversations, or a client of the
 * partner's own desk, whose agents have none.
 */
export class Staffed {
  /** Clients of agents without an account, by partner. */
  readonly #guests = new Map<string, number>()
  readonly #asked = new Map<string, Promise<boolean>>()

  constructor(private readonly routing: Pick<Routing, "isStaffed" | "connectedAs" | "agent">) {}

  /** Calls that overlap share one look, so that they are answered in their order. */
  isStaffed(partnerId: string): Promise<boolean> {
    if (this.#guests.has(partnerId)) return Promise.resolve(true)
    const asked = this.#asked.get(partnerId)
    if (asked) return asked
    const asking = this.routing.isStaffed(partnerId).finally(() => this.#asked.delete(partnerId))
    this.#asked.set(partnerId, asking)
    return asking
  }

  /** A client of an agent is there, by their number. @returns to be called once when it is gone */
  connectedAs(partnerId: string, number: number): () => void {
    const leave = this.routing.connectedAs(partnerId, number)
    const guest = this.#guest(partnerId)
    // Who has an account says for themselves whether they are there.
    this.routing.agent(partnerId, number).then((agent) => agent && guest(), guest)
    return () => {
      guest()
      leave()
    }
  }

  #guest(partnerId: string): () => void {
    this.#guests.set(partnerId, (this.#guests.get(partnerId) ?? 0) + 1)
    let here = true
    return () => {
      if (!here) return
      here = false
      const left = (this.#guests.get(partnerId) ?? 1) - 1
      if (left > 0) this.#guests.set(partnerId, left)
      else this.#guests.delete(partnerId)
    }
  }
}
