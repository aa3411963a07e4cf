import { type Block, markdownBlocks } from "./markdown-blocks.ts"

/** An item of a list with bullets that asks, in bold or not, and says nothing else on its line. */
const ASKS = /^( {0,3})[-*+]\s+([*_]{0,2})(\S.{1,200}[?？؟])\2\s*$/u

/**
 * Items of a list that ask and have what answers below them are questions above their answers, as exports of toggles and
 * accordions write them: lines in bold with what is below. The others stay a list.
 */
export function withAskingItems(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) => (block.kind === "list" ? partsOf(block) : [block]))
}

function partsOf(list: Block): Block[] {
  const lines = list.text.split("\n")
  const parts: Block[] = []
  let rest: string[] = []
  const flush = () => {
    const text = rest.join("\n").trimEnd()
    if (text !== "") parts.push({ kind: "list", text })
    rest = []
  }
  for (let at = 0; at < lines.length; ) {
    const [, indent = "", , question] = ASKS.exec(lines[at] ?? "") ?? []
    const end = question === undefined ? at + 1 : endOfItem(lines, at, indent.length)
    const below = lines.slice(at + 1, end)
    if (question === undefined || below.every((line) => line.trim() === "")) {
      rest.push(...lines.slice(at, end))
    } else {
      flush()
      parts.push({ kind: "text", text: `**${question}**` }, ...markdownBlocks(dedented(below)))
    }
    at = end
  }
  flush()
  return parts.length === 0 ? [list] : parts
}

/** After the last line that is indented further than the item's bullet. */
function endOfItem(lines: readonly string[], start: number, indent: number): number {
  let end = start + 1
  while (end < lines.length && (lines[end]?.trim() === "" || indentOf(lines[end]) > indent)) end++
  return end
}

function dedented(lines: readonly string[]): string {
  const width = Math.min(...lines.filter((line) => line.trim() !== "").map(indentOf))
  return lines.map((line) => line.slice(Math.min(width, indentOf(line)))).join("\n")
}

function indentOf(line = ""): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0
}
