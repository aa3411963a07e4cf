import type { StoredCustomer } from "../../../core/customers.ts"
import type { Partner } from "../../../core/partner.ts"
import { DeskFeed, type FeedPorts } from "./desk-feed.ts"

/** A feed for each partner of which a client is there; without one nothing is listened to. */
export class DeskFeeds {
  readonly #open = new Map<string, { feed: DeskFeed; clients: number }>()

  constructor(private readonly ports: FeedPorts) {}

  /** @returns the partner's feed, and what is to be called once when the client is gone */
  enter(partner: Pick<Partner, "id" | "name">): { feed: DeskFeed; leave(): void } {
    const there = this.#open.get(partner.id) ?? { feed: new DeskFeed(this.ports, partner), clients: 0 }
    if (there.clients === 0) {
      this.#open.set(partner.id, there)
      there.feed.open()
    }
    there.clients++
    return {
      feed: there.feed,
      leave: () => {
        there.clients--
        if (there.clients > 0) return
        there.feed.close()
        this.#open.delete(partner.id)
      },
    }
  }

  /** A partner's customers and conversations were erased. */
  erased(partnerId: string, customerIds: readonly number[], conversationIds: readonly number[]): void {
    this.#open.get(partnerId)?.feed.erased(customerIds, conversationIds)
  }

  /** These numbers of a partner's were erased, here or by another server. */
  tellErased(partnerId: string, numbers: readonly number[]): void {
    this.#open.get(partnerId)?.feed.tellErased(numbers)
  }

  /** What is known of a customer is another. */
  customerChanged({ partnerId, id }: Pick<StoredCustomer, "partnerId" | "id">): void {
    this.#open.get(partnerId)?.feed.customerChanged(id)
  }
}
