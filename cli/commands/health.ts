import { Command } from "commander"
import { z } from "zod"
import { runningServer } from "../../src/storage/running-server.ts"
import { serverAddress } from "../desk/credentials.ts"
import { CommandFailure } from "../failure.ts"
import { printJson } from "../print.ts"
import { configOf } from "../settings.ts"

interface HealthFlags {
  url?: string
  json?: boolean
}

/** `/api/health`, as far as it matters here; `down` stands for a vital part that is missing. */
const reportSchema = z.looseObject({
  overall_status: z.enum(["healthy", "degraded", "down"]),
  services: z.record(z.string(), z.object({ status: z.string(), detail: z.string().optional() })),
})

const TIMEOUT_MS = 10_000

/** Works without curl, for a container's or a supervisor's check. */
export function healthCommand(): Command {
  return new Command("health")
    .description("ask the running server how it is; exit code 1 where it is down or does not answer")
    .option(
      "--url <url>",
      "address of the server (default: the one on the data folder, else this machine at the configured port)",
    )
    .option("--json", "for scripts")
    .addHelpText("after", "\nExample:\n  chatd health --url https://chat.example.com")
    .action(async (flags: HealthFlags, self: Command) => {
      const url = new URL(`${serverAddress(flags.url ?? localUrl(self))}/api/health`)
      const report = await fetchReport(url)
      if (flags.json) printJson(report)
      else {
        for (const [name, { status, detail }] of Object.entries(report.services))
          console.log(`${status.padEnd(8)}  ${name}${detail ? `: ${detail}` : ""}`)
      }
      if (report.overall_status === "down") throw new CommandFailure(`${url.origin} is down.`)
    })
}

function localUrl(self: Command): string {
  const { data, database_url, server } = configOf(self)
  // It may have been started with another --port, or with any that was free.
  const running = runningServer(data, database_url === undefined)
  if (running) return running.url
  const { host, port } = server
  const local = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host
  return `http://${local.includes(":") ? `[${local}]` : local}:${port}`
}

async function fetchReport(url: URL): Promise<z.output<typeof reportSchema>> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    return reportSchema.parse(await response.json())
  } catch {
    throw new CommandFailure(`${url.href} does not answer as a chatd server.`)
  }
}
