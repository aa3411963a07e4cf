import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import { inTerminal } from "../cli/console/testing/in-terminal.ts"
import { UNKNOWN, WidgetSite } from "./widget-site.ts"

setDefaultTimeout(180_000)

/** What Grace says to it, and the same question as somebody else puts it. */
const REPLY = "With fish we pour a dry Riesling; with salmon a light Pinot Noir."
const ASKED_OTHERWISE = "What wine should I serve with fish?"

let site: WidgetSite
let password = ""
const terminals: { end(): Promise<void> }[] = []

beforeAll(async () => {
  site = await WidgetSite.start()
  const [added] = await site.chatd.json(["agent", "add", "grace@acme.example", "--name", "Grace Hopper"])
  password = added.password
})

afterAll(async () => {
  for (const terminal of terminals) await terminal.end()
  await site.stop()
})

/** The console as it is started on the machine of the server, signed in. */
async function graceAtTheDesk(columns: number, rows: number) {
  const desk = inTerminal([join(site.chatd.folder, "chatd"), "console"], {
    cwd: site.chatd.folder,
    env: { HOME: join(site.chatd.folder, "home"), TZ: "UTC" },
    columns,
    rows,
  })
  terminals.push(desk)
  await desk.shows("E-mail:")
  desk.type("grace@acme.example\r")
  await desk.shows("Password:")
  desk.type(`${password}\r`)
  await desk.shows("Grace Hopper:")
  return desk
}

test("a day in an agent's life, with visitors in a browser and the agent in a terminal", async () => {
  const desk = await graceAtTheDesk(120, 40)
  await desk.shows("You are")
  desk.type("\r")
  await desk.shows("Grace Hopper: online")

  // The bot is not sure, a person is there: she has the visitor at once, and the visitor sees her name.
  const { page, chat, complaints, close } = await site.visit()
  await chat.start()
  await chat.say(UNKNOWN)
  await chat.panel.getByText("Grace Hopper joined the conversation.").waitFor()
  expect(await chat.panel.getByText("Yes, Create Ticket").count()).toBe(0)
  await desk.shows("Ada Lovelace")
  await desk.shows(UNKNOWN)

  // Each sees that the other is writing, and what was written.
  desk.type("r")
  await desk.shows("Reply to Ada Lovelace")
  desk.type(REPLY)
  await chat.panel.getByText(/Grace Hopper is (typing|writing)/).waitFor()
  desk.type("\r")
  await chat.panel.getByText(REPLY).waitFor()
  await chat.input.pressSequentially("Thank you! Any vineyard?")
  await desk.shows(/Ada Lovelace is (typing|writing)/)
  await chat.input.press("Enter")
  await desk.shows("Thank you! Any vineyard?")

  // What she notes is hers and her colleagues'.
  desk.type("\u000e")
  await desk.shows("Note, only agents see it")
  desk.type("Knows her wines.\r")
  await desk.shows("Grace Hopper, note")

  // The server goes in the middle of it; both find each other again.
  await site.kill()
  await desk.shows("not connected")
  await site.serve()
  await desk.shows("Connected again")
  await chat.say("I am still here.")
  await desk.shows("I am still here.")

  // What she said becomes an article, the conversation is closed, and the visitor is asked how it was.
  desk.type("\u001b")
  await desk.shows("Enter reply")
  desk.type("A")
  await desk.shows("Ctrl-S save")
  desk.type("\u0013")
  await desk.shows(/(knows|known|Article)/)
  desk.type("c")
  await desk.shows("Closed: Ada Lovelace.")
  await chat.panel.getByText(/How (was|did)/).waitFor()
  expect(await page.content()).not.toContain("Knows her wines.")
  expect(await chat.panel.getByText("Knows her wines.").count()).toBe(0)
  // Whatever way the chat tries while the server is away, the browser tells.
  expect(complaints.filter((one) => !/WebSocket|ERR_CONNECTION_REFUSED/.test(one))).toEqual([])
  await close()

  // The next visitor who asks that is answered by the bot, from her words.
  const other = await site.visit()
  await other.chat.start()
  await other.chat.say(ASKED_OTHERWISE)
  await other.chat.answers.getByText("Riesling").first().waitFor()
  await other.chat.panel.getByText("Was this helpful?").waitFor()
  await other.close()

  // Her day is over: nobody is given to her any more, and whoever asks gets the form.
  desk.type("P")
  await desk.shows("offline")
  desk.type("offline\r")
  await desk.shows(/Grace Hopper:\s+offline/)
  const late = await site.visit()
  await late.chat.start()
  await late.chat.say("Which tie goes with a dinner jacket?")
  await late.chat.panel.getByText("Would you like to create a support ticket?").waitFor()
  await late.close()
  desk.type("q")
  expect(await desk.child.exited).toBe(0)
})
