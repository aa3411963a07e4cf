import type { Line, Span } from "./text/line.ts"

/** How something looks, by what it is. */
export type StyleName =
  | "muted"
  | "faint"
  | "strong"
  | "emphasis"
  | "struck"
  | "link"
  | "code"
  | "accent"
  | "customer"
  | "bot"
  | "agent"
  | "note"
  | "good"
  | "warn"
  | "bad"
  | "unread"
  | "bar"
  | "selected"
  | "selectedDim"
  | "noteBar"
  | "hit"

export type ThemeName = "dark" | "light"
export type Depth = "none" | "16" | "256"

export interface Theme {
  name: ThemeName
  depth: Depth
  /** Parameters of a terminal's SGR sequence. */
  styles: Readonly<Record<StyleName, string>>
}

const SHAPES = {
  strong: "1",
  emphasis: "3",
  struck: "9",
  link: "4",
} as const

/** Without colours, what is selected is turned around and what is urgent is bold. */
const PLAIN: Theme["styles"] = {
  ...SHAPES,
  muted: "",
  faint: "",
  code: "",
  accent: "1",
  customer: "1",
  bot: "1",
  agent: "1",
  note: "3",
  good: "",
  warn: "1",
  bad: "1",
  unread: "1",
  bar: "7",
  selected: "7",
  selectedDim: "4",
  noteBar: "7",
  hit: "7",
}

const DARK_16: Theme["styles"] = {
  ...SHAPES,
  muted: "90",
  faint: "90",
  code: "96",
  link: "4;36",
  accent: "96",
  customer: "1;96",
  bot: "1;95",
  agent: "1;92",
  note: "93",
  good: "92",
  warn: "93",
  bad: "91",
  unread: "1;97",
  bar: "97;44",
  selected: "97;44",
  selectedDim: "100;97",
  noteBar: "30;43",
  hit: "30;103",
}

const LIGHT_16: Theme["styles"] = {
  ...DARK_16,
  code: "36",
  link: "4;34",
  accent: "34",
  customer: "1;34",
  bot: "1;35",
  agent: "1;32",
  note: "33",
  good: "32",
  warn: "33",
  bad: "31",
  unread: "1;30",
  selectedDim: "47;30",
  hit: "30;43",
}

const DARK_256: Theme["styles"] = {
  ...SHAPES,
  muted: "38;5;250",
  faint: "38;5;245",
  code: "38;5;152",
  link: "4;38;5;117",
  accent: "38;5;80",
  customer: "1;38;5;117",
  bot: "1;38;5;183",
  agent: "1;38;5;114",
  note: "38;5;222",
  good: "38;5;114",
  warn: "38;5;215",
  bad: "38;5;210",
  unread: "1;38;5;231",
  bar: "38;5;255;48;5;24",
  selected: "38;5;231;48;5;24",
  selectedDim: "38;5;252;48;5;237",
  noteBar: "38;5;234;48;5;222",
  hit: "38;5;234;48;5;222",
}

const LIGHT_256: Theme["styles"] = {
  ...SHAPES,
  muted: "38;5;240",
  faint: "38;5;243",
  code: "38;5;24",
  link: "4;38;5;25",
  accent: "38;5;30",
  customer: "1;38;5;25",
  bot: "1;38;5;91",
  agent: "1;38;5;28",
  note: "38;5;130",
  good: "38;5;28",
  warn: "38;5;130",
  bad: "38;5;160",
  unread: "1;38;5;16",
  bar: "38;5;231;48;5;24",
  selected: "38;5;231;48;5;25",
  selectedDim: "38;5;236;48;5;253",
  noteBar: "38;5;234;48;5;222",
  hit: "38;5;234;48;5;222",
}

const STYLES: Readonly<Record<ThemeName, Readonly<Record<Depth, Theme["styles"]>>>> = {
  dark: { none: PLAIN, "16": DARK_16, "256": DARK_256 },
  light: { none: PLAIN, "16": LIGHT_16, "256": LIGHT_256 },
}

export function themeOf(name: ThemeName, depth: Depth): Theme {
  return { name, depth, styles: STYLES[name][depth] }
}

type Environment = Readonly<Record<string, string | undefined>>

/** What the terminal says of itself: NO_COLOR, TERM, COLORTERM, and its background in COLORFGBG. */
export function chosenTheme(asked: ThemeName | undefined, environment: Environment): Theme {
  return themeOf(asked ?? backgroundOf(environment), depthOf(environment))
}

function depthOf({ NO_COLOR, TERM = "", COLORTERM = "" }: Environment): Depth {
  if (NO_COLOR || TERM === "dumb" || TERM.endsWith("-mono") || TERM === "vt100") return "none"
  return COLORTERM || /256|direct|kitty|ghostty|alacritty|wezterm|foot/.test(TERM) ? "256" : "16"
}

/** `15;0`: the last figure is the background's, and 7 and 9 to 15 are light. */
function backgroundOf({ COLORFGBG }: Environment): ThemeName {
  const background = Number(COLORFGBG?.split(";").at(-1) ?? 0)
  return background === 7 || background > 8 ? "light" : "dark"
}

/** Lines as text for a terminal: each closes what it opens. Blanks at their ends are there anyway, and Ink pays for each. */
export function painted(lines: readonly Line[], { styles }: Theme): string {
  return lines
    .map((line) =>
      trimmed(line)
        .map((one) => paintedSpan(one, styles))
        .join(""),
    )
    .join("\n")
}

function trimmed(line: Line): Line {
  let end = line.length
  while (end > 0 && isBlank(line[end - 1])) end--
  return end === line.length ? line : line.slice(0, end)
}

function isBlank(one: Span | undefined): boolean {
  return one !== undefined && !one.styles?.length && /^ *$/.test(one.text)
}

function paintedSpan({ text, styles: names = [] }: Span, styles: Theme["styles"]): string {
  const codes = names.flatMap((name) => styles[name].match(CODE) ?? [])
  return codes.length ? `${codes.map((code) => `\u001b[${code}m`).join("")}${text}\u001b[0m` : text
}

/** Ink takes a sequence for one property, so that each gets its own. */
const CODE = /[34]8;5;\d+|\d+/g
