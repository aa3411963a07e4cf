import type { Partner } from "./core/partner.ts"
import { remembered } from "./remembered.ts"
import type { Database } from "./storage/database.ts"
import {
  listPartners,
  partnerByApiKey,
  partnerById,
  partnerByWidgetKey,
} from "./storage/repositories/partners.ts"

/** How old what a request is told of partners may be: one removed by another process is served so much longer. */
const TTL_MS = 1_000

export interface Partners {
  all(): Promise<readonly Partner[]>
  byId(id: string): Promise<Partner | undefined>
  byApiKey(key: string): Promise<Partner | undefined>
  byWidgetKey(key: string): Promise<Partner | undefined>
  /** One of them has just been changed by this process: the next look-up sees it. */
  forget(): void
}

/** Partners as whoever serves requests looks them up. */
export function rememberedPartners({ db }: Database): Partners {
  const all = remembered((_: "all") => listPartners(db), TTL_MS)
  const byId = remembered((id: string) => partnerById(db, id), TTL_MS)
  const byApiKey = remembered((key: string) => partnerByApiKey(db, key), TTL_MS)
  const byWidgetKey = remembered((key: string) => partnerByWidgetKey(db, key), TTL_MS)
  return {
    all: () => all("all"),
    byId,
    byApiKey,
    byWidgetKey,
    forget() {
      for (const lookUp of [all, byId, byApiKey, byWidgetKey]) lookUp.forget()
    },
  }
}
