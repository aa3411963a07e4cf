import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Browser } from "playwright-core"
import { changeSettings } from "./answering.ts"
import { axeFaults } from "./axe.ts"
import { openBrowser } from "./browser.ts"
import { agentSocket } from "./chat-client.ts"
import { ChatPanel } from "./chat-panel.ts"
import { type Desk, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { type HostSite, serveHostSite } from "./host-site.ts"
import { visit } from "./visit.ts"
import { until } from "./wait.ts"

setDefaultTimeout(120_000)

let desk: Desk
let admin: SignedInAgent
let grace: SignedInAgent
let browser: Browser
let site: HostSite

beforeAll(async () => {
  desk = await startDesk()
  admin = await signedInAgent(desk, { role: "admin" })
  grace = await signedInAgent(desk, { email: "grace@acme.example", name: "Grace", capacity: 1 })
  site = serveHostSite(desk.url, desk.partner.widgetKey)
  await changeSettings(admin, {
    allowed_origins: new URL(site.url).origin,
    "answering.mode": "agent",
    "widget.pre_chat.enabled": "false",
  })
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
  site.stop()
  await desk.stop()
})

const visitor = async (locale = "en-GB") => {
  const visited = await visit(browser, `${site.url}/plain.html`, { locale })
  return { ...visited, chat: new ChatPanel(visited.page) }
}
const online = async () => {
  const { agent } = grace
  await grace.call("PATCH", "/me", { presence: "online" })
  const socket = await agentSocket(desk, agent.number)
  await until("Grace counts as there", async () => {
    const { json } = await grace.call("GET", "/agents")
    return json.agents.find(({ number }: { number: number }) => number === agent.number)?.connected
  })
  return socket
}
const mine = async () => (await grace.call("GET", "/conversations?view=mine")).json.conversations

test("whoever waits sees their place move up, who joins, and that they wait again", async () => {
  const socket = await online()
  const [first, second, third] = [await visitor(), await visitor(), await visitor("ar")]
  for (const { chat } of [first, second]) {
    await chat.open()
    await chat.say("My parcel is lost.")
  }
  await first.chat.panel.getByText("Grace joined the conversation.").waitFor()
  await second.chat.panel.getByText("I've asked a person to join.").waitFor()
  await second.chat.panel.getByText("You're number 1 in the queue.").waitFor()
  await third.chat.launcher.click()
  await third.page.locator("#chatd-widget textarea").fill("Hello")
  await third.page.locator("#chatd-widget textarea").press("Enter")
  await third.page.getByText(/رقمك في قائمة الانتظار: [2٢]\./).waitFor()
  expect(await axeFaults(second.page)).toEqual([])
  expect(await axeFaults(third.page)).toEqual([])
  // Where a person is waited for, there is nobody else to be asked.
  expect(await second.chat.panel.getByRole("button", { name: "Talk to a person" }).count()).toBe(0)

  const [{ number }] = await mine()
  expect((await grace.call("POST", `/conversations/${number}/close`)).status).toBe(200)
  await second.chat.panel.getByText("Grace joined the conversation.").waitFor()
  expect(await second.chat.panel.getByText("in the queue.").count()).toBe(0)
  await third.page.getByText(/رقمك في قائمة الانتظار: [1١]\./).waitFor()

  // A reload shows the same.
  await third.page.reload()
  await third.page.getByText(/رقمك في قائمة الانتظار: [1١]\./).waitFor()

  await grace.call("PATCH", "/me", { presence: "away" })
  const [{ number: next }] = await mine()
  const { status } = await grace.call("POST", `/conversations/${next}/transfer`, { queue: true })
  expect(status).toBe(200)
  await second.chat.panel.getByText("You're back in the queue.").waitFor()
  await second.chat.panel.getByText("You're number 1 in the queue.").waitFor()

  // Who writes then is not left in silence.
  await second.chat.say("Is anybody there?")
  await second.chat.panel.getByText("Nobody is here right now.").waitFor()
  await second.chat.panel.getByRole("button", { name: "Yes, create ticket" }).waitFor()
  await second.chat.panel.getByText("You're number 1 in the queue.").waitFor()
  expect(await axeFaults(second.page)).toEqual([])
  for (const { complaints, close } of [first, second, third]) {
    expect(complaints).toEqual([])
    await close()
  }
  await socket.close()
})

test("where it is closed, it says when people are back, in the visitor's language and time, and offers the form", async () => {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  const week = (spans: string) => Object.fromEntries(days.map((day) => [`hours.week.${day}`, spans]))
  await changeSettings(admin, { ...week(""), "hours.holidays": `${tomorrow} 09:00-10:00` })
  const { page, complaints, close } = await visitor("de-DE")
  await page.locator("#chatd-widget .launcher").click()
  const box = page.locator("#chatd-widget textarea")
  await box.fill("Ist jemand da?")
  await box.press("Enter")
  await page.getByText(/^Wir haben zurzeit geschlossen\. Wieder da: .+, \d?\d:\d\d/).waitFor()
  await page.getByText("Möchten Sie ein Support-Ticket erstellen?").waitFor()
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole("button", { name: "Mit einem Menschen sprechen" }).click()
  await page.getByText(/^Wieder da: .+, \d?\d:\d\d/).waitFor()
  expect(await axeFaults(page)).toEqual([])
  expect(complaints).toEqual([])
  await close()
})
