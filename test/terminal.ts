import { stripVTControlCharacters } from "node:util"
import { until } from "./wait.ts"

interface TerminalOptions {
  cwd?: string
  env?: Record<string, string>
  cols?: number
  rows?: number
}

/** A program in a pseudo-terminal of its own. */
export function inTerminal(
  command: readonly string[],
  { cwd, env = {}, cols = 120, rows = 40 }: TerminalOptions = {},
) {
  let text = ""
  const decoder = new TextDecoder()
  const child = Bun.spawn([...command], {
    ...(cwd && { cwd }),
    env: { TERM: "xterm-256color", ...env },
    terminal: {
      cols,
      rows,
      data: (_terminal, part) => {
        text += decoder.decode(part, { stream: true })
      },
    },
  })
  return {
    /** Everything that was written, escape sequences included. */
    raw: () => text,
    text: () => stripVTControlCharacters(text),
    type(keys: string): void {
      child.terminal?.write(keys)
    },
    /** Waits for words that come after the `from`th character. */
    async shows(words: string | RegExp, from = 0): Promise<string> {
      const shown = () => stripVTControlCharacters(text.slice(from))
      const found = () => (typeof words === "string" ? shown().includes(words) : words.test(shown()))
      try {
        await until(`the terminal shows ${words}`, found)
      } catch (error) {
        throw new Error(`${(error as Error).message}\nIt shows:\n${shown()}`)
      }
      return shown()
    },
    exited: child.exited,
    async end(): Promise<void> {
      child.kill("SIGKILL")
      await child.exited
      child.terminal?.close()
    },
  }
}

export type TestTerminal = ReturnType<typeof inTerminal>
