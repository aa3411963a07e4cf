import { afterAll, expect, test } from "bun:test"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { binaryAlone } from "./binary.ts"
import { start } from "./process.ts"
import { until } from "./wait.ts"

const chatd = binaryAlone()
afterAll(() => chatd.remove())

/** Takes nothing, as a disk that is full. */
const FULL = "/dev/full"
if (!existsSync(FULL)) console.warn(`There is no ${FULL} here: a log that cannot be written is not tried.`)

test.skipIf(!existsSync(FULL)).each(["json", "pretty"])(
  "a server whose log (%s) cannot be written serves, and stops when it is told to",
  async (format) => {
    const portFile = join(chatd.folder, `port-${format}`)
    const serve = `exec ./chatd serve --port 0 --port-file ${portFile} --data ${format} 2>${FULL}`
    const server = start(["sh", "-c", serve], {
      cwd: chatd.folder,
      env: { HOME: chatd.folder, CHATD_LOG_LEVEL: "debug", CHATD_LOG_FORMAT: format },
    })
    try {
      const port = await until("it listens", () => existsSync(portFile) && readFileSync(portFile, "utf8"))
      const health = () => fetch(`http://127.0.0.1:${port}/api/health`)
      for (let asked = 0; asked < 3; asked++) expect((await health()).status).toBe(200)
      server.kill("SIGTERM")
      expect((await server.finished).code).toBe(0)
    } finally {
      server.kill("SIGKILL")
    }
  },
  60_000,
)
