import { Command } from "commander"
import { INTENTS, type IntentName } from "../../src/core/intent.ts"
import type { IntentExample } from "../../src/core/intents/intent-example.ts"
import type { TestedIntent } from "../../src/intents.ts"
import { DeskRefusal } from "../desk/client.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../desk/reach.ts"
import { CommandFailure, EXIT } from "../failure.ts"
import { paint, printJson, printTable } from "../print.ts"

const NAMES = INTENTS.join(", ")
/** Sentences that the desk tries at once. */
const AT_ONCE = 100

interface Labelled {
  intent: IntentName
  text: string
}

export function intentCommand(): Command {
  const command = new Command("intent").description(
    "what customers' messages are taken for, and your examples of it",
  )
  withDeskFlags(command.command("list"))
    .description("list your examples; chatd has phrases of its own besides")
    .addHelpText("after", "\nExample:\n  chatd intent list --json | jq -r .text")
    .action((flags: DeskFlags, self: Command) => list(flags, self))
  withDeskFlags(command.command("add"))
    .description("add what customers say when they want something; servers follow within two seconds")
    .argument("<intent>", NAMES)
    .argument("<texts...>", "each a phrase in quotes")
    .addHelpText(
      "after",
      '\nExample:\n  chatd intent add order "Has my crate left the yard?" "Where is my crate?"',
    )
    .action((intent: string, texts: string[], flags: DeskFlags, self: Command) =>
      add(intent, texts, flags, self),
    )
  withDeskFlags(command.command("remove"))
    .description("remove examples by their numbers")
    .argument("<numbers...>", "as list shows them")
    .addHelpText("after", "\nExample:\n  chatd intent remove 3 4")
    .action((numbers: string[], flags: DeskFlags, self: Command) => remove(numbers, flags, self))
  withDeskFlags(command.command("test"))
    .description("show what a sentence would be taken for, and the phrases most alike")
    .argument("<sentence...>", "what a customer may write")
    .addHelpText("after", `\nExample:\n  chatd intent test "What's the status of ticket #12345?"`)
    .action((words: string[], flags: DeskFlags, self: Command) => test(words.join(" "), flags, self))
  withDeskFlags(command.command("score"))
    .description("count how often labelled sentences are taken for what they are")
    .argument(
      "<file>",
      'lines of "intent<TAB>sentence", or of {"intent","text"} as JSON; - reads standard input',
    )
    .addHelpText("after", "\nExample:\n  chatd intent score sentences.tsv")
    .action((file: string, flags: DeskFlags, self: Command) => score(file, flags, self))
  return command
}

async function list(flags: DeskFlags, self: Command): Promise<void> {
  const { examples } = await withDesk(self, flags, (desk) =>
    desk.get<{ examples: IntentExample[] }>("/intents/examples"),
  )
  if (flags.json) {
    for (const example of examples) printJson(example)
  } else if (examples.length === 0) {
    console.log('No examples of your own yet. Add one: chatd intent add order "Has my crate left the yard?"')
  } else {
    printTable(
      ["number", "intent", "text"],
      examples.map(({ id, intent, text }) => [String(id), intent, text]),
      { cut: ["text"] },
    )
  }
}

async function add(intent: string, texts: readonly string[], flags: DeskFlags, self: Command): Promise<void> {
  const added = await withDesk(self, flags, async (desk) => {
    const examples: IntentExample[] = []
    for (const text of texts)
      examples.push(await desk.post<IntentExample>("/intents/examples", { intent, text }))
    return examples
  })
  for (const example of added) {
    if (flags.json) printJson(example)
    else console.log(`Example ${example.id} of ${example.intent}: ${example.text}`)
  }
}

async function remove(numbers: readonly string[], flags: DeskFlags, self: Command): Promise<void> {
  const missing: string[] = []
  await withDesk(self, flags, async (desk) => {
    for (const number of numbers)
      try {
        await desk.delete(`/intents/examples/${encodeURIComponent(number)}`)
      } catch (error) {
        if (!(error instanceof DeskRefusal && error.status === 404)) throw error
        missing.push(number)
      }
  })
  const removed = numbers.filter((number) => !missing.includes(number))
  if (flags.json) printJson({ removed: removed.map(Number) })
  else if (removed.length > 0) console.log(`Removed ${removed.join(", ")}.`)
  if (missing.length > 0)
    throw new CommandFailure(
      `There is no example ${missing.join(", ")}; \`chatd intent list\` shows them.`,
      EXIT.notFound,
    )
}

async function test(text: string, flags: DeskFlags, self: Command): Promise<void> {
  const [found] = await tried([text], flags, self)
  if (!found) return
  if (flags.json) {
    printJson(found)
    return
  }
  console.log(`\n${paint("green", found.name)}, ${share(found.confidence)} sure, by ${found.by}\n`)
  const entities = Object.entries(found.entities).filter(([, values]) => values.length > 0)
  if (entities.length > 0) {
    printTable(
      ["holds", "value"],
      entities.map(([kind, values]) => [kind, values.join(", ")]),
    )
    console.log()
  }
  printTable(
    ["nearest phrase", "intent", "alike", "whose"],
    found.nearest.map(({ text: phrase, intent, likeness, own }) => [
      phrase,
      intent,
      share(likeness),
      own ? "yours" : "chatd's",
    ]),
    { cut: ["nearest phrase"] },
  )
}

