import { join } from "node:path"
import { until } from "./wait.ts"

const ROOT = join(import.meta.dir, "..")

export interface Finished {
  code: number | null
  out: string
  err: string
}

/** A process of ours under way, whose output is kept. */
export interface Running {
  pid: number
  /** Everything printed so far. */
  out(): string
  err(): string
  kill(signal?: NodeJS.Signals): void
  finished: Promise<Finished>
  /** Waits for a word on standard output or standard error. */
  says(text: string, withinMs?: number): Promise<void>
}

interface StartOptions {
  cwd?: string
  env?: Record<string, string>
}

/** Starts a program and gathers what it prints. */
export function start(command: readonly string[], { cwd = ROOT, env = {} }: StartOptions = {}): Running {
  const child = Bun.spawn([...command], { cwd, env, stdin: "ignore", stdout: "pipe", stderr: "pipe" })
  const out = gather(child.stdout)
  const err = gather(child.stderr)
  const finished = Promise.all([child.exited, out.done, err.done]).then(() => ({
    code: child.exitCode,
    out: out.text(),
    err: err.text(),
  }))
  return {
    pid: child.pid,
    out: out.text,
    err: err.text,
    kill: (signal = "SIGTERM") => child.kill(signal),
    finished,
    async says(text, withinMs) {
      const said = () => `${out.text()}${err.text()}`
      await until(
        `${command.at(-1)} says "${text}"`,
        () => {
          if (child.exitCode !== null && !said().includes(text)) throw new Error(`It ended: ${said()}`)
          return said().includes(text)
        },
        withinMs,
      )
    },
  }
}

/** Runs a TypeScript file of this project in a process of its own, with JSON as its argument. */
export function startScript(path: string, input: unknown): Running {
  return start([process.execPath, join(ROOT, path), JSON.stringify(input)], {
    env: process.env as Record<string, string>,
  })
}

function gather(stream: ReadableStream<Uint8Array>) {
  let text = ""
  const read = async () => {
    const decoder = new TextDecoder()
    for await (const part of stream) text += decoder.decode(part, { stream: true })
  }
  return { text: () => text, done: read() }
}
