import type { Chunk } from "../../kb/chunk.ts"
import { asksForSteps } from "./extract/steps.ts"
import { isSameSection } from "./same-section.ts"
import { contentTerms } from "./terms.ts"
import { joined } from "./torn-text.ts"

/** Letters of all ways together; no more of them is quoted. */
const MOST = 2400

/** Code, or numbered steps: what somebody can do. */
const PROCEDURE = /^ {0,3}(?:```|~~~|1[.)]\s)/m

/** One way of several to do what a section is about, as the tabs of a page have them: npm, Docker, Windows. */
interface Way {
  label: string
  chunks: Chunk[]
}

/** What leads to the ways of doing something, if anything does, and the ways. */
export interface Alternatives {
  section: readonly string[]
  chunks: Chunk[]
  /** Markdown, with the name of each way above it. */
  text: string
}

/**
 * Where a question asks how to do what a section is about, and the section says it in several ways, each below its own
 * name: all of them. The one that is nearest would be taken for the only one, and what leads to them for all there is.
 *
 * @param best the chunk that is nearest to the question
 */
export function alternativesOf(
  title: string,
  chunks: readonly Chunk[],
  best: Chunk,
  question: string,
): Alternatives | undefined {
  const asked = new Set(contentTerms(question))
  if (asked.size === 0 || !(asksForSteps(question) || asked.size < 3)) return undefined
  const lead = leadOf(best, chunks)
  const section = lead ? best.section : best.section.slice(0, -1)
  if (!isAbout(asked, title, section, lead)) return undefined
  const intro = chunks.filter((chunk) => isSameSection(chunk.section, section))
  const ways = waysBelow(section, chunks)
  const isFound = lead || ways.some((way) => way.chunks.includes(best))
  if (!isFound || ways.length < (lead ? 1 : 2) || ways.some((way) => isNamed(way, asked, title, section)))
    return undefined
  return withinLimit(section, intro, ways)
}

/** The text of the best chunk's section, where that tells nothing to do itself. */
function leadOf({ section }: Chunk, chunks: readonly Chunk[]): string | undefined {
  const own = joined(chunks.filter((chunk) => isSameSection(chunk.section, section)))
  return PROCEDURE.test(own) ? undefined : own
}

/** Do the headings, and what leads to the ways, say all that is asked for, the nearest heading some of it? */
function isAbout(asked: ReadonlySet<string>, title: string, section: readonly string[], lead = ""): boolean {
  const heading = new Set(contentTerms(section.at(-1) ?? title))
  const above = new Set(contentTerms([title, ...section, lead].join(" ")))
  // A title alone, of a product or a topic, names whatever is below it.
  const names = section.length > 0 || asked.size > 1
  return names && [...asked].some((term) => heading.has(term)) && [...asked].every((term) => above.has(term))
}

/** Those that follow each other right below the section's own text, as long as each is a procedure. */
function waysBelow(section: readonly string[], chunks: readonly Chunk[]): Way[] {
  const ways: Way[] = []
  const first = chunks.findIndex((chunk) => isBelow(chunk.section, section))
  for (const chunk of first < 0 ? [] : chunks.slice(first)) {
    const label = chunk.section[section.length]
    if (label === undefined || !isBelow(chunk.section, section)) break
    const last = ways.at(-1)
    if (last?.label === label) last.chunks.push(chunk)
    else ways.push({ label, chunks: [chunk] })
  }
  // Below the tabs of a page, whose names are in bold, stands a section of its own.
  const isTab = (way: Way | undefined) => way !== undefined && beginsInBold(way)
  const end = ways.findIndex((way) => isTab(way) !== isTab(ways[0]) || !PROCEDURE.test(joined(way.chunks)))
  return end < 0 ? ways : ways.slice(0, end)
}

function beginsInBold({ label, chunks }: Way): boolean {
  return chunks[0]?.text.startsWith(`**${label}**`) ?? false
}

function isBelow(section: readonly string[], above: readonly string[]): boolean {
  return section.length === above.length + 1 && above.every((heading, i) => heading === section[i])
}

/** Does the question ask for this way? */
function isNamed(
  { label }: Way,
  asked: ReadonlySet<string>,
  title: string,
  section: readonly string[],
): boolean {
  const above = new Set(contentTerms([title, ...section].join(" ")))
  return contentTerms(label).some((term) => asked.has(term) && !above.has(term))
}

function withinLimit(
  section: readonly string[],
  intro: readonly Chunk[],
  ways: readonly Way[],
): Alternatives | undefined {
  const parts = intro.length > 0 ? [joined(intro)] : []
  const chunks = [...intro]
  let size = parts.join("").length
  for (const way of ways) {
    const text = joined(way.chunks)
    size += text.length
    if (size > MOST) break
    parts.push(beginsInBold(way) ? text : `**${way.label.replaceAll("*", "")}**\n\n${text}`)
    chunks.push(...way.chunks)
  }
  return chunks.length > intro.length ? { section, chunks, text: parts.join("\n\n") } : undefined
}
