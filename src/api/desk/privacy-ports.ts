import type { Partner } from "../../core/partner.ts"
import type { Person, PersonPorts } from "../../core/privacy/person.ts"
import type { ErasureReceipt, ForeignCopy } from "../../core/privacy/receipt.ts"
import type { Swept } from "../../core/privacy/retention.ts"

/** What is done with everything that belongs to a person. */
export interface PrivacyPorts extends PersonPorts {
  /** Everything, as the API tells it, and a line in the audit log; undefined where nothing is theirs. */
  export(person: Person, actor: string): Promise<{ json(): AsyncGenerator<string> } | undefined>
  wouldErase(
    person: Person,
  ): Promise<{ counts: Readonly<Record<string, number>>; elsewhere: readonly ForeignCopy[] }>
  /** Undefined where nothing is theirs. */
  erase(person: Person, actor: string): Promise<ErasureReceipt | undefined>
  receipts(partnerId: string, limit: number): Promise<ErasureReceipt[]>
  /** What the partner keeps no longer. */
  wouldSweep(partner: Partner): Promise<Swept>
  /** Erases it, for some seconds. */
  sweep(partner: Partner, actor: string): Promise<Swept>
}
