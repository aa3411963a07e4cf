import type { Routing } from "./routing.ts"

export interface StaffedPorts {
  routing: Pick<Routing, "isStaffed" | "connectedAs" | "agent">
  /** Whether a client of the partner's own desk is at another server. */
  isDeskElsewhere(partnerId: string): boolean
  /** The first client of a partner's own desk has come, or the last one is gone. */
  onDesk(partnerId: string, isHere: boolean): void
}

/**
 * Whether somebody is there who could answer: an agent with an account who is given conversations, or a client of the
 * partner's own desk, whose agents have none.
 */
export class Staffed {
  /** Clients of agents without an account, by partner. */
  readonly #guests = new Map<string, number>()
  readonly #asked = new Map<string, Promise<boolean>>()

  constructor(private readonly ports: StaffedPorts) {}

  /** Partners of whose own desk a client is here. */
  desksHere(): readonly string[] {
    return [...this.#guests.keys()]
  }

  /** Calls that overlap share one look, so that they are answered in their order. */
  isStaffed(partnerId: string): Promise<boolean> {
    if (this.#guests.has(partnerId) || this.ports.isDeskElsewhere(partnerId)) return Promise.resolve(true)
    const asked = this.#asked.get(partnerId)
    if (asked) return asked
    const asking = this.ports.routing.isStaffed(partnerId).finally(() => this.#asked.delete(partnerId))
    this.#asked.set(partnerId, asking)
    return asking
  }

  /** A client of an agent is there, by their number. @returns to be called once when it is gone */
  connectedAs(partnerId: string, number: number): () => void {
    const leave = this.ports.routing.connectedAs(partnerId, number)
    const guest = this.#guest(partnerId)
    // Who has an account says for themselves whether they are there.
    this.ports.routing.agent(partnerId, number).then((agent) => agent && guest(), guest)
    return () => {
      guest()
      leave()
    }
  }

  #guest(partnerId: string): () => void {
    const before = this.#guests.get(partnerId) ?? 0
    this.#guests.set(partnerId, before + 1)
    if (before === 0) this.ports.onDesk(partnerId, true)
    let here = true
    return () => {
      if (!here) return
      here = false
      const left = (this.#guests.get(partnerId) ?? 1) - 1
      if (left > 0) {
        this.#guests.set(partnerId, left)
        return
      }
      this.#guests.delete(partnerId)
      this.ports.onDesk(partnerId, false)
    }
  }
}
