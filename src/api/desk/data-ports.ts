import type { AddArticlePorts } from "../../core/articles/add-article.ts"
import type { CannedReplyPorts } from "../../core/canned-replies/ports.ts"
import type { WhyPorts } from "../../core/conversations/insight.ts"
import type { CustomerChanges, StoredCustomer } from "../../core/customers.ts"
import type { FindCustomersPorts } from "../../core/find-customers.ts"
import type { Partner } from "../../core/partner.ts"
import type { SearchPorts } from "../../core/search/search-messages.ts"
import type { Day } from "../../core/stats/days.ts"
import type { StatsPorts } from "../../core/stats/ports.ts"
import type { StatsReport } from "../../core/stats/report.ts"
import type { DaySpan } from "../../core/stats/show-stats.ts"
import type { SuggestPorts } from "../../core/suggest-replies.ts"
import type { Today } from "../../core/today/show-today.ts"

/** What agents look things up with. */
export interface DataPorts {
  search: SearchPorts
  customers: CustomerPorts
  /** @param actor who changes something, for the audit log */
  cannedReplies(actor: string): CannedReplyPorts
  /** Remembered for some seconds: a desk full of agents asks again and again. */
  today(partner: Partner): Promise<Today>
  stats: {
    ports: Pick<StatsPorts, "conversationsIn" | "now">
    /** Remembered for some seconds. */
    report(partner: Partner, span: Partial<DaySpan>): Promise<StatsReport>
    /** @param actor who wants it, for the audit log */
    run(partner: Partner, days: readonly Day[], actor: string): Promise<void>
  }
  /** Where the process has no model, words alone say a customer's mood. */
  insight: WhyPorts["insight"]
  /** Undefined where the process has no model: the command line's own. */
  knowledge: KnowledgePorts | undefined
}

/** What needs the embedding model. */
export type KnowledgePorts = Pick<SuggestPorts, "suggest"> & Pick<AddArticlePorts, "saveArticle">

export interface CustomerPorts extends FindCustomersPorts {
  /** How many conversations each of them has. */
  conversationCounts(customerIds: readonly number[]): Promise<ReadonlyMap<number, number>>
  /** Stored together with the audit log's entry. */
  changeCustomer(customer: StoredCustomer, changes: CustomerChanges, actor: string): Promise<StoredCustomer>
  /** From then on no token and no mail's link that the customer was given opens anything. */
  signOut(customer: StoredCustomer, actor: string): Promise<unknown>
}
