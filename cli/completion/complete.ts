import type { Argument, Command, Help, Option } from "commander"

export interface Candidate {
  /** The whole word as it would be typed. */
  value: string
  about?: string
}

export interface Completion {
  candidates: readonly Candidate[]
  /** Whether names of files come into question as well. */
  files: boolean
}

/** What a word stands for that only the data know, such as an agent's address. */
export type Subject = "partner" | "agent" | "conversation" | "ticket" | "setting" | "assignment"

/** Options of the line so far, by their long name without dashes. */
export type Given = ReadonlyMap<string, string>

export type Values = (subject: Subject, given: Given) => Promise<readonly Candidate[]>

/** By the name that an argument or an option's value bears in the help. */
const SUBJECTS: Readonly<Record<string, Subject>> = {
  partner: "partner",
  agent: "agent",
  conversation: "conversation",
  ticket: "ticket",
  key: "setting",
  keys: "setting",
  setting: "setting",
  settings: "assignment",
}

/** Options whose value is named after its form only. */
const OPTION_SUBJECTS: Readonly<Record<string, Subject>> = { partner: "partner", as: "agent" }

const FILES = /^(file|dir|folder|path|path\|url|questions)$/

/**
 * What may come at the end of a line, told by the commands themselves.
 *
 * @param words those after the program's name; the last one is being typed
 */
export async function complete(
  program: Command,
  words: readonly string[],
  values: Values,
): Promise<Completion> {
  const typed = words.at(-1) ?? ""
  const { command, help, position, pending, given, onlyArguments } = walk(program, words.slice(0, -1))
  const options = optionsOf(command, help)
  const [, flag = "", begun] = onlyArguments ? [] : (/^(--[^=]+)=(.*)$/s.exec(typed) ?? [])
  if (begun !== undefined) {
    const option = options.find(({ long }) => long === flag)
    const found = option ? await forOption(option, given, values) : NOTHING
    return starting(typed, { ...found, candidates: found.candidates.map(behind(`${flag}=`)) })
  }
  if (pending && !(typed.startsWith("-") && endsValues(pending, given)))
    return starting(typed, await forOption(pending, given, values))
  if (typed.startsWith("-") && !onlyArguments) return starting(typed, forFlags(options, given))
  const commands = position === 0 ? help.visibleCommands(command) : []
  if (commands.length > 0) return starting(typed, { candidates: commands.map(named), files: false })
  const found = await Promise.all(
    argumentsAt(command, position).map((argument) => forArgument(argument, given, values)),
  )
  return starting(typed, {
    candidates: found.flatMap(({ candidates }) => candidates),
    files: found.some(({ files }) => files),
  })
}

const NOTHING: Completion = { candidates: [], files: false }

interface Walked {
  command: Command
  help: Help
  /** Arguments there are so far. */
  position: number
  /** The option whose value comes next. */
  pending: Option | undefined
  given: Given
  /** After `--`. */
  onlyArguments: boolean
}

/** Reads the line as commander will. */
function walk(program: Command, words: readonly string[]): Walked {
  const given = new Map<string, string>()
  let command = program
  let position = 0
  let pending: Option | undefined
  let onlyArguments = false
  for (const word of words) {
    const isFlag = word.startsWith("-") && word.length > 1 && !onlyArguments
    if (pending && !(isFlag && endsValues(pending, given))) {
      given.set(pending.name(), word)
      if (!pending.variadic) pending = undefined
      continue
    }
    pending = undefined
    if (word === "--") onlyArguments = true
    else if (isFlag) {
      const [flag = "", value] = word.split(/=(.*)/s)
      const option = optionsOf(command, command.createHelp()).find(({ long, short }) =>
        [long, short].includes(flag),
      )
      if (!option) continue
      if ((option.required || option.optional) && value === undefined) pending = option
      else given.set(option.name(), value ?? "")
    } else {
      const next: Command | undefined =
        position === 0
          ? command.commands.find((one) => one.name() === word || one.aliases().includes(word))
          : undefined
      if (next) command = next
      else position++
    }
  }
  return { command, help: command.createHelp(), position, pending, given, onlyArguments }
}

/** Whether a flag may come where a value of this option might. */
function endsValues(option: Option, given: Given): boolean {
  return option.optional || given.has(option.name())
}

function optionsOf(command: Command, help: Help): Option[] {
  const all = help.visibleOptions(command).slice()
  for (let parent = command.parent; parent; parent = parent.parent)
    all.push(...help.visibleOptions(parent).filter(({ long }) => !all.some((one) => one.long === long)))
  return all
}

async function forOption(option: Option, given: Given, values: Values): Promise<Completion> {
  const name = /[<[]([^>\].]+)/.exec(option.flags)?.[1] ?? ""
  if (option.argChoices) return { candidates: option.argChoices.map(plain), files: false }
  const subject = OPTION_SUBJECTS[option.name()] ?? SUBJECTS[name]
  if (subject) return { candidates: await values(subject, given), files: false }
  return { candidates: [], files: FILES.test(name) }
}

async function forArgument(argument: Argument, given: Given, values: Values): Promise<Completion> {
  if (argument.argChoices) return { candidates: argument.argChoices.map(plain), files: false }
  // An argument may be one of several things: `assign 17 grace@acme.com`, `assign 17 queue`.
  const [first = "", ...words] = argument.name().split("|")
  if (FILES.test(argument.name())) return { candidates: [], files: true }
  const subject = SUBJECTS[first]
  const found = subject ? await values(subject, given) : []
  return { candidates: [...found, ...(subject ? words.map(plain) : [])], files: false }
}

function forFlags(options: readonly Option[], given: Given): Completion {
  const left = options.filter((option) => option.variadic || !given.has(option.name()))
  return {
    candidates: left.flatMap(({ long, description }) => (long ? [{ value: long, about: description }] : [])),
    files: false,
  }
}

/** What the word may be: one that may be left out may be the next one already. */
function argumentsAt({ registeredArguments: all }: Command, position: number): readonly Argument[] {
  const [last] = all.slice(-1)
  if (position >= all.length) return last?.variadic ? [last] : []
  const [here, next] = all.slice(position, position + 2)
  if (!here) return []
  return next?.variadic && !here.required ? [here, next] : [here]
}

function named(command: Command): Candidate {
  return { value: command.name(), about: command.summary() || command.description() }
}

function plain(value: string): Candidate {
  return { value }
}

function behind(prefix: string): (candidate: Candidate) => Candidate {
  return ({ value, ...rest }) => ({ value: `${prefix}${value}`, ...rest })
}

/** Words that a shell would have to quote, or would obey, are nobody's to type. */
const TYPEABLE = /^[\p{L}\p{N}_@%+=:,./-]+$/u

function starting(typed: string, { candidates, files }: Completion): Completion {
  return {
    candidates: candidates.filter(({ value }) => value.startsWith(typed) && TYPEABLE.test(value)),
    files,
  }
}
