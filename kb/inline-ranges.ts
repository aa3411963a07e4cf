import { CODE, ESCAPE, LINK } from "./inline-patterns.ts"
import type { Range } from "./sentence-ranges.ts"

const TAG = "<[a-z/][^<>]{0,800}>"
const ADDRESS = String.raw`(?:https?:\/\/|www\.)[^\s<>]{0,2000}[^\s<>.,;:!?'")\]*_~]`
const EMPHASIS = String.raw`(?<![\w*])(\*{1,3}|_{1,3}|~~)(?=[^\s*_~])[^]{1,300}?(?<=[^\s*_~])\2(?![\w*])`

const UNBREAKABLE = [ESCAPE, CODE, `!?${LINK}`, TAG, ADDRESS]
const PATTERN = new RegExp([...UNBREAKABLE, EMPHASIS].join("|"), "gi")
const WITHOUT_EMPHASIS = new RegExp(UNBREAKABLE.join("|"), "gi")

/** Where code, links, addresses, tags and emphasis lie in a paragraph's Markdown: what no sentence ends inside of. */
export function inlineRanges(markdown: string): Range[] {
  return rangesOf(markdown, PATTERN)
}

/** As {@link inlineRanges}, but without emphasis, which can be cut through and still be read. */
export function unbreakableRanges(markdown: string): Range[] {
  return rangesOf(markdown, WITHOUT_EMPHASIS)
}

function rangesOf(markdown: string, pattern: RegExp): Range[] {
  return [...markdown.matchAll(pattern)].map(({ 0: text, index }) => ({
    start: index,
    end: index + text.length,
  }))
}
