import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pino from "pino"
import { DEMO_ARTICLES } from "../kb/demo/articles.ts"
import type { Embedder } from "../kb/embedder.ts"
import { readMarkdown } from "../kb/readers/markdown.ts"
import { type RunningServer, startServer } from "../src/app.ts"
import { loadConfig } from "../src/config/load.ts"
import type { Config } from "../src/config/schema.ts"
import type { PartnerSettings } from "../src/core/partner-settings.ts"
import { type FoundSource, ingest } from "../src/knowledge/ingest.ts"
import { LINES } from "../src/log.ts"
import { openBundledEmbedder } from "../src/native/bundled-embedder.ts"
import { connect, type Database, openDatabase } from "../src/storage/database.ts"
import { ingestStore } from "../src/storage/ingest-store.ts"
import { ensureBase } from "../src/storage/repositories/knowledge-bases.ts"
import { claimModel } from "../src/storage/repositories/model-claim.ts"
import { encryptionKeys } from "../src/storage/sealing/encryption-key.ts"
import { changeSettings, makePartner } from "./fixtures/partner.ts"
import { dropDatabase, freshDatabase } from "./postgres/shared.ts"
import { TEST_KEY, TEST_KEYS } from "./sealed.ts"

export interface DeskOptions {
  /** Dotted path to value, as flags give them. */
  settings?: Record<string, unknown>
  /** The setting of this name is the first partner's id. */
  partnerIn?: string
  postgres?: boolean
  /** What is done to its Postgres before anything else. */
  prepare?: (url: string) => Promise<void>
  /** Opens the database with `encryption.key` of the settings. */
  keys?: "from settings"
  /** From where on lines are kept; `warn` unless told. */
  logLevel?: "warn" | "debug"
  /** What the two partners set for themselves. */
  partnerSettings?: (settings: PartnerSettings) => PartnerSettings
  otherSettings?: (settings: PartnerSettings) => PartnerSettings
}

export interface Reply {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: replies are looked into field by field
  json: any
}

type Partner = Awaited<ReturnType<typeof makePartner>>

/** A whole server with two partners, the first of which is `crm.partner` and knows about chatd itself. */
export interface Desk {
  url: string
  dataDir: string
  config: Config
  partner: Partner
  other: Partner
  /** What the server logged, a JSON line each. */
  log: string[]
  send(
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Reply>
  /** Opens the desk's database for as long as `use` takes. */
  withDatabase<T>(use: (database: Database) => Promise<T>): Promise<T>
  /** Starts another server on the same Postgres, and says where it is. */
  another(): Promise<string>
  stop(): Promise<void>
}

export async function startDesk({
  settings = {},
  partnerIn,
  postgres = false,
  prepare,
  partnerSettings,
  otherSettings,
  keys,
  logLevel = "warn",
}: DeskOptions = {}): Promise<Desk> {
  const dataDir = mkdtempSync(join(tmpdir(), "chatd-desk-"))
  const url = postgres ? await freshDatabase() : undefined
  if (url) await prepare?.(url)
  const given = keys && encryptionKeys(String(settings["encryption.key"]))
  const location = { dataDir, ...(url && { url }), ...(given ? { keys: given } : TEST_KEYS) }
  const database = await openDatabase(location)
  const partner = await makePartner(database, { allowedOrigins: ["https://crm.acme.example"] })
  const other = await makePartner(database, { name: "Other", domain: "other.example" })
  if (partnerSettings) await changeSettings(database, partner, partnerSettings)
  if (otherSettings) await changeSettings(database, other, otherSettings)
  await readDemoIn(database, partner.id)
  await database.close()

  const log: string[] = []
  const config = loadConfig({
    environment: {},
    flags: {
      data: dataDir,
      database_url: url,
      "server.port": 0,
      "crm.partner": partner.id,
      ...(TEST_KEY && { "encryption.key": TEST_KEY }),
      ...settings,
      ...(partnerIn && { [partnerIn]: partner.id }),
    },
  })
  const serve = () =>
    startServer(config, pino({ ...LINES, level: logLevel }, { write: (line) => void log.push(line) }))
  const server: RunningServer = await serve()
  const others: RunningServer[] = []
  const base = server.url.origin
  return {
    url: base,
    partner,
    other,
    log,
    dataDir,
    config,
    send: (method, path, options) => send(`${base}${path}`, method, options),
    async withDatabase(use) {
      const opened = await connect(location)
      try {
        return await use(opened)
      } finally {
        await opened.close()
      }
    },
    async another() {
      const started = await serve()
      others.push(started)
      return started.url.origin
    },
    async stop() {
      for (const one of [server, ...others]) await one.stop()
      if (url) await dropDatabase(url)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Of the demo's texts, for all desks of this process: embedding them takes longer than all else of a start. */
const known = new Map<string, Float32Array>()

function remembering(embedder: Embedder): Embedder {
  return {
    ...embedder,
    async embed(texts, role) {
      const unknown = texts.filter((text) => !known.has(text))
      const vectors = unknown.length > 0 ? await embedder.embed(unknown, role) : []
      for (const [i, text] of unknown.entries()) known.set(text, vectors[i] as Float32Array)
      return texts.map((text) => known.get(text) as Float32Array)
    },
  }
}

async function readDemoIn(database: Database, partnerId: string): Promise<void> {
  const embedder = remembering(await openBundledEmbedder())
  const base = await ensureBase(database.db, partnerId, "main")
  await claimModel(database.db, base.id, embedder.id)
  await ingest(demoSources(), {
    store: ingestStore(database.db, base.id, embedder.id),
    embedder,
    read: readMarkdown,
    root: "demo",
  })
  await embedder.close()
}

async function* demoSources(): AsyncGenerator<FoundSource> {
  for (const [name, text] of Object.entries(DEMO_ARTICLES))
    yield { source: { name, bytes: new TextEncoder().encode(text) } }
}

/** One call. Strings and streams are sent as they are, anything else as JSON. */
async function send(
  url: string,
  method: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Reply> {
  const raw = body === undefined || typeof body === "string" || body instanceof ReadableStream
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: raw ? (body as string | ReadableStream) : JSON.stringify(body) }),
    redirect: "manual",
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: jsonOrUndefined(text) }
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
