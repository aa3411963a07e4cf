import type { Article } from "./article.ts"
import { withAskingItems } from "./asking-items.ts"
import { boldLine } from "./bold-line.ts"
import type { Chunk, Seam } from "./chunk.ts"
import { type Block, markdownBlocks } from "./markdown-blocks.ts"
import { type Fits, type Frame, longestFit, pieces } from "./pieces.ts"
import { withQuestionsApart } from "./questions-and-answers.ts"

/** How articles are cut: raised where the same article gives other chunks, so that the next ingest cuts all anew. */
export const CHUNKING = 8

/** Tokens a chunk aims at, prefix included: about 120 words, which retrieved best of the sizes tried. */
export const TARGET_TOKENS = 192
/** The share of a chunk that title and section may take before they are cut. */
const PREFIX_SHARE = 0.4
/** No text that is written to be read has longer ones; a wall of letters without a space may be one token. */
const MOST_CHARACTERS_A_TOKEN = 100

type CountTokens = (text: string) => number

/**
 * Cuts an article into passages: never across a heading, packed from whole sentences, with code blocks, lists
 * and tables in one piece wherever they fit. One after the other: a long article takes seconds, in which others want the thread.
 *
 * @param countTokens counts the model's tokens, special ones included
 * @param maxTokens upper bound of `embeddedText(title, chunk)` in those tokens
 */
export function* chunksOf(article: Article, countTokens: CountTokens, maxTokens: number): Generator<Chunk> {
  let ordinal = 0
  for (const section of sections(article.body)) {
    const prefix = passagePrefix(article.title, section.path)
    const shown = fitPrefix(prefix, countTokens, maxTokens)
    // Counting takes time in proportion to the text: what is far too long is not counted.
    const fits = (text: string) =>
      text.length <= maxTokens * MOST_CHARACTERS_A_TOKEN &&
      countTokens(shown === "" ? text : `${shown}\n${text}`) <= maxTokens
    for (const packed of pack(section.blocks, fits))
      yield { ordinal: ordinal++, section: section.path, ...packed }
  }
}

/** What is embedded for a chunk: "title - section" on its own line, then the passage. The largest single gain measured. */
export function embeddedText(
  title: string,
  chunk: Chunk,
  countTokens: CountTokens,
  maxTokens: number,
): string {
  const prefix = fitPrefix(passagePrefix(title, chunk.section), countTokens, maxTokens)
  return prefix === "" ? chunk.text : `${prefix}\n${chunk.text}`
}

/** What stands before a passage's text where it is embedded: its article's title and the headings above it. */
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
  const blocks = withQuestionsApart(withAskingItems(markdownBlocks(body)), BOLD_LEVEL)
  for (const block of withBoldHeadings([...blocks])) {
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

/** Below any that Markdown has. */
const BOLD_LEVEL = 7

const QUESTION = /[?？؟][*_]*$/u

/**
 * A line in bold above a text is its heading, whatever it is written as: questions of an FAQ, terms and what they mean. Unless
 * it asks it stays in the text as well, since it may be what was asked for; below a question it is part of the answer.
 */
function* withBoldHeadings(blocks: readonly Block[]): Generator<Block> {
  const bold = blocks.map((block) => (block.kind === "text" ? boldLine(block.text) : undefined))
  const asks = blocks.map(({ text }) => QUESTION.test(text))
  let isBelowQuestion = false
  for (const [i, block] of blocks.entries()) {
    const text = bold[i]
    const next = blocks[i + 1]
    const isAboveBold = bold[i + 1] !== undefined && (!asks[i] || asks[i + 1])
    const isAboveText = next !== undefined && next.kind !== "heading" && !isAboveBold
    const answers = !asks[i] && (isBelowQuestion || (bold[i - 1] !== undefined && asks[i - 1]))
    const heads = text !== undefined && isAboveText && !answers
    if (heads) yield { kind: "heading", level: BOLD_LEVEL, text }
    if (!heads || !asks[i]) yield block
    if (block.kind === "heading") isBelowQuestion = asks[i] === true
  }
}

/** Greedy: the next piece joins the current chunk while it fits. */
function* pack(blocks: readonly Block[], fits: Fits): Generator<Pick<Chunk, "text" | "seam">> {
  let text = ""
  let seam: Seam | undefined
  let open: Frame | undefined
  const finished = () => (text === "" ? [] : [{ text: text + (open?.closing ?? ""), ...(seam && { seam }) }])
  for (const block of blocks) {
    for (const piece of pieces(block, fits)) {
      const { frame, gap } = piece
      const goesOn = frame !== undefined && frame === open
      const opened = `${frame?.opening ?? ""}${piece.text}`
      const between = goesOn ? gap + piece.text : `${open?.closing ?? ""}${gap}${opened}`
      const joined = text === "" ? opened : text + between
      if (fits(joined + (frame?.closing ?? ""))) text = joined
      else {
        yield* finished()
        text = opened
        seam = goesOn ? { closed: frame.closing, opened: frame.opening, gap } : undefined
      }
      open = frame
    }
  }
  yield* finished()
}
