import { expect, test } from "bun:test"
import { plainText } from "./plain-text.ts"

const CASES: [markdown: string, words: string][] = [
  ["# Big **bold** [link](https://example.com/a) and `code`", "Big bold link and code"],
  ["> a\n- b\n  * c ***d***", "a\nb\nc d"],
  ["cut off in [an address](https://exam", "cut off in an address"],
  ["![a cat](https://x.y/z.png) 2 - 1 > 0, #5 and smtp_host_name", "a cat 2 - 1 > 0, #5 and smtp_host_name"],
]

for (const [markdown, words] of CASES) test(words, () => expect(plainText(markdown)).toBe(words))
