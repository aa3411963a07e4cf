import { expect, test } from "bun:test"
import { rightCitations } from "./right-citations.ts"

const passages = [
  {
    title: "Opening hours",
    section: [],
    text: "The shop is open Monday to Friday from 9 am to 6 pm.",
    score: 1,
  },
  {
    title: "Shipping",
    section: [],
    text: "Shipping to Austria costs €9. Use `code[1]` at the till.",
    score: 1,
  },
  { title: "Returns", section: [], text: "You can return an item within 30 days.", score: 1 },
]
const mended = rightCitations({ passages, secrets: { nonce: "c0ffee", instructions: "" } })

const HOURS = "The shop is open Monday to Friday from 9 am to 6 pm"
const SHIPPING = "Shipping to Austria costs €9"

test.each([
  ["swapped", `${HOURS} [2]. ${SHIPPING} [1].`, `${HOURS} [1]. ${SHIPPING} [2].`],
  ["behind the full stop", `${HOURS}. [2] ${SHIPPING}. [3][1]`, `${HOURS}. [1] ${SHIPPING}. [2]`],
  ["in a list", `- ${HOURS} [2]\n- ${SHIPPING} [2]`, `- ${HOURS} [1]\n- ${SHIPPING} [2]`],
  [
    "one wrong",
    `${SHIPPING} [1]. You can return an item within 30 days [3].`,
    `${SHIPPING} [2]. You can return an item within 30 days [3].`,
  ],
])("a mark is moved to the passage that bears its sentence out: %s", async (_, written, right) => {
  expect(await mended(written)).toBe(right)
})

test.each([
  ["right", `${HOURS} [1]. ${SHIPPING} [2].`],
  ["of two passages together", `${HOURS}, and shipping to Austria costs €9 [1][2].`],
  ["of what no passage says", "We repair pianos [1]."],
  ["of no passage", `${SHIPPING} [9].`],
  ["in code", "Use `code[1]` at the till [2]."],
  ["none", HOURS],
])("other marks stay: %s", async (_, written) => {
  expect(await mended(written)).toBe(written)
})
