import type { Article } from "./article.ts"
import type { Chunk } from "./chunk.ts"
import { type Block, markdownBlocks } from "./markdown-blocks.ts"

/** Tokens a chunk aims at, prefix included: about 120 words, which retrieved best of the sizes tried. */
export const TARGET_TOKENS = 192
/** The share of a chunk that title and section may take before they are cut. */
const PREFIX_SHARE = 0.4

type CountTokens = (text: string) => number

/**
 * Cuts an article into passages: never across a heading, packed from whole sentences, with code blocks, lists
 * and tables in one piece wherever they fit.
 *
 * @param countTokens counts the model's tokens, special ones included
 * @param maxTokens upper bound of `embeddedText(title, chunk)` in those tokens
 */
export function chunkArticle(article: Article, countTokens: CountTokens, maxTokens = TARGET_TOKENS): Chunk[] {
  const chunks: Chunk[] = []
  for (const section of sections(article.body)) {
    const prefix = passagePrefix(article.title, section.path)
    const shown = fitPrefix(prefix, countTokens, maxTokens)
    const fits = (text: string) => countTokens(shown === "" ? text : `${shown}\n${text}`) <= maxTokens
    for (const text of pack(section.blocks, fits)) {
      chunks.push({ ordinal: chunks.length, section: section.path, text })
    }
  }
  return chunks
}

/** What is embedded for a chunk: "title - section" on its own line, then the passage. The largest single gain measured. */
export function embeddedText(
  title: string,
  chunk: Chunk,
  countTokens: CountTokens,
  maxTokens = TARGET_TOKENS,
): string {
  const prefix = fitPrefix(passagePrefix(title, chunk.section), countTokens, maxTokens)
  return prefix === "" ? chunk.text : `${prefix}\n${chunk.text}`
}

export function passagePrefix(title: string, section: readonly string[]): string {
  return [title.trim(), ...section].filter((part) => part !== "").join(" - ")
}

function fitPrefix(prefix: string, countTokens: CountTokens, maxTokens: number): string {
  const limit = Math.floor(maxTokens * PREFIX_SHARE)
  return countTokens(prefix) <= limit ? prefix : longestFit(prefix, (text) => countTokens(text) <= limit)
}

interface Section {
  path: string[]
  blocks: Block[]
}

function sections(body: string): Section[] {
  const found: Section[] = []
  const path: { level: number; text: string }[] = []
  let current: Section = { path: [], blocks: [] }
  for (const block of markdownBlocks(body)) {
    if (block.kind !== "heading") {
      current.blocks.push(block)
      continue
    }
    if (current.blocks.length > 0) found.push(current)
    while (path.length > 0 && (path.at(-1)?.level ?? 0) >= block.level) path.pop()
    path.push({ level: block.level, text: block.text })
    current = { path: path.map((heading) => heading.text), blocks: [] }
  }
  if (current.blocks.length > 0) found.push(current)
  return found
}

/** Greedy: the next piece joins the current chunk while it fits. */
function pack(blocks: readonly Block[], fits: (text: string) => boolean): string[] {
  const packed: string[] = []
  let current = ""
  for (const block of blocks) {
    let joiner = "\n\n"
    for (const piece of pieces(block, fits)) {
      const joined = current === "" ? piece : `${current}${joiner}${piece}`
      if (fits(joined)) current = joined
      else {
        if (current !== "") packed.push(current)
        current = piece
      }
      joiner = block.kind === "text" ? " " : "\n"
    }
  }
  if (current !== "") packed.push(current)
  return packed
}

/** A block whole if it fits; else its sentences (or lines); else as many words or characters as fit. */
function pieces(block: Block, fits: (text: string) => boolean): string[] {
  if (block.kind === "heading") return []
  if (block.kind !== "text" && fits(block.text)) return [block.text]
  const parts = block.kind === "text" ? sentences(block.text) : block.text.split("\n")
  return parts.filter((part) => part.trim() !== "").flatMap((part) => (fits(part) ? [part] : cut(part, fits)))
}

function cut(text: string, fits: (text: string) => boolean): string[] {
  const parts: string[] = []
  let rest = text
  while (rest !== "") {
    const head = longestFit(rest, fits)
    if (head === "") return parts
    if (head.trim() !== "") parts.push(head.trim())
    rest = rest.slice(head.length).trimStart()
  }
  return parts
}

/** The longest prefix that fits, by bisection, moved back to a word's end if there is one. At least one character. */
function longestFit(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text
  let low = 1
  let high = text.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (fits(text.slice(0, middle))) low = middle
    else high = middle
  }
  if (/[\uD800-\uDBFF]/.test(text[low - 1] ?? "")) low = Math.max(1, low - 1) // not through a surrogate pair
  const space = text.lastIndexOf(" ", low)
  return text.slice(0, space > 0 ? space : low)
}

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" })

export function sentences(text: string): string[] {
  return [...segmenter.segment(text)].map((part) => part.segment.trim()).filter((part) => part !== "")
}
