import type { Passage } from "../passage.ts"
import { contentTerms } from "../terms.ts"

/**
 * What stands below a question answers that one: "Yes" below another than was asked would be a lie. So the question is
 * quoted above it, unless it is the one that was asked.
 */
export function underItsQuestion(
  markdown: string,
  passage: Pick<Passage, "section"> | undefined,
  asked: string,
): string {
  const heading = passage?.section.at(-1)?.trim() ?? ""
  if (!heading.endsWith("?") || markdown === "" || isSame(heading, asked)) return markdown
  return `${heading.includes("*") ? heading : `**${heading}**`}\n\n${markdown}`
}

function isSame(heading: string, asked: string): boolean {
  const [a, b] = [new Set(contentTerms(heading)), new Set(contentTerms(asked))]
  return a.size === b.size && [...a].every((term) => b.has(term))
}
