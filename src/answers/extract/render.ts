import { toMarkdown } from "mdast-util-to-markdown"
import type { Block, ParsedPassage, Unit } from "./units.ts"

/** Chinese and Japanese have no space between sentences. */
const UNSPACED_END = /[。！？][」』）】]?$/

/** Unit positions to quote: `block -> indexes of its units`, ascending. */
export type Selection = ReadonlyMap<number, readonly number[]>

/** Writes the chosen units of one passage, in its order and with its own Markdown. */
export function render({ blocks, definitions }: ParsedPassage, selection: Selection): string {
  const chosen = [...selection].sort(([a], [b]) => a - b).filter(([, indexes]) => indexes.length > 0)
  const parts = chosen.map(([block, indexes]) => renderBlock(blocks[block], indexes))
  const labels = chosen.flatMap(([block, indexes]) =>
    indexes.flatMap((i) => blocks[block]?.units[i]?.references ?? []),
  )
  const used = [...new Set(labels)].flatMap((label) => definitions.get(label) ?? [])
  return [...parts, used.join("\n")].filter((part) => part !== "").join("\n\n")
}

function renderBlock(block: Block | undefined, indexes: readonly number[]): string {
  const units = indexes.flatMap((i) => block?.units[i] ?? [])
  const sources = units.map(({ source }) => source)
  if (block?.kind === "table") return [block.head, ...sources].join("\n")
  if (block?.kind === "list") return sources.join("\n")
  if (block?.kind === "pairs") return sources.join("\n\n")
  const gap = (i: number) => {
    const before = units[i - 1]
    if (!before || UNSPACED_END.test(before.source)) return ""
    return before.endsLine ? "  \n" : " "
  }
  return sources.map((source, i) => gap(i) + source).join("")
}

/** The first `maxChars` characters of a unit that has no end in sight, without its mark-up. */
export function shorten(unit: Unit, maxChars: number): string {
  const text = unit.plain.replace(/\s+/g, " ")
  const cut = text.slice(0, maxChars).replace(/\s+\S*$/, "")
  return toMarkdown({ type: "paragraph", children: [{ type: "text", value: `${cut} …` }] }).trim()
}
