import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { prepareDemo } from "../cli/demo.ts"
import { startServer } from "../src/app.ts"
import { loadConfig } from "../src/config/load.ts"
import { openConfiguredEmbedder } from "../src/embeddings.ts"
import { createLog } from "../src/log.ts"

export interface DemoServer {
  url: URL
  stop(): Promise<void>
}

/** What `chatd serve --demo` runs, on a free port and in a folder of its own. */
export async function startDemo(
  flags: Record<string, unknown> = {},
  { demo = true } = {},
): Promise<DemoServer> {
  const data = mkdtempSync(join(tmpdir(), "chatd-page-"))
  const config = loadConfig({ environment: {}, flags: { data, "server.port": 0, ...flags } })
  const embedder = await openConfiguredEmbedder(config)
  if (demo) config.crm.partner = (await prepareDemo(config, embedder)).partnerId
  const server = await startServer(config, await createLog({ level: "silent", format: "json" }), embedder)
  return {
    url: server.url,
    async stop() {
      await server.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
