import { DEMO_ARTICLES } from "../kb/demo/articles.ts"
import type { Embedder } from "../kb/embedder.ts"
import { readMarkdown } from "../kb/readers/markdown.ts"
import type { Config } from "../src/config/schema.ts"
import { createPartner, type PartnerKeys } from "../src/core/create-partner.ts"
import { type FoundSource, ingest } from "../src/knowledge/ingest.ts"
import { partnerPorts } from "../src/storage/core-ports.ts"
import { ingestStore } from "../src/storage/ingest-store.ts"
import { listAgents } from "../src/storage/repositories/agents.ts"
import { ensureBase } from "../src/storage/repositories/knowledge-bases.ts"
import { claimModel } from "../src/storage/repositories/model-claim.ts"
import { listPartners } from "../src/storage/repositories/partners.ts"
import { withNewDatabase } from "./database.ts"

export interface Demo {
  partnerId: string
  /** Only when they have just been made. */
  keys: PartnerKeys | undefined
  /** Whether somebody can sign in already. */
  hasAgents: boolean
}

const DEMO_NAME = "chatd demo"

/** The demo partner with a knowledge base about chatd itself; what is there already is kept. */
export async function prepareDemo(config: Config, embedder: Embedder): Promise<Demo> {
  return withNewDatabase(config, async (database) => {
    const existing = (await listPartners(database.db)).find((partner) => partner.name === DEMO_NAME)
    const created = existing
      ? undefined
      : await createPartner(partnerPorts(database), { name: DEMO_NAME, domain: "localhost" })
    const partnerId = (existing ?? created)?.id ?? ""
    const base = await ensureBase(database.db, partnerId, "demo")
    await claimModel(database.db, base.id, embedder.id)
    await ingest(demoSources(), {
      store: ingestStore(database.db, base.id, embedder.id),
      embedder,
      read: readMarkdown,
      root: "demo",
      prune: true,
    })
    const hasAgents = (await listAgents(database.db, partnerId)).length > 0
    return { partnerId, keys: created, hasAgents }
  })
}

async function* demoSources(): AsyncGenerator<FoundSource> {
  for (const [name, text] of Object.entries(DEMO_ARTICLES)) {
    yield { source: { name, bytes: new TextEncoder().encode(text) } }
  }
}
