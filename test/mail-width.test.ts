import { afterAll, beforeAll, expect, test } from "bun:test"
import type { Browser, Page } from "playwright-core"
import { replyNotice } from "../src/integrations/mail/conversation-mails.ts"
import { LANGUAGES } from "../src/integrations/mail/templates/languages.ts"
import { MAILS } from "../src/integrations/mail/templates/mails.ts"
import { sampleMail } from "../src/integrations/mail/templates/sample.ts"
import { ticketTeamMail } from "../src/integrations/mail/ticket-mails.ts"
import { openBrowser } from "./browser.ts"

const PHONE = 360
const WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await openBrowser()
  page = await browser.newPage({ viewport: { width: PHONE, height: 640 } })
})
afterAll(() => browser.close())

async function widthOf(html: string | undefined): Promise<number> {
  await page.setContent(html ?? "")
  return page.evaluate(() => document.documentElement.scrollWidth)
}

test("no mail is wider than a phone, in any language", async () => {
  for (const language of LANGUAGES)
    for (const mail of MAILS) {
      const { html } = sampleMail(mail, { language, company: `${WORD} GmbH`, color: "#0f766e" })
      expect([mail, language, await widthOf(html)]).toEqual([mail, language, PHONE])
    }
})

test("nor where everything in it is longer than its lines; what is indented stays so", async () => {
  const text = `${WORD}${WORD}\nhttps://shop.example.com/${"abcdefgh".repeat(20)}\nif:\n  indented\n\ttab`
  const reader = { name: `${WORD} ${WORD}`, email: `${"abc.".repeat(14)}x@${"sub.".repeat(20)}example.com` }
  for (const language of ["de", "ar"] as const) {
    const letter = { language, company: WORD, color: "#ffd400", reader }
    const lines = [{ who: reader.name, text, at: "2026-11-21T10:30:00Z" }]
    const shared = { letter, timeZone: "UTC", messageId: "<a@b>", link: "https://chat.example.com/c/x" }
    const team = ticketTeamMail({
      ...shared,
      to: ["team@acme.example"],
      ticketId: "T-123456",
      subject: text,
      question: text,
      priority: "urgent",
      requester: { ...reader, phone: "+49 30 1234567890 1234567890 1234567890" },
      transcript: lines,
      page: `https://shop.example.com/${"abcdefgh".repeat(20)}`,
    })
    const notice = replyNotice({
      ...shared,
      conversation: 1,
      lines,
      answerable: true,
      unsubscribe: "https://chat.example.com/u/x",
    })
    for (const { html } of [team, notice]) expect(await widthOf(html)).toBe(PHONE)
    // biome-ignore lint/performance/useDomNodeTextContent: what is shown is looked at, line by line
    const shown = await page.evaluate(() => document.body.innerText)
    expect(shown.replaceAll("\u00a0", " ")).toMatch(/if:\n {2}indented\n {4}tab/)
  }
})
