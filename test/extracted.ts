import { extractAnswer } from "../src/answers/extract.ts"
import type { Passage } from "../src/answers/passage.ts"

export function passage(text: string, title = "Accounts", score = 1): Passage {
  return { title, section: [], text, score }
}

/** What stands around that which is asked about. */
export const filler = "The portal was redesigned in spring. ".repeat(12)

export async function markdownOf(question: string, ...passages: Passage[]): Promise<string> {
  return (await extractAnswer({ question, passages })).markdown
}
