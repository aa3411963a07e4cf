import {
  FORWARD_PREFIX,
  FORWARDED,
  HEADER_LABELS,
  MOBILE_SIGNATURES,
  ORIGINAL_MESSAGE,
  WROTE,
} from "./quote-words.ts"

export interface ReplyText {
  /** What its author wrote. */
  text: string
  /** Whether anything was left out. */
  isShortened: boolean
}

/** Lines over which a mail program may spread "On Monday, Ada wrote:". */
const MOST_ATTRIBUTION_LINES = 4
const LONGEST_ATTRIBUTION = 400
/** No line that a program writes under a mail is longer. */
const LONGEST_MOBILE_SIGNATURE = 200
/** Lines of a signature behind two dashes without the space that belongs there. */
const LONGEST_LOOSE_SIGNATURE = 12

/**
 * What somebody wrote in an answer, without what they answered to and without their signature. In doubt text stays; where
 * nothing would stay, all of it does.
 *
 * @param subject tells a forwarded mail, of which everything is meant to be read
 */
export function replyText(given: string, subject = ""): ReplyText {
  const text = given.replace(/\r\n?/g, "\n")
  const lines = text.split("\n")
  const isForward = FORWARD_PREFIX.test(subject)
  const quotes = withoutQuotes(lines, isForward)
  const answer = withoutSignature(quotes.lines)
  const kept = tidy(answer)
  if (kept === "") return { text: tidy(lines), isShortened: false }
  return { text: kept, isShortened: letters(kept) !== letters(text) }
}

interface Unquoted {
  lines: string[]
}

function withoutQuotes(lines: readonly string[], isForward: boolean): Unquoted {
  const kept: string[] = []
  // Kept in mind: looking through all lines for each one takes time that grows with their square.
  let isSaying = false
  // From there on what bears a mark is quoted, be it one line between two answers.
  let isAttributed = false
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? ""
    if (line.trim() === "") {
      kept.push(line)
      continue
    }
    if (isForwardMarker(lines, i)) return { lines: [...kept, ...lines.slice(i)] }
    const attribution = attributionAt(lines, i)
    if (attribution > 0) {
      const next = nextFilled(lines, i + attribution)
      if (next === undefined || isQuoted(lines[next] ?? "")) {
        isAttributed = true
        i += attribution - 1
        continue
      }
      // Without marks on its lines, what follows is quoted to the end; over nothing of one's own it may be anything.
      if (isSaying && isByProgram(lines.slice(i, i + attribution))) return { lines: kept }
    }
    if (!isForward && isQuoteHeader(lines, i) && isSaying) return { lines: withoutRule(withoutDate(kept)) }
    const run = quotedRun(lines, i)
    if (run > 0 && (isAttributed || isQuote(lines, i, run, isSaying))) {
      i += run - 1
      // Answers between quoted lines stay apart.
      if (isSaying) kept.push("")
      continue
    }
    kept.push(line)
    isSaying ||= hasLetters(line)
  }
  return { lines: kept }
}

/** Lines from `i` on that are quoted, with empty ones between them. */
function quotedRun(lines: readonly string[], i: number): number {
  if (!isQuoted(lines[i] ?? "")) return 0
  let end = i + 1
  while (end < lines.length) {
    const next = nextFilled(lines, end)
    if (next === undefined || !isQuoted(lines[next] ?? "")) break
    end = next + 1
  }
  return end - i
}

/** One line with a mark may be somebody's own: ">5 of them". */
function isQuote(lines: readonly string[], i: number, run: number, isSaying: boolean): boolean {
  if (run > 1) return true
  const line = lines[i] ?? ""
  if (!/^\s?>(?:\s|>)/.test(line)) return false
  // Right under an attribution, or with an answer right under it.
  const before = previousFilled(lines, i)
  const after = nextFilled(lines, i + 1)
  return (
    (before !== undefined && /[:：]\s*$/.test(plain(lines[before] ?? ""))) ||
    (after !== undefined && !isSaying)
  )
}

/** A line with more strokes than the first is a table's. */
function isQuoted(line: string): boolean {
  return /^\s?(?:[>＞]|\|(?!.*\|))/.test(bare(line))
}

/** Whether "On Monday, Ada wrote:" begins here. @returns over how many lines; 0: it does not */
function attributionAt(lines: readonly string[], i: number): number {
  let joined = ""
  for (let count = 1; count <= MOST_ATTRIBUTION_LINES && i + count <= lines.length; count++) {
    const line = plain(lines[i + count - 1] ?? "").trim()
    if (line === "" || isQuoted(line)) return 0
    joined = `${joined} ${line}`.replace(/\s+/g, " ").trimStart()
    if (joined.length > LONGEST_ATTRIBUTION) return 0
    if (isAttribution(joined, () => isQuoted(lines[nextFilled(lines, i + count) ?? -1] ?? "")))
      return isWholeFurtherOn(lines.slice(i + 1, i + count)) ? 0 : count
  }
  return 0
}

