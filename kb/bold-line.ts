/** A line in bold that neither ends as a sentence does nor announces what follows. */
const BOLD_LINE = /^(\*\*|__)(?!\s)((?:(?!\*\*|__).){1,120}[^.!:;,\s])\1\??$/u

/** What a line says that is all in bold and may be a heading; undefined of any other. */
export function boldLine(line: string): string | undefined {
  return BOLD_LINE.exec(line.trim().replace(/\\$/, ""))?.[2]
}

/** Whether the line below goes on with a sentence: "**Save** / and wait". */
export function goesOnBelow(line: string): boolean {
  return /^\s*[\p{Ll},;)]/u.test(line)
}
