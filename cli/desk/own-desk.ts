import type { Embedder } from "../../kb/embedder.ts"
import { languageOf } from "../../src/answers/intent/language.ts"
import type { Config } from "../../src/config/schema.ts"
import { openConversations } from "../../src/conversations.ts"
import { ChatdError } from "../../src/core/errors.ts"
import { openDesk } from "../../src/desk.ts"
import { addressIn } from "../../src/email-address.ts"
import { openConfiguredEmbedder } from "../../src/embeddings.ts"
import { httpFrame } from "../../src/http/frame.ts"
import { signingSecrets } from "../../src/identities.ts"
import { identityVerifier } from "../../src/identity/verify-identity.ts"
import { openIntents } from "../../src/intents.ts"
import { ticketJobs } from "../../src/jobs/ticket-jobs.ts"
import { createLog } from "../../src/log.ts"
import { rememberedPartners } from "../../src/partners.ts"
import { configuredServices } from "../../src/services.ts"
import { configuredLocation } from "../../src/storage/configured-location.ts"
import { openDatabase } from "../../src/storage/database.ts"
import { lockDataFolder } from "../../src/storage/instance-lock.ts"

/** No request of this process comes from elsewhere. */
const HERE = "127.0.0.1"

/** What a customer asked meanwhile is answered by the next server, which finds it. */
async function unanswered(): Promise<never> {
  throw new ChatdError("unavailable", "No server runs that could answer.")
}

const SEARCH = "/api/desk/search"
/** What was said long before a server ever indexed it may take longer; whoever searches is told what there is by then. */
const INDEXING_MS = 5_000

/**
 * The desk within a command, where no server runs: the same routes on the same database, without listening and without a
 * model. As long as it is open, no server can start on the data folder.
 *
 * @throws {DataFolderTaken} where another process has the data folder
 */
export async function openOwnDesk(config: Config, newKeys: "allowed" | "refused" = "refused") {
  const lock = config.database_url ? undefined : lockDataFolder(config.data)
  const database = await openDatabase(configuredLocation(config), undefined, newKeys).catch((error) => {
    lock?.release()
    throw error
  })
  const log = await createLog({ ...config.log, level: config.log.level === "debug" ? "debug" : "error" })
  const partners = rememberedPartners(database)
  const { freshdesk, mailer } = configuredServices(config)
  const { handlers: _, ...jobs } = ticketJobs(database, config, { freshdesk, mailer })
  const conversations = await openConversations({
    config,
    database,
    log,
    mail: mailer !== undefined,
    partners,
    verifyIdentity: identityVerifier({
      ...signingSecrets(database),
      addressIn,
      now: () => new Date(),
    }),
    answer: unanswered,
    askExternal: unanswered,
    languageOf,
    // Nor is anything delivered before.
    tickets: { ...jobs, wake() {} },
    addressOf: () => HERE,
    // No page comes here.
    noticeSite: async () => {},
  })
  // Loaded only where sentences are tried.
  let model: Promise<Embedder> | undefined
  const desk = await openDesk({
    config,
    database,
    log,
    partners,
    conversations: conversations.parts,
    intents: openIntents(database, partners, () => {
      model ??= openConfiguredEmbedder(config)
      return model
    }),
    addressOf: () => HERE,
  })
  const app = httpFrame({ log, isKnownOrigin: async () => false }).use(desk.routes)
  return {
    database,
    async send(path: string, init: RequestInit, token: string): Promise<Response> {
      // A server indexes when it is quiet; a command ends before that.
      if (path.startsWith(SEARCH)) await conversations.indexed(INDEXING_MS)
      const headers = { "content-type": "application/json", authorization: `Bearer ${token}` }
      return app.handle(new Request(`http://${HERE}${path}`, { ...init, headers }))
    },
    async close(): Promise<void> {
      await desk.stop()
      await conversations.stop()
      mailer?.close()
      await (await model?.catch(() => undefined))?.close()
      await database.close()
      lock?.release()
    },
  }
}
