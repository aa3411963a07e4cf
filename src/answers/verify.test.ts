import { describe, expect, test } from "bun:test"
import type { Passage } from "./passage.ts"
import { faultOf } from "./verify/testing-fault.ts"
import { verifyAnswer } from "./verify.ts"

const text = `You can cancel your subscription at any time, but annual fees are not refunded. Cancelling takes effect at the end of the billing period.

To export your data:

1. Open **Settings > Privacy**.
2. Run \`export --all\` or visit [the export page](https://app.example/export).

| Plan | Storage |
|---|---|
| Pro | 1,000 GB |

Two-factor login isn't available on the Basic plan. Support answers in 2 days. See docs.example.com/help.`

const passages: Passage[] = [{ title: "Subscriptions", section: [], text, score: 1 }]
const secrets = {
  nonce: "c0ffee",
  instructions: "You answer only from the numbered passages of the knowledge base.",
}
const verify = (markdown: string) => verifyAnswer({ markdown, citations: [1], passages, secrets })

describe("an answer is sent", () => {
  test.each([
    ["You can cancel your subscription at any time; it takes effect at the end of the billing period [1]."],
    ["Annual fees are not refunded [1]."],
    ["Yes. You can cancel at any time, but annual fees are not refunded [1]."],
    [
      "1. Open **Settings > Privacy** [1].\n2. Run `export --all` or visit [the export page](https://app.example/export) [1].",
    ],
    ["The Pro plan has 1000 GB of storage [1]."],
    ["The Basic plan has no two-factor login [1]."],
    ["No two-factor login is available on the Basic plan [1]."],
    ["Support answers in two days [1]. See docs.example.com/help."],
  ])("that its passage supports: %s", async (markdown) => {
    expect(await verify(markdown)).toBeUndefined()
  })

  test("that words alone would doubt, when the meaning is close", async () => {
    const markdown = "Cancelling your contract becomes active at the period's end [1]."
    const ask = (alike: number) =>
      verifyAnswer({ markdown, citations: [1], passages, secrets, similarity: async () => alike })
    expect(await ask(0.2)).toContain("do not say")
    expect(await ask(0.9)).toBeUndefined()
  })
})

describe("an answer is held back", () => {
  test.each([
    ["Annual fees are refunded [1].", "opposite"],
    ["You cannot cancel your subscription at any time [1].", "opposite"],
    ["Two-factor login is available on the Basic plan [1].", "opposite"],
    ["The Pro plan has 100 GB of storage [1].", "number 100"],
    ["Run `export --everything` [1].", "export --everything"],
    ["Open the export page at https://app.example/export/admin [1].", "app.example/export/admin"],
    ["Visit [the export page](https://app.example.evil.example/export) [1].", "evil.example"],
    ["Visit [the export page](javascript:alert(1)) [1].", "javascript"],
    ["See ![export](https://evil.example/p.png) [1].", "evil.example"],
    ["Call the user_id endpoint of support [1].", "user_id"],
    ["Our moderators manually approve every forum signup [1].", "do not say"],
    [`${"You can cancel at any time. ".repeat(100)}[1]`, "longer"],
    ["", "empty"],
    ["Yes.", "bare"],
    ["No, you can cancel your subscription at any time [1].", "bare"],
  ])("whose passage does not support it: %s", async (markdown, why) => {
    expect(await verify(markdown)).toContain(why)
  })

  test("that quotes its instructions", async () => {
    expect(await verify("You answer only from the numbered passages [1].")).toContain("instructions")
  })
})

test("an address behind a word of a thousand hyphens is found as well", async () => {
  const word = `${"a-".repeat(500)}!`
  const fault = await faultOf(`${word} See the help page now.`, `${word} See help.example.com now.`)
  expect(fault).toBe('"help.example.com" is not in the passages.')
})
