import { writeFileSync } from "node:fs"
import { Command } from "commander"
import { startServer } from "../../src/app.ts"
import { createLog } from "../../src/log.ts"
import { prepareDemo } from "../demo.ts"
import { configOf } from "../settings.ts"
import { welcome } from "../welcome.ts"

interface ServeFlags {
  port?: string
  host?: string
  demo?: boolean
  portFile?: string
}

export function serveCommand(): Command {
  return new Command("serve")
    .description("run the server")
    .option("--port <port>", "port to listen on (default: 8000)")
    .option("--host <address>", "address to listen on (default: 127.0.0.1)")
    .option("--demo", "with a demo partner and a knowledge base about chatd itself")
    .option("--port-file <file>", "write the port there once the server is ready, for scripts")
    .addHelpText("after", "\nExample:\n  chatd serve --host 0.0.0.0 --data /var/lib/chatd")
    .action(async (flags: ServeFlags, self: Command) => {
      let config = configOf(self, { "server.port": flags.port, "server.host": flags.host })
      const log = createLog(config.log)
      const demo = flags.demo ? await prepareDemo(config) : undefined
      if (demo) config = { ...config, crm: { ...config.crm, partner: config.crm.partner ?? demo.partnerId } }
      const server = await startServer(config, log)
      const stopping = Promise.withResolvers<string>()
      for (const signal of ["SIGTERM", "SIGINT"] as const)
        process.once(signal, () => stopping.resolve(signal))
      if (flags.portFile) writeFileSync(flags.portFile, server.url.port)
      await welcome({ config, url: server.url, demo, log })
      log.info({ signal: await stopping.promise }, "stopping")
      await server.stop()
      log.info("stopped")
      process.exit(0)
    })
}
