import { verifyAnswer } from "../verify.ts"

/** Why an answer that cites a passage of this text may not be sent; undefined where it may. */
export function faultOf(text: string, markdown: string, title = "Help"): Promise<string | undefined> {
  return verifyAnswer({
    markdown: `${markdown} [1]`,
    citations: [1],
    passages: [{ title, section: [], text, score: 1 }],
    secrets: { nonce: "c0ffee", instructions: "" },
  })
}
