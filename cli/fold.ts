import { stripVTControlCharacters } from "node:util"
import { widthOf } from "./text-width.ts"

/** A description beside its name gets so many columns; with fewer it goes below it. */
const LEAST = 24
const BELOW = 6

/** Columns that somebody looks at; undefined where nobody does and lines stay as they are. */
export function columnsOf(stream: { isTTY?: boolean; columns?: number }): number | undefined {
  return stream.isTTY ? stream.columns : undefined
}

/** One line broken between words; what follows is indented. A word that is longer, such as an address, stays whole. */
export function folded(line: string, columns: number | undefined, indent = 0): string {
  if (columns === undefined || widthOf(line) <= columns) return line
  const lines: string[] = []
  let current = ""
  for (const word of line.split(/(?<=\S) (?=\S)/)) {
    const longer = current ? `${current} ${word}` : word
    if (current && widthOf(longer) > columns) {
      lines.push(current)
      current = `${" ".repeat(indent)}${word}`
    } else current = longer
  }
  return [...lines, current].join("\n")
}

/**
 * Text of several lines broken between words. What goes on stands below what a line begins with: its indentation, the mark of a
 * list, or a name in a column of its own. Code stays as it is.
 */
export function foldedText(text: string, columns: number | undefined): string {
  let isCode = false
  return text
    .split("\n")
    .map((line) => {
      if (line.trimStart().startsWith("```")) isCode = !isCode
      return isCode ? line : folded(line, columns, beginningOf(line))
    })
    .join("\n")
}

function beginningOf(line: string): number {
  return /^ *(?:(?:[-*]|\d+\.) +|\S+(?: \S+)? {2,})?/.exec(stripVTControlCharacters(line))?.[0].length ?? 0
}

/**
 * Help as wide as the terminal. What is described keeps its name at the left and its description in its column; commands
 * stay whole, so that they can be copied.
 */
export function foldedHelp(text: string, columns: number | undefined): string {
  if (columns === undefined) return text
  const paragraphs = text.replace(/^\S.*(?:\n\S.*)+$/gm, (lines) =>
    lines.split("\n").some((line) => widthOf(line) > columns) ? lines.replaceAll("\n", " ") : lines,
  )
  return paragraphs
    .split("\n")
    .map((line) => {
      if (widthOf(line) <= columns || /^\s*$/.test(line)) return line
      const [, name, description] = /^( +\S.*? {2,})(\S.*)$/.exec(line) ?? []
      if (name === undefined || description === undefined)
        return line.startsWith(" ") ? line : folded(line, columns)
      return columns - widthOf(name) < LEAST
        ? `${name.trimEnd()}\n${folded(" ".repeat(BELOW) + description, columns, BELOW)}`
        : folded(name + description, columns, widthOf(name))
    })
    .join("\n")
}
