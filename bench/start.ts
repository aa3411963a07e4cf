import { folderOf, removeFolder } from "./support/folders.ts"
import { median, type Row } from "./support/measure.ts"
import { ask, serve } from "./support/server.ts"

const SIZES = [0, 100, 10_000]
const RUNS = 5
const GOAL_MS = 1_000

/** Milliseconds from spawn to the first answered health check and question; the median of five, files unpacked before. */
export async function benchStart(): Promise<Row[]> {
  const rows: Row[] = []
  for (const size of SIZES) {
    const folder = await folderOf(size)
    const health: number[] = []
    const answer: number[] = []
    try {
      // The first one unpacks and warms the page cache.
      for (let run = -1; run < RUNS; run++) {
        const server = await serve({ data: folder.path, partnerId: folder.partnerId })
        const reply = await fetch(`${server.url}/api/health`)
        if (!reply.ok) throw new Error(`health answered ${reply.status}`)
        await reply.text()
        const healthyMs = performance.now() - server.spawnedAt
        await ask(server.url, folder.answered[0] ?? "Is anybody there?", 1, "start")
        const answeredMs = performance.now() - server.spawnedAt
        await server.stop()
        if (run < 0) continue
        health.push(healthyMs)
        answer.push(answeredMs)
      }
    } finally {
      removeFolder(folder)
    }
    const name = size === 0 ? "empty" : `${size} chunks`
    rows.push(
      { part: "start", name: `${name}, to health`, value: median(health), unit: "ms", goal: GOAL_MS },
      { part: "start", name: `${name}, to first answer`, value: median(answer), unit: "ms", goal: GOAL_MS },
    )
  }
  return rows
}
