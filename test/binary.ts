import { Database as BunSqlite } from "bun:sqlite"
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { type Finished, type Running, start } from "./process.ts"
import { until } from "./wait.ts"

const BUILT = join(import.meta.dir, "../dist/chatd")
/** For a start, on a machine that is busy with other tests. */
const START_MS = 60_000

export interface Serving extends Running {
  url: string
  /** From the start of the process until it answers. */
  readyMs: number
}

/** What is printed of a partner that was made. */
export interface PartnerKeys {
  partnerId: string
  apiKey: string
  widgetKey: string
}

/** The compiled binary alone in an empty folder, and nothing of this machine's environment. */
export function binaryAlone() {
  if (!existsSync(BUILT)) throw new Error("There is no dist/chatd; `npm run build` makes it.")
  const folder = mkdtempSync(join(tmpdir(), "chatd-binary-"))
  copyFileSync(BUILT, join(folder, "chatd"))
  const running: Running[] = []
  let servers = 0

  const begin = (args: readonly string[], env: Record<string, string> = {}): Running => {
    const home = join(folder, "home")
    mkdirSync(home, { recursive: true })
    const process = start(["./chatd", ...args], { cwd: folder, env: { HOME: home, ...env } })
    running.push(process)
    return process
  }
  const run = (args: readonly string[], env?: Record<string, string>): Promise<Finished> =>
    begin(args, env).finished
  /** Runs a command that must succeed, and gives the JSON lines that it prints. */
  const json = async (args: readonly string[], env?: Record<string, string>) => {
    const { code, out, err } = await run([...args, "--json"], env)
    if (code !== 0) throw new Error(`${args.join(" ")}: exit ${code}: ${err}`)
    return out
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  }

  return {
    folder,
    begin,
    run,
    json,
    /** Makes a partner; the flags, or the variables, say where. */
    async partner(flags: readonly string[] = [], env?: Record<string, string>): Promise<PartnerKeys> {
      const create = ["partner", "create", "--name", "Acme", "--domain", "acme.example"]
      return (await json([...flags, ...create], env))[0]
    },
    async serve(args: readonly string[] = [], env?: Record<string, string>): Promise<Serving> {
      const portFile = join(folder, `port-${++servers}`)
      const before = performance.now()
      const process = begin(["serve", "--port", "0", "--port-file", portFile, ...args], env)
      const isThere = () => existsSync(portFile) && readFileSync(portFile, "utf8")
      const port = await until("a server started", isThere, START_MS).catch(({ message }) => {
        throw new Error(`${message}\n${process.err()}`)
      })
      return { ...process, url: `http://127.0.0.1:${port}`, readyMs: performance.now() - before }
    },
    write(path: string, content: string | Uint8Array): string {
      const whole = join(folder, path)
      mkdirSync(dirname(whole), { recursive: true })
      writeFileSync(whole, content)
      return whole
    },
    /** Rows that another process has written so far. */
    count(table: string, dataDir = "data"): number {
      const path = join(folder, dataDir, "chatd.db")
      if (!existsSync(path)) return 0
      const sqlite = new BunSqlite(path, { readonly: true })
      try {
        return sqlite.query<{ n: number }, []>(`select count(*) as n from ${table}`).get()?.n ?? 0
      } catch {
        return 0
      } finally {
        sqlite.close()
      }
    },
    async remove() {
      for (const process of running) process.kill("SIGKILL")
      await Promise.all(running.map((process) => process.finished))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Puts a question to a server as the CRM does. */
export async function chat(url: string, message: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/api/agent/customer/`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({
      message,
      session_id: "customer-session-1",
      user_info: { agent_id: "1", email: "jane@example.com", name: "Jane", agency: "A", office: "B" },
    }),
  })
  return (await response.json()) as {
    response: string
    requires_escalation: boolean
    sources: { entry_id: string }[]
  }
}
