/**
 * Does the server grow? The compiled binary with the demo's articles, visitors who come, ask and go, and a CRM's questions; what it
 * takes every half a minute, and for two minutes after all are gone.
 *
 * Usage: npm run bench:soak -- [--minutes 20] [--rate 1] [--postgres]
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { connect } from "../../src/storage/database.ts"
import { keysOf } from "../../src/storage/repositories/partner-keys.ts"
import { listPartners } from "../../src/storage/repositories/partners.ts"
import { changeSettings } from "../../test/fixtures/partner.ts"
import { dropDatabase, freshDatabase } from "../../test/postgres/shared.ts"
import { BINARY, residentMegabytes, serve } from "../support/server.ts"
import { askTwice, visit } from "./visitor.ts"

const EVERY_MS = 30_000
const QUIET_MS = 120_000

const { values } = parseArgs({
  args: Bun.argv.slice(2),
  options: {
    minutes: { type: "string", default: "20" },
    rate: { type: "string", default: "1" },
    postgres: { type: "boolean", default: false },
  },
})
if (!existsSync(BINARY)) {
  console.error("There is no binary to measure: run `npm run build` first.")
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), "chatd-bench-soak-"))
const databaseUrl = values.postgres ? await freshDatabase() : undefined
const server = await serve({ data: folder, demo: true, databaseUrl })
const began = performance.now()
let visits = 0
let failed = 0
try {
  const widgetKey = await unlimited()
  console.log("minute  visits  failed  resident  own MB  files  CPU s  -wal MB")
  sample()
  const sampling = setInterval(sample, EVERY_MS)
  const end = began + Number(values.minutes) * 60_000
  while (performance.now() < end) {
    await Bun.sleep((2 * Math.random() * 1_000) / Number(values.rate))
    visits++
    const coming = Math.random() < 0.8 ? visit(server.url, widgetKey) : askTwice(server.url)
    coming.catch((error) => {
      if (failed++ === 0) console.error(error)
    })
  }
  await Bun.sleep(QUIET_MS)
  clearInterval(sampling)
  sample()
} finally {
  await server.stop()
  if (databaseUrl) await dropDatabase(databaseUrl)
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)

/** All visitors come from one address here. @returns the demo partner's widget key */
async function unlimited(): Promise<string> {
  const database = await connect({ dataDir: folder, ...(databaseUrl && { url: databaseUrl }) })
  try {
    const [partner] = await listPartners(database.db)
    if (!partner) throw new Error("There is no demo partner.")
    await changeSettings(database, partner, (settings) => ({
      ...settings,
      limits: { ...settings.limits, addressMessagesPerMinute: 0 },
    }))
    const keys = await keysOf(database.db, partner.id)
    return keys.find(({ kind }) => kind === "widget")?.value ?? ""
  } finally {
    await database.close()
  }
}

function sample(): void {
  const { resident, private: own = Number.NaN } = residentMegabytes(server.pid)
  const wal = join(folder, "chatd.db-wal")
  const row = [
    ((performance.now() - began) / 60_000).toFixed(1).padStart(6),
    String(visits).padStart(6),
    String(failed).padStart(6),
    resident.toFixed(0).padStart(8),
    own.toFixed(0).padStart(6),
    String(openFiles()).padStart(5),
    cpuSeconds().toFixed(1).padStart(5),
    (existsSync(wal) ? statSync(wal).size / 1e6 : 0).toFixed(1).padStart(7),
  ]
  console.log(row.join("  "))
}

/** Where the system tells; so the next. */
function openFiles(): number {
  const path = `/proc/${server.pid}/fd`
  return existsSync(path) ? readdirSync(path).length : Number.NaN
}

function cpuSeconds(): number {
  const path = `/proc/${server.pid}/stat`
  if (!existsSync(path)) return Number.NaN
  const [, , , , , , , , , , , user, system] = readFileSync(path, "utf8")
    .replace(/^.*\) /, "")
    .split(" ")
  return (Number(user) + Number(system)) / 100
}
