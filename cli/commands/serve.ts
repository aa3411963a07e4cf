import { lstatSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { Command } from "commander"
import { type RunningServer, startServer } from "../../src/app.ts"
import type { Config } from "../../src/config/schema.ts"
import { openConfiguredEmbedder } from "../../src/embeddings.ts"
import { createLog, type Logger } from "../../src/log.ts"
import { configuredLocation } from "../../src/storage/configured-location.ts"
import { isDatabaseThere } from "../../src/storage/database-there.ts"
import { CommandFailure, EXIT, reportFailure } from "../failure.ts"
import { isHangupIgnored } from "../hangup.ts"
import { configOf } from "../settings.ts"
import { welcome } from "../welcome.ts"

/** Those below are root's. */
const FIRST_FREE_PORT = 1024

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
      const asked = configOf(self, { "server.port": flags.port, "server.host": flags.host })
      const log = await createLog(asked.log)
      const stopping = Promise.withResolvers<string>()
      for (const signal of stopSignals()) process.once(signal, () => stopping.resolve(signal))
      let isStarting = true
      // A container's first process is ended by no signal that it does not hear.
      void stopping.promise.then(() => isStarting && process.exit(0))
      // What was opened by then, a database, mail or webhooks, would go on working in a process that serves nobody.
      const { config, demo, server } = await start(asked, Boolean(flags.demo), log).catch((error) =>
        process.exit(reportFailure(error)),
      )
      isStarting = false
      reportAtTheEnd(server.reportFatal, log)
      if (flags.portFile) writePort(flags.portFile, server.url.port)
      void server.lost.then((lost) => endLost(lost, server.reportFatal, log))
      await welcome({ config, url: server.url, demo, log })
      log.info({ signal: await stopping.promise }, "stopping")
      const isStopped = await Promise.race([
        server.stop().then(() => true),
        Bun.sleep(longestStopMs(config)).then(() => false),
      ])
      if (!isStopped) log.error("something did not end in time; the server ends without it")
      else log.info("stopped")
      process.exit(isStopped ? 0 : EXIT.internal)
    })
}

/** SIGHUP is what a terminal that is closed, or whose line broke, says. */
function stopSignals(): NodeJS.Signals[] {
  return ["SIGTERM", "SIGINT", ...(isHangupIgnored() ? [] : ["SIGHUP" as const])]
}

/** Requests, webhooks and mails drain one after the other; what a silent database holds up comes on top. */
export function longestStopMs({ server }: Pick<Config, "server">): number {
  return (3 * server.drain_seconds + 40) * 1000
}

/** Whoever waits for the file must not read half of it. What is there and no file, a pipe or a link, stays what it is. */
function writePort(file: string, port: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === false) {
    writeFileSync(file, port)
    return
  }
  const fresh = `${file}.${process.pid}`
  try {
    writeFileSync(fresh, port)
    renameSync(fresh, file)
  } catch {
    // Where nothing may stand beside it, as beside a file that a container was given, it is written itself.
    rmSync(fresh, { force: true })
    writeFileSync(file, port)
  }
}

/** What nobody caught ends the process, as it does anyway, once it is logged and reported. */
function reportAtTheEnd(report: RunningServer["reportFatal"], log: Logger): void {
  let ends = false
  const end = async (err: unknown) => {
    if (ends) return
    ends = true
    log.fatal({ err }, "nobody caught this; the server ends")
    await report?.(err)
    process.exit(EXIT.internal)
  }
  process.on("uncaughtException", end)
  process.on("unhandledRejection", end)
}

/** Nothing is finished first: it would go where it is lost. */
async function endLost(lost: Error, report: RunningServer["reportFatal"], log: Logger): Promise<void> {
  log.fatal(lost.message)
  await report?.(lost)
  process.exit(EXIT.databaseLost)
}

/** For the demo's articles the embedding model is opened first; the server opens it by itself while it serves already. */
async function start(asked: Config, withDemo: boolean, log: Logger) {
  const embedder = withDemo ? await openConfiguredEmbedder(asked) : undefined
  try {
    // Whoever mistyped the port is left no database that a later command would find empty.
    if (!isDatabaseThere(configuredLocation(asked))) await tryToListen(asked.server)
    const demo = embedder && (await (await import("../demo.ts")).prepareDemo(asked, embedder))
    const partner = asked.crm.partner ?? demo?.partnerId
    const config = { ...asked, crm: { ...asked.crm, partner } }
    return { config, demo, server: await startServer(config, log, embedder) }
  } catch (error) {
    throw await whyNotListening(error, asked.server)
  }
}

async function tryToListen({ host, port }: Config["server"]): Promise<void> {
  const fetch = () => new Response(undefined, { status: 503 })
  await Bun.serve({ hostname: host, port, reusePort: false, fetch }).stop(true)
}

/** An address that cannot be listened on, as its operator can mend it; anything else as it is. */
async function whyNotListening(error: unknown, { host, port }: Config["server"]): Promise<unknown> {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (syscall !== "listen") return error
  // Bun says of a name that nobody knows whatever the system said last, mostly that the port is taken.
  // It may only be there later, as while a machine starts.
  if (code === "EADDRNOTAVAIL" || !(await isResolvable(host)))
    return new CommandFailure(`server.host: ${host} is no name or address of this machine.`, EXIT.unreachable)
  if (code === "EADDRINUSE")
    return new CommandFailure(`Port ${port} on ${host} is taken. Stop what listens there, or use --port.`)
  if (code === "EACCES" && port < FIRST_FREE_PORT)
    return new CommandFailure(
      `Port ${port} needs rights that this user does not have. Use --port, and a proxy before it: docs/operating.md.`,
      EXIT.usage,
    )
  return error
}

async function isResolvable(host: string): Promise<boolean> {
  const { lookup } = await import("node:dns/promises")
  return lookup(host).then(
    () => true,
    () => false,
  )
}
