/**
 * Text of strangers, made fit for a terminal. A customer's message may hold what a terminal obeys: sequences that write
 * into the clipboard, move the cursor over what was said before, change the title, or turn the reading direction so that
 * a line says what it does not. Everything that people see of conversations goes through here first.
 */

/** Whole sequences, so that nothing of them is left to be read: OSC, DCS, SOS, PM and APC with their text; CSI; the short ones. */
const SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)|(?:\x1b\[|\x9b)[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]|\x1b[\x20-\x2f]*[\x30-\x5a\x5c\x60-\x7e]/g

/** What else a terminal obeys: C0 and C1 but for the line's end and the tab, and what forces a reading direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g

const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g

const TAB = "    "

/** Text of several lines; marks that join letters and emoji, and those of right-to-left writing, stay. */
export function safeText(text: string): string {
  return text
    .toWellFormed()
    .replace(SEQUENCES, "")
    .replace(LINE_ENDS, "\n")
    .replace(CONTROLS, "")
    .replaceAll("\t", TAB)
}

/** The same on one line, for a name or a cell of a table. */
export function safeLine(text: string): string {
  return safeText(text).replace(/\s+/g, " ").trim()
}
