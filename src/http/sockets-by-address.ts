import type { Logger } from "../log.ts"

/** An address, and how many sockets it has open or is opening. */
export interface Place {
  readonly address: string
  open: number
  /** The log says already that it may have no more. */
  told: boolean
}

/** Bounds how many sockets one address has: each takes memory and a file descriptor, of which others need theirs. */
export class SocketsByAddress {
  readonly #places = new Map<string, Place>()

  /** @param most 0: no limit */
  constructor(
    private readonly most: number,
    private readonly log: Pick<Logger, "warn">,
  ) {}

  /** One more from there, to be let go once; undefined where that would be too many. */
  enter(address: string): Place | undefined {
    const place = this.#places.get(address) ?? { address, open: 0, told: false }
    if (this.most > 0 && place.open >= this.most) {
      if (!place.told)
        this.log.warn(
          { address, most: this.most },
          "an address has as many sockets as server.sockets_per_address lets it; where that is a proxy's, set server.trust_proxy",
        )
      place.told = true
      return undefined
    }
    place.open++
    this.#places.set(address, place)
    return place
  }

  leave(place: Place): void {
    place.open--
    if (place.open === 0) this.#places.delete(place.address)
  }
}
