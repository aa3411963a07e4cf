import { describe, expect, test } from "bun:test"
import { readMail } from "./read-mail.ts"

const LIMITS = { files: 10, bytes: 10_000_000 }
/** What reading them takes at most, on a slow machine: patterns that look back took more than ten times as long. */
const LONGEST = 1_000

async function timeOf(type: "plain" | "html", body: string): Promise<number> {
  const raw = Buffer.from(`Content-Type: text/${type}; charset=utf-8\r\n\r\n${body}`)
  const before = performance.now()
  await readMail(raw, "Re: Your question", LIMITS)
  return performance.now() - before
}

describe("a mail stops nobody for long with a text of", () => {
  test.each([
    ["a long line of dashes that ends in a letter", `I need help.\r\n${"_".repeat(3_500)}x`],
    ["many lines of dashes", `I need help.\r\n${`${"-".repeat(380)}x\r\n`.repeat(1_000)}`],
    ["spaces within a line", `x${" ".repeat(150_000)}x`],
    ["addresses that never end", "<https://".repeat(50_000)],
    ["quotes with nothing of one's own between them", "> \r\n.\r\n".repeat(80_000)],
    ["signatures below nothing", `${".\r\n".repeat(100_000)}${"Sent from my iPhone\r\n".repeat(10_000)}`],
  ])("%s", async (_, text) => {
    expect(await timeOf("plain", text)).toBeLessThan(LONGEST)
  })
})
