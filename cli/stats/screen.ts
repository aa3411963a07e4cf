import type { Day } from "../../src/core/stats/days.ts"
import { definitionOf } from "../../src/core/stats/definitions.ts"
import type { StatsReport } from "../../src/core/stats/report.ts"
import { widthOf } from "../text-width.ts"
import { type Block, blocksOf, type Look } from "./blocks.ts"

/** From so many columns on blocks stand side by side. */
const TWO_COLUMNS = 150
const GAP = 4

/**
 * A report as lines, as wide as the look says at most.
 *
 * @param today of the partner: its figures are not whole yet
 */
export function statsLines(report: StatsReport, look: Look, explain: boolean, today: Day): string[] {
  const { paint, glyphs, width } = look
  const { from, to, timeZone } = report
  const days = from === to ? from : `${from} ${glyphs.dash} ${to}`
  const head = `${paint("bold", days)}  ${paint("gray", timeZone)}`
  if (isEmpty(report)) return [head, "", nothing(report)]
  const isWide = width >= TWO_COLUMNS && !explain
  const inner = isWide ? { ...look, width: Math.floor((width - GAP) / 2) } : look
  const drawn = blocksOf(report, inner, today).map((block) => drawnBlock(block, inner, explain))
  return [head, "", ...(isWide ? sideBySide(drawn, inner.width) : joined(drawn))]
}

function isEmpty({ conversations, crm, tickets }: StatsReport): boolean {
  return conversations + crm.questions + tickets.opened + tickets.closed === 0
}

function nothing({ days }: StatsReport): string {
  const further = [
    [30, "--month"],
    [365, "--year"],
  ].find(([most]) => days.length < Number(most))
  return `Nothing happened.${further ? ` \`chatd stats ${further[1]}\` looks further back.` : ""}`
}

function drawnBlock({ title, lines, figures }: Block, { paint, width }: Look, explain: boolean): string[] {
  const definitions = explain
    ? figures.flatMap((name) => {
        const { label, text } = definitionOf(name)
        return wrapped(`${label}: ${text}`, width - 4).map((line) => paint("gray", `    ${line}`))
      })
    : []
  return [paint("bold", title), ...lines.map((line) => `  ${line}`.trimEnd()), ...definitions]
}

function joined(blocks: readonly string[][]): string[] {
  return blocks.flatMap((block, i) => (i === 0 ? block : ["", ...block]))
}

/** The left column is filled to about half of all lines, in order. */
function sideBySide(blocks: readonly string[][], width: number): string[] {
  const all = joined(blocks).length
  let split = 0
  while (split < blocks.length - 1 && joined(blocks.slice(0, split + 1)).length <= Math.ceil(all / 2) + 2)
    split++
  const [left, right] = [joined(blocks.slice(0, split)), joined(blocks.slice(split))]
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => {
    const line = left[i] ?? ""
    return `${line}${" ".repeat(Math.max(0, width - widthOf(line)) + GAP)}${right[i] ?? ""}`.trimEnd()
  })
}

/** Between words, at so many columns. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ""
  for (const word of text.split(" ")) {
    if (line && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  return line ? [...lines, line] : lines
}
