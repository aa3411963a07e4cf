import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { until } from "./wait.ts"
import { KNOWN, WidgetSite } from "./widget-site.ts"

setDefaultTimeout(120_000)

let site: WidgetSite

beforeAll(async () => {
  site = await WidgetSite.start()
})

afterAll(() => site.stop())

test("a server that dies and comes back gets what was typed meanwhile, once and in order", async () => {
  const { page, chat, close } = await site.visit()
  await chat.start()
  await chat.say("Before")
  await chat.answers.nth(0).waitFor()

  await site.kill()
  await chat.panel.getByText("Connecting again…").first().waitFor({ state: "attached" })
  await chat.say("First")
  await chat.say("Second")
  expect(await chat.panel.getByRole("img", { name: "Waiting for the connection" }).count()).toBe(1)
  await site.serve()
  await chat.answers.nth(2).waitFor()
  expect(await chat.said()).toEqual(["Before", "First", "Second"])

  await page.reload()
  await chat.answers.nth(2).waitFor()
  expect(await chat.said()).toEqual(["Before", "First", "Second"])
  await close()
})

test("what is typed offline is sent when the network is back", async () => {
  const { context, chat, close } = await site.visit()
  await chat.start()
  await chat.say("Before")
  await chat.answers.nth(0).waitFor()
  await context.setOffline(true)
  await chat.panel.getByText("You're offline. What you write is sent when you're back.").waitFor()
  await chat.say("While away")
  await context.setOffline(false)
  await chat.answers.nth(1).waitFor()
  expect(await chat.said()).toEqual(["Before", "While away"])
  await close()
})

test("where sockets are blocked, messages come by polling", async () => {
  const { page, chat, requests, close } = await site.visit()
  await page.routeWebSocket(/\/ws\/chat\//, (socket) => socket.close())
  await chat.start()
  await chat.say(KNOWN)
  await chat.answers.getByText("chatd kb ingest").first().waitFor()
  await until("it polls", () => requests.some((request) => /\/events\?after=\d+&wait=\d+/.test(request)))
  expect(await chat.said()).toEqual([KNOWN])
  await close()
})
