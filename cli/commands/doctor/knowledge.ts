import type { Config } from "../../../src/config/schema.ts"
import type { Partner } from "../../../src/core/partner.ts"
import { noSuchPartner } from "../../../src/health-checks.ts"
import type { Db } from "../../../src/storage/database.ts"
import { summarizeBases } from "../../../src/storage/repositories/knowledge-bases.ts"
import { counted } from "../copying.ts"
import type { Finding } from "./finding.ts"

export async function knowledge(config: Config, db: Db, partners: readonly Partner[]): Promise<Finding> {
  const what = "knowledge base"
  if (partners.length === 0) {
    return {
      what,
      state: "warning",
      says: "no partner yet: chatd partner create --name Acme --domain acme.com",
    }
  }
  if (config.crm.partner && !partners.some((partner) => partner.id === config.crm.partner)) {
    return { what, state: "fault", says: noSuchPartner(config.crm.partner) }
  }
  const bases = (await Promise.all(partners.map((partner) => summarizeBases(db, partner.id)))).flat()
  const articles = bases.reduce((sum, base) => sum + base.articles, 0)
  const unreadable = bases.reduce((sum, base) => sum + base.unreadable, 0)
  if (articles === 0)
    return { what, state: "warning", says: "empty: read something in with chatd kb ingest ./docs" }
  if (unreadable > 0) {
    return {
      what,
      state: "warning",
      says: `${articles} articles; ${unreadable} files could not be read: run \`kb ingest\` again to see why`,
    }
  }
  return {
    what,
    state: "ok",
    says: `${counted(articles, "article")} in ${counted(bases.length, "knowledge base")}`,
  }
}
