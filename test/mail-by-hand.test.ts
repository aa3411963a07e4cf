import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { AddressObject, ParsedMail } from "mailparser"
import type { Browser } from "playwright-core"
import { openBrowser } from "./browser.ts"
import { ChatPanel } from "./chat-panel.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { type MailDesk, startMailDesk } from "./mail-desk.ts"
import { visit } from "./visit.ts"
import { until } from "./wait.ts"

setDefaultTimeout(120_000)

const PUBLIC = "https://chat.acme.example"

let desk: MailDesk
let agent: SignedInAgent
let browser: Browser
beforeAll(async () => {
  desk = await startMailDesk({
    settings: {
      "server.public_url": PUBLIC,
    },
    partnerSettings: (settings) => ({
      ...settings,
      mail: { team: ["team@acme.example", "boss@acme.example"], replyAfterSeconds: 1 },
    }),
  })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await desk.stop()
})

const addresses = (to: AddressObject | AddressObject[] | undefined) =>
  [to ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address))

const inbox = (address: string) => desk.smtp.read(address)

const linkIn = (mail: ParsedMail) =>
  `${desk.url}${new RegExp(`href="${PUBLIC}(/c/[^"]+)"`).exec(String(mail.html))?.[1]}`

test("the handoff form, filled in by hand, is a mail to the team and one to the visitor", async () => {
  const { page, complaints, close } = await visit(browser, desk.url)
  const chat = new ChatPanel(page)
  await chat.start()
  await chat.say("I want to talk to a person")
  await chat.panel.getByRole("button", { name: /Talk to a person/ }).click()
  await chat.panel.getByLabel("Phone").fill("+44 20 7946 0018")
  await chat.panel.getByLabel(/Message|Issue/).fill("My <engine> does not turn.\nPlease help.")
  await chat.panel.getByLabel("Priority").selectOption({ label: "Urgent" })
  await chat.panel.getByRole("button", { name: "Submit" }).click()
  await until("both mails are there", () => desk.smtp.mails.length >= 2)

  const [team] = await inbox("team@acme.example")
  expect(addresses(team?.to)).toEqual(["team@acme.example", "boss@acme.example"])
  expect(team?.subject).toBe("New ticket #T-1: My <engine> does not turn. Please help.")
  expect(team?.replyTo?.value).toEqual([{ name: "Ada Lovelace", address: "ada@example.com" }])
  for (const known of [
    "#T-1",
    "Ada Lovelace",
    "ada@example.com",
    "+44 20 7946 0018",
    "Urgent",
    `${desk.url}/`,
  ])
    expect(team?.text).toContain(known)
  expect(team?.text).toContain("My <engine> does not turn.\nPlease help.")
  expect(team?.text).toContain("I want to talk to a person")
  expect(String(team?.html)).toContain("My &lt;engine&gt; does not turn.<br>Please help.")

  const confirmations = await inbox("ada@example.com")
  expect(confirmations).toHaveLength(1)
  const [confirmation] = confirmations
  expect(confirmation?.subject).toBe("Support ticket #T-1: My <engine> does not turn. Please help.")
  expect(confirmation?.text).toStartWith("Hi Ada, I've created support ticket #T-1 for you.")
  expect(confirmation?.messageId).toMatch(/@acme\.example>$/)
  expect(confirmation?.messageId).not.toBe(team?.messageId ?? "")
  expect(complaints).toEqual([])
  await close()
})

test("a reply that was missed comes by mail; its link shows that conversation, on a phone, in their language", async () => {
  desk.smtp.mails.length = 0
  agent = await signedInAgent(desk)
  const first = await visit(browser, desk.url, { locale: "en-GB" })
  const there = new ChatPanel(first.page)
  await there.start()
  await there.say("Please, a person")
  await until("the message is there", async () => (await there.said()).length > 0)
  const { json } = await agent.call("GET", "/conversations?view=all")
  const number = json.conversations[0].number
  // They have gone before they are answered.
  await first.close()
  await agent.call("POST", `/conversations/${number}/messages`, { clientId: "a", text: "Is it plugged in?" })
  const mail = await until("the notice is there", async () => (await inbox("ada@example.com"))[0], 20_000)
  expect(mail.text).toContain("Is it plugged in?")
  await agent.call("POST", `/conversations/${number}/close`)

  // Elsewhere, where nothing is known of them.
  const phone = { viewport: { width: 390, height: 740 }, isMobile: true, hasTouch: true }
  const { page, complaints, requests, close } = await visit(browser, linkIn(mail), phone)
  const chat = new ChatPanel(page)
  await chat.panel.getByText("Is it plugged in?").waitFor()
  await chat.panel.getByText("Please, a person").waitFor()
  expect(await page.title()).toBe("Your conversation with Acme")
  await chat.panel.getByRole("button", { name: "Go on with this conversation" }).click()
  await chat.say("Now it is. Thank you!")
  await until("it arrived", async () => {
    const { json: events } = await agent.call("GET", `/conversations/${number}/events`)
    return JSON.stringify(events).includes("Now it is. Thank you!")
  })
  expect((await agent.call("GET", `/conversations/${number}`)).json.status).not.toBe("closed")
  expect(complaints).toEqual([])
  expect(requests.filter((request) => !request.includes(desk.url))).toEqual([])
  // The demo page beside it is another visitor's.
  const demo = await page.context().newPage()
  await demo.goto(desk.url)
  const other = new ChatPanel(demo)
  await other.open()
  await other.panel.getByLabel("Name").waitFor()
  await close()

  const wide = await visit(browser, linkIn(mail))
  await new ChatPanel(wide.page).panel.getByText("Is it plugged in?").waitFor()
  if (process.env.PICTURES) await wide.page.screenshot({ path: process.env.PICTURES })
  await wide.close()
  const broken = await visit(browser, `${linkIn(mail)}x`)
  await broken.page.getByRole("heading", { name: "This link does not work any more" }).waitFor()
  await broken.close()
})
