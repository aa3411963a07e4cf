import type { Range } from "./sentence-ranges.ts"

/** All lengths are bounded, so that no text takes more than linear time. */
const LABEL = String.raw`\[(?:[^[\]\\]|\\.|\[[^[\]]{0,200}\]){0,400}\]`
const TARGET = String.raw`\((?:[^()\\\s]|\\.|\s(?!\s)|\([^()\s]{0,400}\)){0,2000}\)`
const CODE = "(?<!`)(`{1,9})(?!`)[^]{1,800}?(?<!`)\\1(?!`)"
const LINK = `!?${LABEL}(?:${TARGET}|${String.raw`\[[^[\]]{0,200}\]`})?`
const TAG = "<[a-z/][^<>]{0,800}>"
const ADDRESS = String.raw`(?:https?:\/\/|www\.)[^\s<>]{0,2000}[^\s<>.,;:!?'")\]*_~]`
const EMPHASIS = String.raw`(?<![\w*])(\*{1,3}|_{1,3}|~~)(?=[^\s*_~])[^]{1,300}?(?<=[^\s*_~])\2(?![\w*])`

const UNBREAKABLE = [String.raw`\\[^\w\s]`, CODE, LINK, TAG, ADDRESS]
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