/** Whether what somebody wrote stands right above it, as above that of GMX's app: then it begins at one of these lines. */
function isWholeFurtherOn(lines: readonly string[]): boolean {
  return lines.some((line, at) => {
    const joined = plain(lines.slice(at).join(" ")).trim()
    return (
      /^\s*(?:\p{Lu}|\p{N}{1,4}[./-]\p{N})/u.test(bare(line)) &&
      DATE.test(joined) &&
      isAttribution(joined, () => false)
    )
  })
}

const WROTE_AT_END = new RegExp(
  `(?:${WROTE.map(escaped)
    .sort((a, b) => b.length - a.length)
    .join("|")})[^:：]{0,82}[:：]$`,
  "u",
)

const DATE =
  /\p{N}{1,4}[./年-]\s?\p{N}{1,2}|\p{N}{1,2}[:.h]\s?\p{N}{2}|\b(?:19|20)\d\d\b|[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]{2}/u

/** @param isOverQuote whether what follows bears the marks of a quote */
function isAttribution(line: string, isOverQuote: () => boolean): boolean {
  // Zoho's stands between dashes.
  const between = betweenMarks(line, "-", 3)
  if (between !== undefined) return isAttribution(`${between}:`, isOverQuote)
  if (!/[:：]$/.test(line)) return false
  const hasAddress = /[^\s<>@]@[^\s<>@]+\.[^\s<>@]/.test(line)
  const hasDate = DATE.test(line)
  if (WROTE_AT_END.test(line)) return hasAddress || hasDate
  // Gmail's in Japanese and others have no verb. Over a quote it may be in any language.
  return hasAddress && hasDate && (/<\s?[^<>\s@]+@[^<>\s]+\s?>\s?[:：]$/.test(line) || isOverQuote())
}

/** Programs tell who wrote by an address, or the day and the minute; somebody who tells of it writes "on Monday at 9:30 your agent wrote:". */
function isByProgram(lines: readonly string[]): boolean {
  const line = plain(lines.join(" "))
  if (/\S@\S|[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]{2}/u.test(line)) return true
  // In the middle of their sentence.
  if (/^\s*\p{Ll}/u.test(bare(lines[0] ?? ""))) return false
  const hasTime = /(?<![\p{N}.])\p{N}{1,2}\s?[:.h時点时]\s?\p{N}{2}(?![\p{N}.])/u.test(line)
  return hasTime && /(?<!\p{N})(?:19|20)\p{N}{2}(?!\p{N})|\p{N}{1,2}[./-]\s?\p{N}{1,2}[./-]/u.test(line)
}

const FROM = labelled(HEADER_LABELS.from)
const SUBJECT = labelled(HEADER_LABELS.subject)
const SENT = labelled(HEADER_LABELS.sent)
const OTHERS = [SENT, labelled(HEADER_LABELS.to), SUBJECT]

/** Whether Outlook's "From: … Sent: …" begins here, or "Original Message" between dashes. */
function isQuoteHeader(lines: readonly string[], i: number): boolean {
  const line = plain(lines[i] ?? "").trim()
  if (isBetweenDashes(line, ORIGINAL_MESSAGE)) return true
  if (!FROM.test(line)) return false
  const following: string[] = []
  for (let at = i + 1; at < lines.length && following.length < 6; at++) {
    const next = plain(lines[at] ?? "").trim()
    if (next !== "") following.push(next)
  }
  if (OTHERS.filter((label) => following.some((next) => label.test(next))).length < 2) return false
  // A journey has a place to come from and one to go to, too.
  return line.includes("@") || following.some((next) => SUBJECT.test(next)) || isRuleAbove(lines, i)
}

function isRuleAbove(lines: readonly string[], i: number): boolean {
  const above = previousFilled(lines, i)
  return above !== undefined && isRule(lines[above] ?? "")
}

function isRule(line: string): boolean {
  return /^[_\-—–*=]{5,}$/.test(line.trim())
}

function isForwardMarker(lines: readonly string[], i: number): boolean {
  const line = plain(lines[i] ?? "").trim()
  if (isBetweenDashes(line, FORWARDED)) return true
  // Apple's has no dashes, but a header behind it.
  const words = line.replace(/[:：]$/, "").trim()
  if (!/[:：]$/.test(line) || !FORWARDED.includes(words)) return false
  const next = nextFilled(lines, i + 1)
  return (
    next !== undefined &&
    (FROM.test(plain(lines[next] ?? "").replace(/^[>\s]+/, "")) || isQuoteHeader(lines, next))
  )
}

