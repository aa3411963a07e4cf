import { until } from "../../../test/wait.ts"
import { TerminalScreen } from "./terminal-screen.ts"

interface InTerminalOptions {
  cwd: string
  env: Record<string, string>
  columns?: number
  rows?: number
  /** Once the screen shows it. */
  onData?: (data: Uint8Array) => void
}

/** A program in a pseudo-terminal of its own, whose screen is read as a person would. */
export function inTerminal(command: readonly string[], options: InTerminalOptions) {
  const { cwd, env, columns = 80, rows = 24, onData } = options
  const screen = new TerminalScreen(columns, rows)
  let raw = ""
  const decoder = new TextDecoder()
  const child = Bun.spawn([...command], {
    cwd,
    env: { TERM: "xterm-256color", ...env },
    terminal: {
      cols: columns,
      rows,
      data(_terminal, data) {
        raw += decoder.decode(data, { stream: true })
        void screen.write(data.slice()).then(() => onData?.(data))
      },
    },
  })
  const terminal = child.terminal
  if (!terminal) throw new Error("There is no pseudo-terminal.")
  return {
    child,
    screen,
    raw: () => raw,
    type: (text: string) => void terminal.write(text),
    resize(toColumns: number, toRows: number) {
      screen.resize(toColumns, toRows)
      terminal.resize(toColumns, toRows)
    },
    /** Waits until the screen says so. */
    async shows(text: string | RegExp, withinMs?: number): Promise<void> {
      const isThere = () =>
        typeof text === "string" ? screen.text().includes(text) : text.test(screen.text())
      await until(`the screen shows ${text}`, isThere, withinMs).catch((error: Error) => {
        throw new Error(`${error.message}\n${screen.text()}`)
      })
    },
    async hides(text: string): Promise<void> {
      await until(`the screen does not show ${text} any more`, () => !screen.text().includes(text)).catch(
        (error: Error) => {
          throw new Error(`${error.message}\n${screen.text()}`)
        },
      )
    },
    async end(): Promise<void> {
      child.kill("SIGKILL")
      await child.exited
      terminal.close()
    },
  }
}
