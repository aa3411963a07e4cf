/**
 * Drives the compiled binary as a user would, and prints one table.
 *
 * Usage: npm run bench -- [ask] [ingest] [start] [memory] [--json]; without a part, all of them.
 */
import { existsSync } from "node:fs"
import { availableParallelism, cpus, totalmem } from "node:os"
import { parseArgs } from "node:util"
import { benchAsk } from "./ask.ts"
import { benchIngest } from "./ingest.ts"
import { benchMemory } from "./memory.ts"
import { benchStart } from "./start.ts"
import { meetsGoal, type Row } from "./support/measure.ts"
import { BINARY } from "./support/server.ts"

const PARTS: Record<string, () => Promise<Row[]>> = {
  ask: benchAsk,
  ingest: benchIngest,
  start: benchStart,
  memory: benchMemory,
}

const { values, positionals } = parseArgs({
  args: Bun.argv.slice(2),
  allowPositionals: true,
  options: { json: { type: "boolean", default: false } },
})
const unknown = positionals.find((name) => !(name in PARTS))
if (unknown) fail(`There is no part ${unknown}; choose among ${Object.keys(PARTS).join(", ")}.`)
if (!existsSync(BINARY)) fail("There is no binary to measure: run `npm run build` first.")

const started = performance.now()
const rows: Row[] = []
for (const [name, bench] of Object.entries(PARTS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  if (!values.json) console.error(`${name}…`)
  rows.push(...(await bench()))
}
const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim() || "unknown"}), ${Math.round(totalmem() / 1e9)} GB, ${process.platform}-${process.arch}`
if (values.json) console.log(JSON.stringify({ machine, rows }, null, 2))
else printTable()

function printTable(): void {
  const width = Math.max(...rows.map(({ name }) => name.length))
  console.log(`${machine}; ${((performance.now() - started) / 1000).toFixed(0)} s`)
  for (const row of rows) {
    const goal = row.goal === undefined ? "" : `goal ${row.goal}`
    const met = { true: "met", false: "MISSED" }[String(meetsGoal(row))] ?? ""
    const value = row.value < 100 ? row.value.toFixed(1) : row.value.toFixed(0)
    console.log(
      `${row.part.padEnd(7)} ${row.name.padEnd(width)} ${value.padStart(8)} ${row.unit.padEnd(11)} ${goal.padEnd(10)} ${met}`.trimEnd(),
    )
  }
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}
