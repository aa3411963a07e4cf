import { sentenceRanges } from "../../../kb/sentence-ranges.ts"
import type { Block } from "../extract/units.ts"
import { type Cell, cellsOf } from "./table-cells.ts"

/** A sentence, an item or a cell, as it stands in a block. */
export interface Said {
  plain: string
  cell?: Cell
}

/** What a block states, in its order; a table's cells one by one. */
export function saidIn(block: Block): Said[] {
  const cells = block.kind === "table" ? cellsOf(block) : []
  if (cells.length > 0)
    return cells.flatMap((cell) => sentencesOf(cell.text).map((plain) => ({ plain, cell })))
  return block.units.flatMap(({ plain }) => sentencesOf(plain).map((sentence) => ({ plain: sentence })))
}

/** What a cell is about. */
export function aboutOf({ cell }: Said): string {
  return cell ? [cell.about, cell.subject, cell.header].join(" ") : ""
}

/** A number may begin a sentence: "It costs €5. 100 points are €1." */
const BEFORE_A_NUMBER = /(?<=\p{Ll}{4}[.!?])(?<!approx\.)\s+(?=[€$£\d])/u

function sentencesOf(plain: string): string[] {
  return sentenceRanges(plain, []).flatMap(({ start, end }) => plain.slice(start, end).split(BEFORE_A_NUMBER))
}
