import { expect, test } from "bun:test"
import { join } from "node:path"
import { inTerminal } from "../test/terminal.ts"

const MAIN = join(import.meta.dir, "main.ts")

async function helpOf(command: string, cols: number): Promise<string[]> {
  const terminal = inTerminal([process.execPath, MAIN, ...command.split(" "), "--help"], { cols })
  await terminal.exited
  const lines = terminal.text().trimEnd().split(/\r?\n/)
  await terminal.end()
  return lines
}

test.each(["settings set", "partner", "conversation", "backup", "console", "kb eval", "mail preview"])(
  "the help of `chatd %s` fits into 80 columns, but for commands that are to be copied",
  async (command) => {
    const lines = await helpOf(command, 80)
    expect(lines[0]).toStartWith("Usage: chatd")
    expect(lines.filter((line) => line.length > 80 && !line.startsWith("  chatd "))).toEqual([])
  },
)

test("a description goes on in its column, or below its name where there is no room beside it", async () => {
  const lines = await helpOf("settings set", 80)
  const at = lines.findIndex((line) => line.startsWith("  session.idle_seconds"))
  expect(lines.slice(at, at + 2)).toEqual([
    "  session.idle_seconds                A session ends after so many seconds",
    "                                      without a message.",
  ])
  const example = lines.indexOf("  chatd settings set answering.absent=bot")
  expect(lines[example + 1]).toBe("      where nobody is there, the bot answers")
})

test("where there is room, help stays as it was written", async () => {
  const lines = await helpOf("settings set", 240)
  expect(lines).toContain(
    "  session.idle_seconds                A session ends after so many seconds without a message.",
  )
})