function isBetweenDashes(line: string, words: readonly string[]): boolean {
  const inner = betweenMarks(line.replace(/[:：]$/, ""), "-_=*—–", 2)
  return inner !== undefined && words.includes(inner.replace(/[:：]$/, ""))
}

/**
 * What stands between at least so many marks before it and behind it. Each is looked at once: as one pattern it takes a time that
 * grows with the cube of a line's length.
 */
function betweenMarks(line: string, marks: string, least: number): string | undefined {
  let start = 0
  while (start < line.length && marks.includes(line.charAt(start))) start++
  let end = line.length
  while (end > start && marks.includes(line.charAt(end - 1))) end--
  return start < least || line.length - end < least ? undefined : line.slice(start, end).trim()
}

/** GMX says when, before it says who. */
function withoutDate(lines: readonly string[]): readonly string[] {
  return SENT.test(plain(lines.at(-1) ?? "").trim()) ? lines.slice(0, -1) : lines
}

/** The line that Outlook draws over its header goes with it. */
function withoutRule(lines: readonly string[]): string[] {
  const last = previousFilled(lines, lines.length)
  return last !== undefined && isRule(lines[last] ?? "") ? lines.slice(0, last) : [...lines]
}

function withoutSignature(lines: readonly string[]): string[] {
  const marked = lines.findIndex((line, i) => isSignatureMark(lines, line, i))
  const said = lines.findIndex(hasLetters)
  const isSaidBefore = (i: number) => said >= 0 && said < i
  const signed = isSaidBefore(marked) ? lines.slice(0, marked) : [...lines]
  for (;;) {
    const last = previousFilled(signed, signed.length)
    if (last === undefined) return signed
    const line = withoutLink(
      bare(signed[last] ?? "")
        .trim()
        .replace(/[.。]$/, ""),
    )
    if (!isMobileSignature(line) || !isSaidBefore(last)) return signed
    // Somebody's sentence may read like one, in the middle of a paragraph.
    const above = signed[last - 1]?.trim() ?? ""
    if (above !== "" && !isSignatureMark(signed, above, last - 1) && line.length > 40) return signed
    signed.splice(last)
    const rule = previousFilled(signed, signed.length)
    if (rule !== undefined && /^[-_—–*]{2,}$/.test((signed[rule] ?? "").trim()) && isSaidBefore(rule))
      signed.splice(rule)
  }
}

function isMobileSignature(line: string): boolean {
  return line.length <= LONGEST_MOBILE_SIGNATURE && MOBILE_SIGNATURES.some((pattern) => pattern.test(line))
}

/** Without the address in brackets at its end. */
function withoutLink(line: string): string {
  const start = Math.max(...["<", "(", "（"].map((bracket) => line.lastIndexOf(bracket)))
  const isLink = start >= 0 && /^.https?:\/\/[^\s>)]+[>)）]$/.test(line.slice(start))
  return isLink ? line.slice(0, start).trimEnd() : line
}

function isSignatureMark(lines: readonly string[], line: string, i: number): boolean {
  if (/^-- $|^-- \u00a0$/.test(line)) return true
  // Who parts their text by such lines has several.
  const isLoose = line.trimEnd() === "--" && lines.length - i <= LONGEST_LOOSE_SIGNATURE
  return isLoose && lines.filter((one) => one.trimEnd() === "--").length === 1
}

/** A line's words as the lists have them. */
function plain(line: string): string {
  return bare(line).replaceAll("*", "").toLowerCase().replaceAll("i̇", "i").replaceAll("\u00a0", " ")
}

/** Without marks of direction and joiners, which programs put around names and dates. */
function bare(line: string): string {
  return line.replace(/[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, "")
}

function labelled(words: readonly string[]): RegExp {
  return new RegExp(`^(?:${words.map(escaped).join("|")})\\s*[:：]`, "u")
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")
}

function nextFilled(lines: readonly string[], from: number): number | undefined {
  for (let i = from; i < lines.length; i++) if ((lines[i] ?? "").trim() !== "") return i
  return undefined
}

function previousFilled(lines: readonly string[], before: number): number | undefined {
  for (let i = before - 1; i >= 0; i--) if ((lines[i] ?? "").trim() !== "") return i
  return undefined
}

function hasLetters(line: string): boolean {
  return /[\p{L}\p{N}\p{S}\p{Emoji}]/u.test(line)
}

function letters(text: string): string {
  return text.replace(/\s+/g, "")
}

function tidy(lines: readonly string[]): string {
  return lines
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()
}
