import { createInterface } from "node:readline/promises"
import { Writable } from "node:stream"
import { CommandFailure, EXIT } from "./failure.ts"

/** Asks on the terminal; what is typed is shown. */
export function ask(question: string): Promise<string> {
  return read(question, process.stderr)
}

/** Whether what is to be destroyed is typed by its name; who stops has said no. */
export async function isTyped(name: string, question: string): Promise<boolean> {
  try {
    return (await ask(question)) === name
  } catch (error) {
    if (error instanceof CommandFailure) return false
    throw error
  }
}

/** The same for a password: nothing of it is shown. */
export async function askSecret(question: string): Promise<string> {
  try {
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
    // Asked once the terminal shows nothing any more: whoever answers at once, as password managers do, would be read along.
    return await read("", silent, () => process.stderr.write(question))
  } finally {
    process.stderr.write("\n")
  }
}

/** Whether somebody is there to be asked. */
export function canAsk(): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY)
}

async function read(
  question: string,
  output: NodeJS.WritableStream,
  onReady: () => void = () => {},
): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 })
  onReady()
  const given = new AbortController()
  lines.once("SIGINT", () => given.abort())
  lines.once("close", () => given.abort())
  try {
    return (await lines.question(question, { signal: given.signal })).trim()
  } catch {
    throw new CommandFailure("Nothing was done.", EXIT.no)
  } finally {
    lines.close()
  }
}

/** Everything that is piped in, up to so many bytes. */
export async function readStdin(maxBytes: number): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of process.stdin) {
    parts.push(part)
    size += part.length
    if (size > maxBytes)
      throw new CommandFailure(`Standard input is longer than ${maxBytes} bytes.`, EXIT.usage)
  }
  return Buffer.concat(parts).toString("utf8")
}
