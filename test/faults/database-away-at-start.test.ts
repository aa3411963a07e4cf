import { afterAll, expect, test } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pino from "pino"
import { startServer } from "../../src/app.ts"
import { loadConfig } from "../../src/config/load.ts"
import { openDatabase } from "../../src/storage/database.ts"
import { dropDatabase, freshDatabase } from "../postgres/shared.ts"
import { startTcpProxy } from "../servers/tcp-proxy.ts"
import { until } from "../wait.ts"

const dataDir = mkdtempSync(join(tmpdir(), "chatd-start-"))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

test("a server that serves already goes on with its start once a database that went away meanwhile is back", async () => {
  const direct = new URL(await freshDatabase())
  await (await openDatabase({ dataDir, url: direct.href })).close()
  const proxy = await startTcpProxy()
  proxy.leadTo(Number(direct.port))
  const through = new URL(direct)
  through.port = String(proxy.port)
  const asked = Promise.withResolvers<void>()
  const answers = Promise.withResolvers<void>()
  // The model is opened once the server listens.
  const endpoint = Bun.serve({
    port: 0,
    async fetch(request) {
      asked.resolve()
      await answers.promise
      const { input } = (await request.json()) as { input: string[] }
      return Response.json({ data: input.map((_, index) => ({ index, embedding: [1, 0, 0] })) })
    },
  })
  const config = loadConfig({
    environment: {},
    flags: {
      data: dataDir,
      database_url: through.href,
      "server.port": 0,
      "embeddings.base_url": new URL("/v1", endpoint.url).href,
      "embeddings.model": "m",
    },
  })
  const lines: string[] = []
  const starting = startServer(config, pino({}, { write: (line) => void lines.push(line) }))
  await asked.promise
  proxy.leadTo(1)
  for (let index = proxy.open - 1; index >= 0; index--) proxy.cut(index)
  answers.resolve()
  await until("it waits for the database", () =>
    lines.some((line) => line.includes("goes on when it is back")),
  )
  proxy.leadTo(Number(direct.port))
  const server = await starting
  const health = async () => (await (await fetch(new URL("/api/health", server.url))).json()) as Health
  await until("all is well", async () => (await health()).services.model.status === "healthy")
  expect(lines.join()).not.toContain("until the embedding endpoint answers")
  await server.stop()
  await endpoint.stop(true)
  await proxy.stop()
  await dropDatabase(direct.href)
}, 60_000)

interface Health {
  services: { model: { status: string } }
}
