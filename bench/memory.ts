import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { folderOf, removeFolder } from "./support/folders.ts"
import type { Row } from "./support/measure.ts"
import { residentMegabytes, serve } from "./support/server.ts"

const SIZES = [0, 1_000, 10_000, 100_000]
const IDLE_MS = 5_000
const GOAL_MB = 200
/** Up to here a knowledge base is small. */
const SMALL = 1_000

/** Resident memory after five idle seconds: empty, the demo's first and second start, and by size. */
export async function benchMemory(): Promise<Row[]> {
  const rows: Row[] = []
  const demo = { path: mkdtempSync(join(tmpdir(), "chatd-bench-demo-")) }
  try {
    for (const start of ["first", "second"])
      rows.push(...(await idle(`demo, ${start} start`, GOAL_MB, { data: demo.path, demo: true })))
  } finally {
    removeFolder(demo)
  }
  for (const size of SIZES) {
    const folder = await folderOf(size)
    try {
      const goal = size <= SMALL ? GOAL_MB : undefined
      const name = size === 0 ? "empty" : `${size} chunks`
      rows.push(...(await idle(name, goal, { data: folder.path, partnerId: folder.partnerId })))
    } finally {
      removeFolder(folder)
    }
  }
  return rows
}

async function idle(
  name: string,
  goal: number | undefined,
  options: Parameters<typeof serve>[0],
): Promise<Row[]> {
  const server = await serve(options)
  try {
    await Bun.sleep(IDLE_MS)
    const { resident, private: own } = residentMegabytes(server.pid)
    const rows: Row[] = [{ part: "memory", name, value: resident, unit: "MB", goal }]
    if (own !== undefined)
      rows.push({ part: "memory", name: `${name}, no file behind it`, value: own, unit: "MB" })
    return rows
  } finally {
    await server.stop()
  }
}
