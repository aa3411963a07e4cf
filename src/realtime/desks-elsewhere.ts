/** How long a server is believed that says nothing more. */
const BELIEVED_MS = 30_000
const ASKED = "?"
/** Partners named in one word. */
const MOST_NAMED = 100

export interface DesksElsewherePorts {
  /** Partners of whose own desk a client is at this server. */
  here(): readonly string[]
  /** Tells the other servers. */
  say(word: string): void
  now?: () => number
}

/**
 * At which other servers clients of partners' own desks are, as these servers say themselves: when one comes or the last one goes,
 * when somebody asks, and again and again.
 */
export class DesksElsewhere {
  /** By partner: until when each server is believed that one is there. */
  readonly #until = new Map<string, Map<string, number>>()
  readonly #now: () => number

  constructor(private readonly ports: DesksElsewherePorts) {
    this.#now = ports.now ?? Date.now
  }

  isThere(partnerId: string): boolean {
    const servers = this.#until.get(partnerId)
    return servers !== undefined && [...servers.values()].some((until) => until > this.#now())
  }

  /** Asks who is where: it was not heard before. */
  ask(): void {
    this.ports.say(ASKED)
  }

  /** Says who is here. */
  tellAll(): void {
    const here = this.ports.here()
    for (let i = 0; i < here.length; i += MOST_NAMED)
      this.ports.say(
        here
          .slice(i, i + MOST_NAMED)
          .map((partnerId) => `+${partnerId}`)
          .join(" "),
      )
  }

  tell(partnerId: string, isHere: boolean): void {
    this.ports.say(`${isHere ? "+" : "-"}${partnerId}`)
  }

  heard(server: string, word: string): void {
    if (word === ASKED) this.tellAll()
    else for (const one of word.split(" ")) this.#note(server, one.slice(1), one.startsWith("+"))
  }

  #note(server: string, partnerId: string, isThere: boolean): void {
    const servers = this.#until.get(partnerId) ?? new Map<string, number>()
    if (isThere) servers.set(server, this.#now() + BELIEVED_MS)
    else servers.delete(server)
    for (const [one, until] of servers) if (until <= this.#now()) servers.delete(one)
    if (servers.size > 0) this.#until.set(partnerId, servers)
    else this.#until.delete(partnerId)
  }
}
