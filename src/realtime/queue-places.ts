import type { Conversation } from "../core/conversations/conversation.ts"
import type { Hub } from "./hub.ts"

/** A queue may move many times a second; who waits in it looks at it now and then. */
const EVERY_MS = 1_000
/** Who is handed to an agent at once has no place to be told of. */
const SOON_MS = 150

export interface QueuePlacesPorts {
  hub: Pick<Hub, "hasClients" | "tellPlace">
  /** Who waits, by their conversations' ids, in their order. */
  order(partnerId: string): Promise<readonly number[]>
  onFault(error: unknown): void
}

interface PartnerPlaces {
  /** What clients were told. */
  told: Map<number, number>
  /** Runs until the next look, or until there may be one again. */
  timer: ReturnType<typeof setTimeout> | undefined
  /** Whether something has changed since the last look. */
  changed: boolean
}

/** Tells waiting customers their place in the queue whenever it is another, once a second at most. */
export class QueuePlaces {
  readonly #partners = new Map<string, PartnerPlaces>()
  #stopped = false

  constructor(private readonly ports: QueuePlacesPorts) {}

  /** Somebody has joined or left the queue, or changed places in it. */
  changed(partnerId: string): void {
    if (this.#stopped) return
    const places = this.#partners.get(partnerId) ?? { told: new Map(), timer: undefined, changed: false }
    this.#partners.set(partnerId, places)
    places.changed = true
    if (!places.timer) this.#lookIn(SOON_MS, partnerId, places)
  }

  /** Others may have changed what is told here. */
  lookAgain(): void {
    for (const partnerId of this.#partners.keys()) this.changed(partnerId)
  }

  /** A client has come, and may have been told of a place that is another by now. */
  clientCame({ id, partnerId, status, handler }: Conversation): void {
    if (status !== "waiting" || handler !== "person") return
    this.#partners.get(partnerId)?.told.delete(id)
    this.changed(partnerId)
  }

  stop(): void {
    this.#stopped = true
    for (const { timer } of this.#partners.values()) clearTimeout(timer)
  }

  #lookIn(ms: number, partnerId: string, places: PartnerPlaces): void {
    places.timer = setTimeout(() => this.#look(partnerId, places), ms)
    places.timer.unref()
  }

  #look(partnerId: string, places: PartnerPlaces): void {
    places.timer = undefined
    if (!places.changed) {
      if (places.told.size === 0) this.#partners.delete(partnerId)
      return
    }
    places.changed = false
    this.#lookIn(EVERY_MS, partnerId, places)
    this.#tell(partnerId, places).catch((error) => {
      // Nobody else says that it is to be read again, and a silent database may have said so late.
      this.changed(partnerId)
      this.ports.onFault(error)
    })
  }

  async #tell(partnerId: string, places: PartnerPlaces): Promise<void> {
    const { hub, order } = this.ports
    const ids = await order(partnerId)
    const told = new Map<number, number>()
    for (const [i, id] of ids.entries()) {
      if (!hub.hasClients(id)) continue
      if (places.told.get(id) !== i + 1) hub.tellPlace(id, i + 1)
      told.set(id, i + 1)
    }
    places.told = told
  }
}
