import type { MarkdownLine } from "./markdown-lines.ts"

const FENCED_NOTE = /^\s*:{3,}\s*(?:\{[^{}]*\}|[\w-]*)\s*(.*)$/
const INDENTED_NOTE =
  /^ {0,3}(?:(?:!!!|\?\?\?\+?)(?:[ \t]+[^"\s]+)+|={3}(?=[ \t]+"))(?:[ \t]+"([^"]*)")?[ \t]*$/
const QUOTED_NOTE = /^(\s*(?:>[ \t]*)+)\[!\w+\][+-]?[ \t]*(.*)$/
const TASK = /^([\s>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[[ xX]\][ \t]+/

/** Takes away the marks of notes in the way of MkDocs (`!!! tip`), whose lines are indented as code is. Their words stay. */
export function dropIndentedNotes(lines: readonly MarkdownLine[]): MarkdownLine[] {
  const kept = lines.map((line) => ({ ...line }))
  return kept.flatMap((line, at) => {
    const note = line.code ? null : INDENTED_NOTE.exec(line.text)
    if (!note) return [line]
    dedent(kept, at + 1)
    return title(line, note[1] ?? "")
  })
}

/**
 * Takes away the marks of notes in the ways of Docusaurus (`:::tip`) and GitHub (`> [!TIP]`), and the boxes of tasks.
 * Their titles and words stay.
 */
export function dropMarks(lines: readonly MarkdownLine[]): MarkdownLine[] {
  return lines.flatMap((line) => {
    if (line.code) return [line]
    const fenced = FENCED_NOTE.exec(line.text)
    if (fenced) return title(line, fenced[1] ?? "")
    const quoted = QUOTED_NOTE.exec(line.text)
    if (quoted) return quoted[2] ? [{ ...line, text: `${quoted[1]}**${quoted[2]}**` }] : []
    return [{ ...line, text: line.text.replace(TASK, "$1") }]
  })
}

function title(line: MarkdownLine, written: string): MarkdownLine[] {
  const words = written
    .replace(/\{[^{}]*\}\s*$/, "")
    .replace(/^\[(.*)\]\s*$|^"(.*)"\s*$/, "$1$2")
    .replaceAll("**", "")
    .trim()
  return words ? ["", `**${words}**`, ""].map((text) => ({ ...line, text })) : [{ ...line, text: "" }]
}

/** The lines of a note are indented by four, which would make them code. */
function dedent(lines: MarkdownLine[], start: number): void {
  for (let at = start; at < lines.length; at++) {
    const line = lines[at]
    if (!line || (line.text.trim() !== "" && !/^(?: {4}|\t)/.test(line.text))) return
    line.text = line.text.replace(/^(?: {4}|\t)/, "")
  }
}
