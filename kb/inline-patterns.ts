/**
 * Sources of regular expressions for what stands within a paragraph's Markdown. All lengths are bounded, so that no text
 * takes more than linear time.
 */

/** Its first group is the run of backticks; in a longer expression it must stay the first. */
export const CODE = "(?<!`)(`{1,9})(?!`)[^]{1,800}?(?<!`)\\1(?!`)"
/** A sign that stands for itself. */
export const ESCAPE = String.raw`\\[^\w\s]`
/** What stands in a link's square brackets. */
export const LABEL = String.raw`(?:[^[\]\\]|\\.|\[[^[\]]{0,200}\]){0,400}`
/** What stands in a link's round brackets. */
export const TARGET = String.raw`(?:[^()\\\s]|\\.|\s(?!\s)|\([^()\s]{0,400}\)){0,2000}`
/** The label of a definition elsewhere. */
export const REFERENCE = String.raw`[^[\]]{0,200}`
/** A link or an image without its `!`: with its target, with the label of a definition, or a label alone. */
export const LINK = String.raw`\[${LABEL}\](?:\(${TARGET}\)|\[${REFERENCE}\])?`
