import { existsSync, readFileSync } from "node:fs"
import { availableParallelism, tmpdir } from "node:os"
import { HttpConnection } from "./driver/http.ts"
import type { Target } from "./targets/target.ts"

const START_TIMEOUT_MS = 30_000
/** Clock ticks a second, as /proc counts them on every Linux. */
const TICKS = 100

export interface ServerProcess {
  port: number
  pid: number
  /** Milliseconds from spawn to the first request that was answered. */
  startMs: number
  /** User and system time of all its threads. */
  cpuSeconds(): number
  kill(signal?: "SIGTERM" | "SIGKILL"): Promise<void>
}

/** None outlives a load that ends early. */
const running = new Set<Bun.Subprocess>()
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL")
})
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1))

const canPin = availableParallelism() > 1 && Bun.which("taskset") !== null

/** The load on the last core and servers on the first, so that neither takes from the other. */
export function pinLoad(): boolean {
  if (!canPin) return false
  const core = String(availableParallelism() - 1)
  return Bun.spawnSync(["taskset", "-a", "-cp", core, String(process.pid)]).success
}

/** Starts a server and waits for its first answer. @throws if it ends or gives none in half a minute */
export async function startServer(target: Target, port = freePort()): Promise<ServerProcess> {
  const pinned = canPin ? ["taskset", "-c", "0"] : []
  const spawnedAt = performance.now()
  const child = Bun.spawn([...pinned, ...target.command(port)], {
    // Nothing of what this machine is set to.
    env: { PATH: process.env.PATH ?? "", HOME: tmpdir(), ...target.environment },
    cwd: tmpdir(),
    stdout: "ignore",
    stderr: "inherit",
  })
  running.add(child)
  void child.exited.then(() => running.delete(child))
  const kill: ServerProcess["kill"] = async (signal = "SIGTERM") => {
    child.kill(signal)
    await child.exited
  }
  while (!(await answers(port, target.readyPath))) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode} before it answered`)
    if (performance.now() - spawnedAt > START_TIMEOUT_MS) {
      await kill("SIGKILL")
      throw new Error("the server did not answer in time")
    }
    await Bun.sleep(1)
  }
  return {
    port,
    pid: child.pid,
    startMs: performance.now() - spawnedAt,
    cpuSeconds: () => cpuSeconds(child.pid),
    kill,
  }
}

async function answers(port: number, path: string): Promise<boolean> {
  try {
    const http = await HttpConnection.open(port)
    const { status } = await http.request(`GET ${path} HTTP/1.1`)
    http.close()
    return status === 200
  } catch {
    return false
  }
}

/**
 * Below the range that clients' own ports come from: one who asks again and again for a port there, before anybody
 * listens, is one day connected to itself.
 */
function freePort(): number {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    try {
      Bun.listen({ hostname: "127.0.0.1", port, socket: { data() {} } }).stop(true)
      return port
    } catch {
      // Somebody has it.
    }
  }
}

function cpuSeconds(pid: number): number {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return Number.NaN
  // What follows the command's name in parentheses; user and system time are fields 14 and 15 of the whole.
  const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? []
  return (Number(fields[11]) + Number(fields[12])) / TICKS
}
