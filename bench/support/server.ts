import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { BENCH_DIR } from "./folders.ts"

export const BINARY = join(
  import.meta.dir,
  "../../dist",
  process.platform === "win32" ? "chatd.exe" : "chatd",
)
const START_TIMEOUT_MS = 120_000

export interface RunningBinary {
  url: string
  pid: number
  /** Milliseconds from spawn until it wrote its port. */
  readyMs: number
  spawnedAt: number
  stop(): Promise<void>
}

interface ServeOptions {
  data: string
  partnerId?: string
  demo?: boolean
  /** Postgres instead of SQLite in the data folder. */
  databaseUrl?: string | undefined
}

/** What the binary sees of this machine: nothing but where to unpack itself, and no limits. */
export function benchEnvironment(partnerId?: string): Record<string, string> {
  const cache = join(BENCH_DIR, "cache")
  mkdirSync(cache, { recursive: true, mode: 0o700 })
  return {
    PATH: process.env.PATH ?? "",
    XDG_CACHE_HOME: cache,
    CHATD_CRM_LIMIT_PER_USER: "0",
    CHATD_CRM_LIMIT_PER_ADDRESS: "0",
    CHATD_SERVER_SOCKETS_PER_ADDRESS: "0",
    CHATD_LOG_LEVEL: "warn",
    ...(partnerId && { CHATD_CRM_PARTNER: partnerId }),
  }
}

/** Starts the compiled binary on a free port of 127.0.0.1. @throws if it ends, or is not ready in two minutes */
export async function serve({ data, partnerId, demo, databaseUrl }: ServeOptions): Promise<RunningBinary> {
  const folder = mkdtempSync(join(tmpdir(), "chatd-bench-port-"))
  const portFile = join(folder, "port")
  const spawnedAt = performance.now()
  const child = Bun.spawn(
    [BINARY, "serve", "--data", data, "--port", "0", "--port-file", portFile].concat(
      demo ? ["--demo"] : [],
      databaseUrl ? ["--database-url", databaseUrl] : [],
    ),
    { env: benchEnvironment(partnerId), cwd: folder, stdout: "ignore", stderr: "inherit" },
  )
  try {
    const port = await writtenPort(portFile, child, spawnedAt + START_TIMEOUT_MS)
    const readyMs = performance.now() - spawnedAt
    return {
      url: `http://127.0.0.1:${port}`,
      pid: child.pid,
      readyMs,
      spawnedAt,
      async stop() {
        if (child.exitCode !== null || child.signalCode)
          throw new Error(`chatd ended by itself: ${child.signalCode ?? child.exitCode}`)
        child.kill("SIGTERM")
        await child.exited
      },
    }
  } catch (error) {
    child.kill("SIGKILL")
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function writtenPort(file: string, child: { exitCode: number | null }, until: number): Promise<string> {
  while (performance.now() < until) {
    if (existsSync(file)) {
      const port = readFileSync(file, "utf8").trim()
      if (port) return port
    }
    if (child.exitCode !== null) throw new Error(`chatd ended with ${child.exitCode} before it was ready`)
    await Bun.sleep(1)
  }
  throw new Error("chatd was not ready in time")
}

export interface Reply {
  response: string
  requires_escalation: boolean
}

/** Asks one question as a CRM would. @throws unless it is answered with 200 */
export async function ask(
  url: string,
  message: string,
  user: number,
  session: string,
  type = "customer",
): Promise<Reply & Record<string, unknown>> {
  const response = await fetch(`${url}/api/agent/${type}/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      message,
      session_id: session,
      user_info: {
        agent_id: String(user),
        email: `user${user}@example.com`,
        name: `User ${user}`,
        agency: "Bench",
        office: "Main",
      },
    }),
  })
  const body = await response.json()
  if (!response.ok) throw new Error(`chatd answered ${response.status}: ${JSON.stringify(body)}`)
  return body as Reply & Record<string, unknown>
}

/** Resident memory of a process in MB; `private` is what no file backs, where the system tells. */
export function residentMegabytes(pid: number): { resident: number; private?: number } {
  const status = `/proc/${pid}/status`
  if (existsSync(status)) {
    const text = readFileSync(status, "utf8")
    const megabytes = (key: string) => (Number(new RegExp(`${key}:\\s+(\\d+)`).exec(text)?.[1]) * 1024) / 1e6
    return { resident: megabytes("VmRSS"), private: megabytes("RssAnon") }
  }
  const listed = Bun.spawnSync(["ps", "-o", "rss=", "-p", String(pid)]).stdout.toString()
  return { resident: (Number(listed) * 1024) / 1e6 }
}
