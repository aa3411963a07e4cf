import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { type DemoServer, startDemo } from "./demo-server.ts"
import { OTHERS, type OtherBrowser } from "./other-browsers.ts"
import { until } from "./wait.ts"

setDefaultTimeout(120_000)

const TAB = "\uE004"
const ENTER = "\uE007"
const ESCAPE = "\uE00C"

let server: DemoServer

beforeAll(async () => {
  server = await startDemo()
})

afterAll(() => server.stop())

for (const [name, { missing, open }] of Object.entries(OTHERS)) {
  if (missing) console.warn(`Not tried in ${name}: ${missing}`)
  describe.skipIf(missing !== undefined)(`in ${name}`, () => {
    let browser: OtherBrowser

    beforeAll(async () => {
      browser = await open()
    })

    afterAll(() => browser.close())

    const chat = `document.querySelector("#chatd-widget")?.shadowRoot`
    const has = (what: string, selector: string, more = "") =>
      until(what, () => browser.evaluate(`!!${chat}?.querySelector("${selector}")${more}`), 30_000)
    const focused = (selector: string) =>
      until(`${selector} has the focus`, () =>
        browser.evaluate(`!!${chat}?.activeElement?.matches("${selector}")`),
      )
    const textOf = (selector: string) =>
      browser.evaluate(`${chat}.querySelector("${selector}").textContent`) as Promise<string>

    function type(keys: string): Promise<void> {
      const actions = [...keys].flatMap((value) => [
        { type: "keyDown", value },
        { type: "keyUp", value },
      ])
      return browser.perform([{ type: "key", id: "keys", actions }])
    }

    async function click(selector: string): Promise<void> {
      const box = `${chat}.querySelector("${selector}").getBoundingClientRect()`
      const x = Math.round(Number(await browser.evaluate(`${box}.x`)))
      const y = Math.round(Number(await browser.evaluate(`${box}.y`)))
      const actions = [
        { type: "pointerMove", x: x + 30, y: y + 30 },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ]
      await browser.perform([{ type: "pointer", id: "mouse", actions }])
    }

    const focus = (selector: string) => browser.evaluate(`${chat}.querySelector("${selector}").focus()`)

    test("a visitor asks, thanks, gets a ticket, and finds all of it on the next page", async () => {
      await browser.go(server.url)
      await has("the bubble is there", ".launcher")
      await click(".launcher")
      await focused("input[name=name]")
      await type(`Ada Lovelace${TAB}ada@example.com${ENTER}`)
      await focused("textarea.input")

      await type(`How do I add my own documents?${ENTER}`)
      await has("the answer names its sources", ".sources")
      await focus(".thumb")
      await type(ENTER)
      await has("the thumb is taken", ".thumb[aria-pressed=true]")
      expect(await textOf(".feedback")).toContain("Thanks!")

      await focus("textarea.input")
      await type(`Which wine goes with fish?${ENTER}`)
      await has("a ticket is offered", ".escalation .primary")
      await focus(".escalation .primary")
      await type(ENTER)
      await has("there is a ticket", ".ticket")
      expect(await textOf(".ticket strong")).toMatch(/^#T-\d+$/)
      await focused("textarea.input")

      await browser.go(new URL("/?again", server.url))
      await has("the chat is open there, too", ".ticket")
      expect(await browser.evaluate("document.activeElement === document.body")).toBe(true)
      const over = "((panel) => panel.scrollHeight - panel.clientHeight)"
      expect(await browser.evaluate(`${over}(${chat}.querySelector(".panel"))`)).toBe(0)

      await focus("textarea.input")
      await type(ESCAPE)
      await focused(".launcher")
      expect(await browser.evaluate(`${chat}.querySelector(".panel") === null`)).toBe(true)
    })
  })
}
