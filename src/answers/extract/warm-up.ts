import { extractAnswer } from "../extract.ts"

const PASSAGE = `Open *Settings*, then **Password**. See [the guide](https://example.com).

1. Press edit.
2. Type it twice.

| Plan | Price |
| --- | --- |
| Basic | 9 |

This takes a minute. However, you can stop at any time.`

/** Composes one answer for nobody: the first one builds the Markdown parser's tables, which takes some 10 ms. */
export async function warmUpExtraction(): Promise<void> {
  await extractAnswer({
    question: "Where do I change my password?",
    passages: [{ title: "Account", section: [], text: PASSAGE, score: 1 }],
  })
}
