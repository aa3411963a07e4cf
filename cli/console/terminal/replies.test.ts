import { expect, test } from "bun:test"
import { PassThrough } from "node:stream"
import { type Key, render } from "ink"
import { createElement } from "react"
import { nextTurn } from "../../../src/next-turn.ts"
import { until } from "../../../test/wait.ts"
import { Console } from "../console.tsx"
import type { Effect } from "../state/effect.ts"
import { compositionOf } from "../state/select.ts"
import { createStore } from "../store.ts"
import { GRACE, online, summary } from "../testing/desk-day.ts"
import { themeOf } from "../theme.ts"
import { TerminalReplies } from "./replies.ts"
import { Suspension } from "./suspension.ts"

/** The console before a conversation of Grace's, and what is written into it as a terminal does. */
function inConsole() {
  const { state } = online(80, 24).frame({
    type: "conversations",
    payload: { conversations: [summary(7, "Ada", { agent: { number: GRACE.number, name: GRACE.name } })] },
  })
  const calls: Effect[] = []
  const run = (effect: Effect) => void (effect.type === "call" && calls.push(effect))
  const store = createStore({ initial: state, newId: () => "id", run })
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode() {}, ref() {}, unref() {} })
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 })
  stdout.resume()
  const app = render(
    createElement(Console, { store, theme: themeOf("dark", "256"), suspension: new Suspension() }),
    {
      stdin: stdin as unknown as NodeJS.ReadStream,
      stdout: stdout as unknown as NodeJS.WriteStream,
      interactive: true,
      patchConsole: false,
    },
  )
  return { store, calls, write: (text: string) => stdin.write(text), end: () => app.unmount() }
}

test.each([
  ["of its colour", ["\u001b]11;rgb:cccc/cccc/cccc\u0007"]],
  ["that ends with ST", ["\u001b]11;rgb:cccc/cccc/cccc\u001b\\"]],
  ["of its name", ["\u001bP>|xterm(390)\u001b\\"]],
  ["of its pictures", ["\u001b_Gi=31;cxo\u001b\\"]],
  ["of its title", ["\u001b]lxterm c\u001b\\"]],
  ["that comes in two pieces", ["\u001b]11;rgb:cccc/cc", "cc/cccc\u0007"]],
  ["that comes in other pieces", ["\u001b]1", "1;rgb:cccc/cccc/cccc\u0007"]],
])("a terminal's reply %s is no key", async (_, pieces) => {
  const { store, calls, write, end } = inConsole()
  const before = store.get()
  for (const piece of pieces) {
    write(piece)
    // Else they arrive as one.
    await nextTurn()
  }
  write("?")
  await until("the keys are shown", () => store.get().overlay?.kind === "help")
  const { overlay, ...rest } = store.get()
  expect({ ...rest, overlay: before.overlay }).toEqual(before)
  expect(calls).toEqual([])
  end()
})

test.each([
  ["begins", ["\u001b", "]11;rgb:cccc/cccc/cccc\u0007"]],
  ["begins and goes on", ["\u001b", "]11;rgb:cc", "cc/cccc/cccc\u0007"]],
  ["ends", ["\u001b]", "11;rgb:cccc/cccc/cccc", "\u001b", "\\"]],
  ["ends before what is typed", ["\u001b]", "11;rgb:cccc/cccc/cccc", "\u001b", "\\?"]],
])("a reply whose Escape comes alone, as over a slow line, where it %s, is no key", (_, pieces) => {
  const replies = new TerminalReplies(() => 0)
  const typed = (input: string) => {
    const [letter = ""] = input.startsWith("\u001b") ? [input.slice(1)] : [input]
    const key = { escape: input === "\u001b", meta: letter !== input && letter !== "" }
    return replies.typed(letter, key as Key)
  }
  const keys = [...pieces, ...(pieces.at(-1)?.endsWith("?") ? [] : ["?"])].map(typed)
  // Alt and a letter are no key of the console's.
  expect(keys.filter((key, i) => key && pieces[i] !== "\u001b]")).toEqual(["?"])
})

test("what is typed behind a reply, or behind Alt with the same letter, is typed", async () => {
  const { store, write, end } = inConsole()
  write("\u001b]11;rgb:cccc/cccc/cccc\u0007r")
  await until("the composer has the keys", () => store.get().focus === "composer")
  write("\u001b]ab\u001bPcd")
  const text = () => compositionOf(store.get()).editor.chars.join("")
  await until("it is typed", () => text().endsWith("d"))
  expect(text()).toBe("abcd")
  end()
})
