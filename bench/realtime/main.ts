/**
 * chatd's message path beside two reference servers, interleaved, and one table with the goals.
 *
 * Usage: npm run bench:realtime -- [--only PART]… [--server NAME]… [--rounds N] [--quick] [--json]
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { availableParallelism, cpus, tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { BINARY } from "../support/server.ts"
import { installReferences } from "./install-references.ts"
import { httpPost } from "./parts/http-post.ts"
import { idleMemory } from "./parts/idle-memory.ts"
import { kill } from "./parts/kill.ts"
import { latency } from "./parts/latency.ts"
import type { Figures, Part } from "./parts/part.ts"
import { resync } from "./parts/resync.ts"
import { start } from "./parts/start.ts"
import { throughput } from "./parts/throughput.ts"
import { allMet, rowsOf, type Taken, tableOf } from "./report.ts"
import { pinLoad, startServer } from "./server-process.ts"
import { prepareBare } from "./targets/bare.ts"
import { prepareChatd } from "./targets/chatd.ts"
import { prepareSocketio } from "./targets/socketio.ts"
import type { Target, TargetName } from "./targets/target.ts"

const PARTS: Record<string, Part> = {
  throughput,
  latency,
  memory: idleMemory,
  resync,
  post: httpPost,
  start,
  kill,
}
const TARGETS: Record<TargetName, (folder: string) => Promise<Target>> = {
  socketio: prepareSocketio,
  bare: prepareBare,
  chatd: prepareChatd,
}

const { values: options } = parseArgs({
  args: Bun.argv.slice(2),
  options: {
    only: { type: "string", multiple: true, default: Object.keys(PARTS) },
    server: { type: "string", multiple: true, default: Object.keys(TARGETS) },
    rounds: { type: "string" },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
})
const parts = chosen("part", options.only, PARTS)
const targets = chosen("server", options.server, TARGETS) as TargetName[]
const rounds = Number(options.rounds ?? (options.quick ? 1 : 5))
const seconds = options.quick ? 2 : 5
if (!Number.isInteger(rounds) || rounds < 1) fail("--rounds is a whole number, at least 1.")
if (targets.includes("chatd") && !existsSync(BINARY))
  fail("There is no binary to measure: run `npm run build` first.")

try {
  if (targets.includes("socketio")) installReferences()
} catch (error) {
  fail((error as Error).message)
}
const startedAt = performance.now()
const pinned = pinLoad()
const taken: Taken[] = []
for (let round = 0; round < rounds; round++) {
  for (const part of parts) {
    // Nobody is always the first or the last.
    for (const target of rotated(targets, round)) {
      const figures = await measured(target, part)
      taken.push({ round, part, target, figures })
      if (!options.json) console.error(`${round + 1}/${rounds} ${part} ${target} ${told(figures)}`)
    }
  }
}

const rows = rowsOf(taken)
const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim() || "unknown"}), ${process.platform}-${process.arch}; servers and load ${pinned ? "on a core each" : "not pinned"}`
if (options.json) console.log(JSON.stringify({ machine, rounds, rows, taken }, null, 2))
else
  console.log(
    `\n${machine}; ${rounds} rounds, ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n${tableOf(rows, targets)}`,
  )
process.exit(allMet(rows) ? 0 : 1)

async function measured(name: TargetName, part: string): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), `chatd-bench-${name}-`))
  try {
    const target = await TARGETS[name](folder)
    const server = await startServer(target)
    const figures = await PARTS[part]?.({ target, server }, seconds)
    Bun.gc(true)
    return figures ?? {}
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function rotated<T>(items: readonly T[], by: number): T[] {
  return items.map((_, i) => items[(i + by) % items.length] as T)
}

function told(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${value < 100 ? Number(value.toFixed(2)) : Math.round(value)}`)
    .join(", ")
}

function chosen(what: string, names: readonly string[], all: object): string[] {
  const unknown = names.find((name) => !(name in all))
  if (unknown) fail(`There is no ${what} ${unknown}; choose among ${Object.keys(all).join(", ")}.`)
  return [...names]
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}
