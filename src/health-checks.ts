import type { ServiceCheck } from "./api/crm/health.ts"
import type { Config } from "./config/schema.ts"
import type { Knowledge } from "./knowledge/knowledge.ts"
import { lackOfSpace } from "./storage/data-folder.ts"
import type { Database } from "./storage/database.ts"

/** A service that may be configured. */
interface OptionalService {
  health(): Promise<{ ok: true } | { ok: false; detail: string }>
}

export interface HealthDependencies {
  config: Config
  database: Database
  embed(text: string): Promise<unknown>
  knowledge: Knowledge
  llm: OptionalService | undefined
  smtp: OptionalService | undefined
  freshdesk: OptionalService | undefined
  imap: OptionalService | undefined
  isPartner(id: string): Promise<boolean>
  /** That the machine's clock is another than the database's, where it is. */
  clocksDiffer(): string | undefined
}

/** One check a service in use; what is not configured is not listed, so that it cannot look broken. */
export function healthChecks(dependencies: HealthDependencies): ServiceCheck[] {
  const { config, embed, llm, smtp, freshdesk, imap } = dependencies
  const checks: ServiceCheck[] = [
    { name: "database", vital: true, check: () => databaseState(dependencies) },
    { name: "model", vital: true, check: () => healthyOnce(embed("ping")) },
  ]
  const partnerId = config.crm.partner
  if (partnerId)
    checks.push({
      name: "knowledge_base",
      vital: false,
      check: () => knowledgeState(dependencies, partnerId),
    })
  for (const [name, service] of Object.entries({ llm, smtp, freshdesk, imap })) {
    if (service) checks.push({ name, vital: false, check: () => optionalState(service) })
  }
  return checks
}

async function databaseState({ config, database, clocksDiffer }: HealthDependencies) {
  await database.ping()
  const detail = database.dialect === "sqlite" ? lackOfSpace(config.data) : clocksDiffer()
  return detail ? { status: "degraded" as const, detail } : { status: "healthy" as const }
}

async function healthyOnce(settled: Promise<unknown>): Promise<{ status: "healthy" }> {
  await settled
  return { status: "healthy" }
}

/** Answers go on without it, so its loss is no worse than degraded for the whole. */
async function optionalState(service: OptionalService) {
  const health = await service.health()
  return health.ok ? { status: "healthy" as const } : { status: "down" as const, detail: health.detail }
}

async function knowledgeState({ knowledge, isPartner }: HealthDependencies, partnerId: string) {
  if (!(await isPartner(partnerId))) return { status: "down" as const, detail: noSuchPartner(partnerId) }
  const articles = (await knowledge.of(partnerId)).reduce((sum, base) => sum + base.index.size, 0)
  if (articles > 0) return { status: "healthy" as const, detail: `${articles} articles` }
  return { status: "degraded" as const, detail: "no articles yet: run `chatd kb ingest`" }
}

/** Of what `crm.partner` names. */
export function noSuchPartner(id: string): string {
  return `crm.partner names ${id}, which does not exist: chatd partner list`
}
