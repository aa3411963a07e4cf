import type { ConsoleCommand } from "../state/commands/console-command.ts"
import { COMMANDS } from "../state/commands.ts"
import { keyLabel } from "../state/key-names.ts"
import { fit, type Line, span, widthOf } from "../text/line.ts"
import { wrap } from "../text/wrap.ts"

/** All keys and what they do, in groups; those of the commands come from the commands themselves. */
export function helpLines(width: number): Line[] {
  const groups = [...new Set(COMMANDS.map(({ group }) => group))]
  const wide = width >= 90
  const columns = wide ? 51 : width < 60 ? 12 : 22
  const keysOf = ({ keys, composerKeys = [] }: ConsoleCommand): string => {
    const here = keys.map(keyLabel).join(" ")
    const typing = composerKeys
      .filter((key) => !keys.includes(key))
      .map(keyLabel)
      .join(" ")
    if (wide) return `${fit(here, 20)} ${typing && `typing: ${typing}`}`
    return [here, typing].filter(Boolean).join("  ")
  }
  return [
    ...groups.map((group) => ({
      title: group,
      keys: COMMANDS.filter((command) => command.group === group).map(
        (command) => [keysOf(command), command.title] as const,
      ),
    })),
    ...ELSEWHERE,
  ].flatMap(({ title, keys }): Line[] => [
    [span(title, "strong")],
    ...keys.flatMap(([label, text]) => helpEntry(label, text, columns, width)),
    [],
  ])
}

/** Keys and what they do, in as many rows as that takes. */
function helpEntry(label: string, text: string, columns: number, width: number): Line[] {
  const rows = wrap([span(text)], Math.max(10, width - columns - 1))
  const isLong = widthOf(label) > columns
  const beside = rows.map(
    (line, row): Line => [span(`${fit(row > 0 || isLong ? "" : label, columns)} `, "accent"), ...line],
  )
  return isLong ? [[span(label, "accent")], ...beside] : beside
}

/** What keys do in a view of its own. */
const ELSEWHERE = [
  {
    title: "In the tickets",
    keys: [
      ["Enter", "look into it; Esc goes back"],
      ["r c", "say something: to the requester, or for agents only"],
      ["o w x", "open, in progress, closed"],
      ["1 2 3 4", "priority low, medium, high, urgent"],
      ["m u a", "it is mine, nobody's, a colleague's"],
      ["v", "the conversation that it came of"],
      ["Tab Shift-Tab", "the next list, the one before"],
    ],
  },
  {
    title: "In forms: tickets, articles, notes",
    keys: [
      ["Tab Shift-Tab", "the next field, the one before"],
      ["Ctrl-S", "save an article, open a ticket"],
      ["Esc", "not now: what is written is there the next time"],
      ["Ctrl-X", "throw away what is written"],
    ],
  },
  {
    title: "In the composer",
    keys: [
      ["Ctrl-A Ctrl-E", "line's beginning, end"],
      ["Alt-B Alt-F", "a word back, forward; Ctrl-← Ctrl-→ as well"],
      ["Ctrl-W Alt-D", "take out the word before, behind"],
      ["Ctrl-U Ctrl-K", "take out to the line's beginning, end; Ctrl-Y puts it back"],
      ["Ctrl-_ Alt-U", "undo"],
      ["↑ ↓", "what was sent before, from the first or last line"],
      [":wave:", "👋, and forty more"],
    ],
  },
] as const