async function score(file: string, flags: DeskFlags, self: Command): Promise<void> {
  const sentences = labelled(await contentOf(file))
  const found = await tried(
    sentences.map(({ text }) => text),
    flags,
    self,
  )
  const wrong = sentences.flatMap((one, i) => {
    const taken = found[i]
    return taken && taken.name !== one.intent ? [{ ...one, taken }] : []
  })
  const counts = INTENTS.map((intent, row) => ({
    intent,
    taken: INTENTS.map(
      (name) => sentences.filter((one, i) => one.intent === INTENTS[row] && found[i]?.name === name).length,
    ),
  }))
  const each = counts.map(({ intent, taken }, i) => {
    const right = taken[i] ?? 0
    const meant = sum(taken)
    const all = sum(counts.map((row) => row.taken[i] ?? 0))
    return { intent, sentences: meant, recall: right / meant, precision: right / all, right, all }
  })
  const f1s = each.flatMap(({ sentences: meant, right, all }) =>
    meant + all === 0 ? [] : [(2 * right) / (meant + all)],
  )
  const accuracy = 1 - wrong.length / sentences.length
  const macroF1 = sum(f1s) / f1s.length
  if (flags.json) {
    printJson({
      sentences: sentences.length,
      accuracy,
      macroF1,
      intents: Object.fromEntries(
        each.map(({ intent, sentences: meant, recall, precision }) => [
          intent,
          { sentences: meant, recall: orNull(recall), precision: orNull(precision) },
        ]),
      ),
      confusion: Object.fromEntries(
        counts.map(({ intent, taken }) => [
          intent,
          Object.fromEntries(INTENTS.map((name, i) => [name, taken[i] ?? 0])),
        ]),
      ),
    })
    return
  }
  console.log(`\n${share(accuracy)} of ${sentences.length} right, macro-F1 ${macroF1.toFixed(3)}\n`)
  printTable(
    ["meant \\ taken for", ...INTENTS, "found", "right"],
    counts.flatMap(({ intent, taken }, i) => {
      const { recall = Number.NaN, precision = Number.NaN } = each[i] ?? {}
      const cells = taken.map((n) => (n === 0 ? "" : String(n)))
      return sum(taken) > 0 ? [[intent, ...cells, share(recall), orDash(precision)]] : []
    }),
  )
  if (wrong.length === 0) return
  console.log()
  printTable(
    ["sentence", "meant", "taken for", "sure"],
    wrong.map(({ text, intent, taken }) => [text, intent, taken.name, share(taken.confidence)]),
    { cut: ["sentence"] },
  )
}

async function tried(texts: readonly string[], flags: DeskFlags, self: Command): Promise<TestedIntent[]> {
  return withDesk(self, flags, async (desk) => {
    const all: TestedIntent[] = []
    for (let from = 0; from < texts.length; from += AT_ONCE) {
      const body = { texts: texts.slice(from, from + AT_ONCE) }
      all.push(...(await desk.post<{ intents: TestedIntent[] }>("/intents/test", body)).intents)
    }
    return all
  })
}

/** @throws where a line is none */
function labelled(content: string): Labelled[] {
  const found = content.split(/\r?\n/).flatMap((line, i): Labelled[] => {
    if (line.trim() === "") return []
    const { intent, text } = line.startsWith("{") ? fromJson(line) : fromTabs(line)
    const name = INTENTS.find((known) => known === intent)
    if (name && text) return [{ intent: name, text }]
    throw new CommandFailure(
      `Line ${i + 1} is no labelled sentence. Write intent<TAB>sentence; intent can be ${NAMES}.`,
      EXIT.usage,
    )
  })
  if (found.length > 0) return found
  throw new CommandFailure("There is no sentence in it.", EXIT.usage)
}

function fromTabs(line: string): { intent?: string; text?: string } {
  const tab = line.indexOf("\t")
  return tab < 0 ? {} : { intent: line.slice(0, tab).trim(), text: line.slice(tab + 1).trim() }
}

function fromJson(line: string): { intent?: string; text?: string } {
  try {
    const { intent, text } = JSON.parse(line) as Record<string, unknown>
    return { ...(typeof intent === "string" && { intent }), ...(typeof text === "string" && { text }) }
  } catch {
    return {}
  }
}

async function contentOf(file: string): Promise<string> {
  if (file === "-") return Bun.stdin.text()
  const there = Bun.file(file)
  if (await there.exists()) return there.text()
  throw new CommandFailure(`There is no file ${file}.`, EXIT.notFound)
}

/** Nothing divided by nothing is no share. */
function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function orDash(value: number): string {
  return Number.isFinite(value) ? share(value) : "–"
}

function share(value: number): string {
  return `${Math.round(value * 100)} %`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}
