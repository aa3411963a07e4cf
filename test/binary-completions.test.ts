import { afterAll, afterEach, describe, expect, test } from "bun:test"
import { binaryAlone } from "./binary.ts"
import { inTerminal, type TestTerminal } from "./terminal.ts"

const chatd = binaryAlone()
let terminal: TestTerminal | undefined
afterEach(() => terminal?.end())
afterAll(() => chatd.remove())

const SHELLS = {
  bash: { command: ["bash", "--norc", "--noprofile", "-i"], source: "source <(chatd completions bash)" },
  zsh: {
    command: ["zsh", "-f", "-i"],
    source: "unsetopt PROMPT_SP; autoload -Uz compinit && compinit -u; source <(chatd completions zsh)",
  },
  fish: { command: ["fish", "--no-config", "-i"], source: "chatd completions fish | source" },
} as const

/** A shell in which a person sits, with completions on. */
async function shell(name: keyof typeof SHELLS): Promise<TestTerminal> {
  const { command, source } = SHELLS[name]
  terminal = inTerminal(command, {
    cwd: chatd.folder,
    env: { HOME: chatd.folder, PATH: `${chatd.folder}:/usr/bin:/bin`, PS1: "ready> ", fish_history: "" },
  })
  terminal.type(`${source}; echo source""d\r`)
  await terminal.shows("sourced")
  return terminal
}

/** What is on the line after Tab. */
async function completed(shell: TestTerminal, line: string, becomes: string): Promise<void> {
  const from = shell.raw().length
  shell.type(`${line}\t`)
  await shell.shows(becomes, from)
  shell.type("\x15")
}

for (const name of Object.keys(SHELLS) as (keyof typeof SHELLS)[]) {
  const isThere = Bun.which(name) !== null
  if (!isThere) console.warn(`${name} is not installed here: its completions are not tried.`)
  describe.skipIf(!isThere)(`in ${name}`, () => {
    test("commands, options, choices and values are completed", async () => {
      const { partnerId } = await chatd.partner(["--data", `data-${name}`])
      chatd.write(`notes-${name}.md`, "# Notes")
      const open = await shell(name)
      await completed(open, "chatd partn", "chatd partner")
      await completed(open, "chatd partner rot", "chatd partner rotate-key")
      await completed(open, "chatd partner rotate-key --gra", "--grace")
      await completed(open, "chatd partner rotate-key --kind sec", "--kind secret")
      await completed(open, "chatd partner rotate-key --kind=wid", "--kind=widget")
      await completed(open, `chatd --data data-${name} partner show part`, partnerId)
      await completed(open, "chatd kb ingest notes-", `notes-${name}.md`)
      await completed(open, "chatd kb --json in", "chatd kb --json ingest")
    }, 60_000)

    test("what comes into question is listed", async () => {
      const open = await shell(name)
      const from = open.raw().length
      open.type("chatd completions \t\t")
      for (const choice of ["bash", "zsh", "fish"]) await open.shows(choice, from + 20)
    }, 60_000)
  })
}

test("a line's end is told as the commands themselves tell it", async () => {
  const after = async (...words: string[]) =>
    (await chatd.run(["complete", "--", ...words])).out.split("\n").filter(Boolean)
  expect(await after("completions", "")).toEqual(["bash", "zsh", "fish"])
  expect(await after("par")).toEqual([expect.stringMatching(/^partner\tthe companies/)])
  expect(await after("partner", "rotate-key", "--kind=")).toEqual([
    "--kind=secret",
    "--kind=widget",
    "--kind=identity",
  ])
  // An option that was given is not offered again, but for those that take several values.
  const flags = await after("partner", "set", "--json", "--unset", "name", "--")
  expect(flags.some((line) => line.startsWith("--json"))).toBe(false)
  expect(flags.some((line) => line.startsWith("--config"))).toBe(true)
  expect(await after("partner", "set", "--unset", "widget.si")).toEqual(["widget.side"])
  expect(await after("--data")).toEqual([
    expect.stringMatching(/^--data\t/),
    expect.stringMatching(/^--database-url\t/),
  ])
  expect(await after("partner", "set", "widget.si")).toEqual(["widget.side="])
  expect(await after("--data", "")).toEqual([":files"])
  expect(await after("kb", "ingest", "--", "--")).toEqual([":files"])
  expect(await after("nonsense", "")).toEqual([])
  expect((await after("")).some((line) => line.startsWith("complete\t"))).toBe(false)
})

/** Commands below a command, each with what completion says of it. */
async function commandsBelow(path: readonly string[]): Promise<string[][]> {
  const [{ out, code }, listed] = await Promise.all([
    chatd.run([...path, "--help"]),
    chatd.run(["complete", "--", ...path, ""]),
  ])
  expect({ path, code }).toEqual({ path, code: 0 })
  const commands = [...out.matchAll(/^ {2}([a-z][a-z-]*)(?: .*)?$/gm)].flatMap(([, name]) => name ?? [])
  const inList = out.includes("\nCommands:\n") ? commands.filter((name) => name !== "help") : []
  const lines = listed.out.split("\n").map((line) => line.split("\t"))
  const next = lines.flatMap(([name = "", about]) => (inList.includes(name) ? [{ name, about }] : []))
  for (const { name, about } of next)
    expect({ path, name, about: Boolean(about) }).toEqual({ path, name, about: true })
  if (next.length === 0)
    expect({ path, example: /Examples?:\n {2}/.test(out) }).toEqual({ path, example: true })
  return next.map(({ name }) => [...path, name])
}

test("every command and option has a word about itself, and every command an example", async () => {
  const paths: string[][] = [[]]
  // A few at a time: there are more than a hundred, and each is a process of its own.
  for (let done = 0; done < paths.length; ) {
    const some = paths.slice(done, done + 3)
    done += some.length
    for (const next of await Promise.all(some.map(commandsBelow))) paths.push(...next)
  }
  expect(paths.length).toBeGreaterThan(100)
}, 180_000)
