import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { axeFaults } from "./axe.ts"
import { ChatPanel } from "./chat-panel.ts"
import { until } from "./wait.ts"
import { KNOWN, UNKNOWN, WidgetSite } from "./widget-site.ts"

setDefaultTimeout(120_000)

let site: WidgetSite

beforeAll(async () => {
  site = await WidgetSite.start()
})

afterAll(() => site.stop())

test("a first message gets an answer with sources, and one thumb; a reload goes on with it", async () => {
  const { page, chat, complaints, close } = await site.visit()
  await chat.start()
  expect(await axeFaults(page)).toEqual([])
  await chat.say(KNOWN)
  await chat.answers.getByText("chatd kb ingest").first().waitFor()
  await chat.panel.getByText(/^1 source$/).click()
  await chat.panel.locator(".sources li").first().waitFor()
  expect(await chat.panel.getByText("Yes, Create Ticket").count()).toBe(0)
  expect(await axeFaults(page)).toEqual([])

  const thumb = chat.panel.getByRole("button", { name: "Helpful", exact: true })
  await thumb.click()
  await chat.panel.getByText("Thanks!").waitFor()
  expect(await chat.panel.getByRole("button", { name: "Not helpful" }).getAttribute("aria-disabled")).toBe(
    "true",
  )

  await page.reload()
  await chat.answers.first().waitFor()
  expect(await chat.said()).toEqual([KNOWN])
  await chat.panel.getByText("Thanks!").waitFor()
  expect(await thumb.getAttribute("aria-pressed")).toBe("true")
  expect(complaints).toEqual([])
  await close()
})

test("two tabs stay in step", async () => {
  const { page, context, chat, close } = await site.visit()
  await chat.start()
  await chat.say("Hello!")
  await chat.answers.nth(0).waitFor()
  const other = new ChatPanel(await context.newPage())
  await other.launcher.page().goto(page.url())
  await other.answers.nth(0).waitFor()
  await other.say(KNOWN)
  await chat.answers.nth(1).waitFor()
  await chat.say("Thank you")
  await other.answers.nth(2).waitFor()
  expect(await other.said()).toEqual(["Hello!", KNOWN, "Thank you"])
  expect(await chat.said()).toEqual(await other.said())
  await close()
})

test("a page that is never idle shows the chat that was open before it", async () => {
  const { page, context, chat, close } = await site.visit()
  await chat.start()
  await chat.say("Hello!")
  await chat.answers.nth(0).waitFor()
  await context.addInitScript(() => {
    window.requestIdleCallback = (action, { timeout } = {}) =>
      timeout ? Number(setTimeout(action, timeout)) : 0
  })
  await page.reload()
  await chat.answers.nth(0).waitFor()
  await close()
})

test("what finds no answer becomes a ticket with a number", async () => {
  const { page, chat, complaints, close } = await site.visit()
  await chat.start()
  await chat.say(UNKNOWN)
  await chat.panel.getByText("Would you like to create a support ticket?").waitFor()
  expect(await chat.panel.getByText("Was this helpful?").count()).toBe(0)
  expect(await axeFaults(page)).toEqual([])
  await chat.panel.getByRole("button", { name: "Yes, Create Ticket" }).click()
  await chat.panel
    .getByText(/#T-\d+/)
    .first()
    .waitFor()
  expect(await axeFaults(page)).toEqual([])
  expect(site.chatd.count("ticket")).toBe(1)
  expect(complaints).toEqual([])
  await close()
})

test("who asks for a person where nobody is gets a form, and the form a ticket", async () => {
  const { page, chat, complaints, close } = await site.visit()
  await chat.start()
  await chat.say("Hello!")
  await chat.answers.first().waitFor()
  await chat.panel.getByRole("button", { name: "Talk to a person" }).click()
  const name = chat.panel.getByLabel("Name")
  // Whoever types before the form has taken the focus would be typing into it.
  await until("the form has the focus", () =>
    name.evaluate((input) => (input.getRootNode() as ShadowRoot).activeElement === input),
  )
  await chat.panel.getByLabel("Message / Issue").fill("The lid does not fit.")
  await chat.panel.getByLabel("Priority").selectOption("high")
  expect(await name.inputValue()).toBe("Ada Lovelace")
  expect(await axeFaults(page)).toEqual([])
  await chat.panel.getByRole("button", { name: "Submit" }).click()
  await chat.panel
    .getByText(/#T-\d+/)
    .first()
    .waitFor()
  expect(complaints).toEqual([])
  await close()
})

test("a session that timed out can be read, and a new one begun", async () => {
  await site.set("session.idle_seconds=30")
  const { page, chat, close } = await site.visit()
  await chat.start()
  await chat.say("Hello!")
  await chat.answers.first().waitFor()
  await chat.panel
    .getByText("This conversation ended after a while without messages.")
    .waitFor({ timeout: 60_000 })
  expect(await axeFaults(page)).toEqual([])
  await chat.panel.getByRole("button", { name: "Start a new conversation" }).click()
  await chat.say(KNOWN)
  await chat.answers.getByText("chatd kb ingest").first().waitFor()
  expect(await chat.said()).toEqual([KNOWN])
  await chat.panel.getByRole("button", { name: "More options" }).click()
  await chat.panel.getByRole("button", { name: "Earlier conversations" }).click()
  await chat.panel.locator(".earlier button").first().click()
  await chat.answers.first().waitFor()
  expect(await chat.said()).toEqual(["Hello!"])
  await close()
})
