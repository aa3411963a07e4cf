import type { Passage } from "../passage.ts"
import { verifyAnswer } from "../verify.ts"

/** Why an answer that cites a passage of this text may not be sent; undefined where it may. */
export function faultOf(text: string, markdown: string, title = "Help"): Promise<string | undefined> {
  return faultOfAll([{ title, section: [], text }], markdown)
}

/** The same of one that cites all of them. */
export function faultOfAll(
  passages: readonly Omit<Passage, "score">[],
  markdown: string,
): Promise<string | undefined> {
  const citations = passages.map((_, i) => i + 1)
  return verifyAnswer({
    markdown: `${markdown} ${citations.map((n) => `[${n}]`).join("")}`,
    citations,
    passages: passages.map((passage) => ({ ...passage, score: 1 })),
    secrets: { nonce: "c0ffee", instructions: "" },
  })
}
