import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import type { Problem } from "../widget/client/chat-state.ts"
import { openBrowser } from "./browser.ts"
import type { ScriptedClient } from "./fixtures/widget-gallery/scripted-client.ts"
import { SESSION, theirs } from "./fixtures/widget-gallery/states.ts"
import { DESKTOP, look, PHONE, serveGallery } from "./widget-gallery.ts"

setDefaultTimeout(120_000)

/** What the gallery's page offers to tests. */
declare const window: {
  chat: ScriptedClient
  heard: { ended: number; made: AudioContext[] }
  gate: { asked: number; open(): void }
  answers: (() => void)[]
} & Window &
  typeof globalThis

let browser: Browser
let gallery: { url: URL; stop(): void }

beforeAll(async () => {
  gallery = await serveGallery()
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
  gallery.stop()
})

/** Looks at a state, and at the end makes sure that the browser had nothing to complain about. */
async function visit(
  query: Record<string, string>,
  use: (page: Page) => Promise<void>,
  options: BrowserContextOptions = DESKTOP,
): Promise<void> {
  const { page, complaints, close } = await look(browser, gallery.url, query, options)
  await use(page)
  expect(complaints).toEqual([])
  await close()
}

/** What the UI asked the client for, by name. */
async function calls(page: Page, name: string): Promise<unknown[][]> {
  const all = await page.evaluate(() => window.chat.calls)
  return all.filter(([called]) => called === name).map(([, ...args]) => args)
}

/** The name of what has the focus. */
async function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => {
    const active = document.activeElement?.shadowRoot?.activeElement
    return active?.getAttribute("aria-label") ?? active?.textContent
  })
}

/** Runs a script as a page does by itself. What the browser's driver runs counts as a gesture of the visitor. */
async function withoutGesture(page: Page, script: string): Promise<unknown> {
  const session = await page.context().newCDPSession(page)
  const frame = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    // What follows from what is drawn happens after its frame.
    expression: `(async () => { const drawn = async () => { await ${frame}; await ${frame} }; ${script} })()`,
    awaitPromise: true,
    userGesture: false,
  })
  expect(exceptionDetails).toBeUndefined()
  return result.value
}

describe("by keyboard", () => {
  test("focus is in the composer when it opens, and goes back to the bubble on Escape", () =>
    visit({ state: "conversation" }, async (page) => {
      await page.waitForFunction(
        () => document.activeElement?.shadowRoot?.activeElement?.tagName === "TEXTAREA",
      )
      expect(await focused(page)).toBe("Your message")
      await page.keyboard.press("Escape")
      await page.getByRole("dialog").waitFor({ state: "detached" })
      await page.waitForFunction(
        () => document.activeElement?.shadowRoot?.activeElement?.textContent === "Chat",
      )
    }))

  test("a chat that is open on the next page as well does not take the focus there", () =>
    visit({ state: "empty" }, async (page) => {
      await page.reload()
      expect(
        await withoutGesture(
          page,
          `document.querySelector("a").focus()
          chat.open()
          await drawn()
          chat.set({ phase: "ended" })
          await drawn()
          return document.activeElement.tagName`,
        ),
      ).toBe("A")
      await page.getByRole("button", { name: "Start a new conversation" }).waitFor()
    }))

  test("Enter sends, Shift+Enter makes a line, and what is being composed is left alone", () =>
    visit({ state: "empty" }, async (page) => {
      const input = page.getByLabel("Your message")
      await page.keyboard.type("one")
      await page.keyboard.press("Shift+Enter")
      await page.keyboard.type("two")
      await input.evaluate((node) =>
        node.dispatchEvent(
          new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }),
        ),
      )
      expect(await calls(page, "send")).toEqual([])
      await page.keyboard.press("Enter")
      expect(await calls(page, "send")).toEqual([["one\ntwo", undefined]])
      expect(await input.inputValue()).toBe("")
    }))

  test("Escape that is the input method's closes nothing, in Safari either", () =>
    visit({ state: "empty" }, async (page) => {
      await page.getByRole("textbox").evaluate((box) => {
        const given = { key: "Escape", keyCode: 229, bubbles: true, composed: true }
        box.dispatchEvent(new KeyboardEvent("keydown", given))
        box.dispatchEvent(new KeyboardEvent("keydown", { ...given, key: "Enter" }))
      })
      expect(await page.getByRole("dialog").count()).toBe(1)
      expect(await calls(page, "send")).toEqual([])
    }))

  test("what is typed does not run the page's own shortcuts", () =>
    visit({ state: "empty" }, async (page) => {
      await page.evaluate(() => {
        for (const type of ["keydown", "keypress", "keyup"])
          document.addEventListener(type, () => document.body.append("shortcut"))
      })
      await page.getByLabel("Your message").pressSequentially("go")
      expect(await page.getByText("shortcut").count()).toBe(0)
      expect(await page.getByLabel("Your message").inputValue()).toBe("go")
    }))

  test("Escape closes the menu before the chat", () =>
    visit({ state: "conversation" }, async (page) => {
      await page.getByRole("button", { name: "More options" }).press("Enter")
      await page.getByRole("switch", { name: "Sound" }).waitFor()
      expect(await focused(page)).toBe("Sound")
      await page.keyboard.press("Space")
      expect(await page.getByRole("switch", { name: "Sound", checked: false }).count()).toBe(1)
      await page.keyboard.press("Escape")
      expect(await page.getByRole("switch").count()).toBe(0)
      expect(await focused(page)).toBe("More options")
      expect(await page.getByRole("dialog").count()).toBe(1)
    }))

  test("a choice that goes away leaves the focus in the chat", () =>
    visit({ state: "escalation" }, async (page) => {
      await page.getByRole("button", { name: "No Thanks" }).press("Enter")
      await page.getByText("No problem! Feel free to ask another question.").waitFor()
      await page.waitForFunction(
        () => document.activeElement?.shadowRoot?.activeElement?.tagName === "TEXTAREA",
      )
    }))

  test("emoji are walked with arrow keys and put where the cursor is", () =>
    visit({ state: "empty" }, async (page) => {
      await page.getByLabel("Your message").fill("ab")
      await page.keyboard.press("ArrowLeft")
      await page.getByRole("button", { name: "Emoji" }).press("Enter")
      await page.getByRole("button", { name: "😀" }).waitFor()
      await page.keyboard.press("ArrowRight")
      await page.keyboard.press("Enter")
      expect(await page.getByLabel("Your message").inputValue()).toBe("a😃b")
      await page.keyboard.press("Escape")
      expect(await page.getByRole("button", { name: "😀" }).count()).toBe(0)
    }))

  test("Escape in the text box closes the emoji before the chat", () =>
    visit({ state: "empty" }, async (page) => {
      await page.getByRole("button", { name: "Emoji" }).press("Enter")
      await page.getByRole("button", { name: "😀" }).waitFor()
      await page.getByLabel("Your message").focus()
      await page.keyboard.press("Escape")
      expect(await page.getByRole("button", { name: "😀" }).count()).toBe(0)
      expect(await focused(page)).toBe("Your message")
      await page.keyboard.press("Escape")
      await page.getByRole("dialog").waitFor({ state: "detached" })
    }))

  test("Tab stays inside where the chat has the whole screen, and only there", () =>
    visit(
      { state: "consent" },
      async (page) => {
        const names = new Set<string>()
        for (let i = 0; i < 8; i++) {
          await page.keyboard.press("Tab")
          names.add((await focused(page)) ?? "outside")
        }
        expect([...names].sort()).toEqual(["Close chat", "I agree", "I don't agree", "Read more"])
      },
      PHONE,
    ))
})

describe("an answer", () => {
  test("gets a thumb once, and no ticket prompt beside it", () =>
    visit({ state: "conversation" }, async (page) => {
      expect(await page.getByText("Would you like to create a support ticket?").count()).toBe(0)
      await page.getByRole("button", { name: "Helpful", exact: true }).first().press("Enter")
      expect(await page.getByText("Thanks!").count()).toBe(2)
      expect(await focused(page)).toBe("Helpful")
      await page.keyboard.press("Enter")
      expect(await calls(page, "feedback")).toEqual([[2, true]])
    }))

  test("without certainty offers a ticket and no thumb; yes makes one of what was asked", () =>
    visit({ state: "escalation" }, async (page) => {
      expect(await page.getByText("Was this helpful?").count()).toBe(0)
      await page.getByRole("button", { name: "Yes, Create Ticket" }).click()
      await page
        .getByText("Hi Ada, I've created support ticket #T-17 for you and emailed a copy to ada@example.com")
        .waitFor()
      expect(await calls(page, "handoff")).toEqual([
        [
          {
            name: "Ada",
            email: "ada@example.com",
            message: "How do I fix error code X1234?",
            priority: "medium",
          },
        ],
      ])
      expect(await page.getByRole("button", { name: "Yes, Create Ticket" }).count()).toBe(0)
    }))

  test("whose ticket was declined says so after a look at the form, too", () =>
    visit({ state: "escalation" }, async (page) => {
      await page.getByRole("button", { name: "No Thanks" }).click()
      await page.getByRole("button", { name: "Talk to a person" }).click()
      await page.getByRole("button", { name: "Back" }).click()
      await page.getByText("No problem! Feel free to ask another question.").waitFor()
      expect(await page.getByRole("button", { name: "Yes, Create Ticket" }).count()).toBe(0)
    }))

  test("is in the visitor's words where it is the server's own; what people write stays", () =>
    visit({ state: "empty", locale: "de" }, async (page) => {
      const said = "Nobody is here right now. Please wait."
      const both = [theirs(1, "bot", said), theirs(2, "agent", said)]
      await page.evaluate((timeline) => window.chat.set({ timeline }), both)
      await page.getByText("Gerade ist niemand da. Please wait.").waitFor()
      expect(await page.getByText(said).count()).toBe(1)
    }))

  test("of marks within marks leaves the chat as it was", () =>
    visit({ state: "empty" }, async (page) => {
      const messages = ["> ".repeat(1_500), "**".repeat(1_999), "*a* ".repeat(990)].map((marks, i) =>
        theirs(i + 1, "agent", `${marks}deep`),
      )
      await page.evaluate(
        (timeline) => window.chat.set({ timeline }),
        [...messages, theirs(9, "agent", "Afterwards")],
      )
      await page.getByText("Afterwards").waitFor()
      expect(await page.getByText(/deep$/).count()).toBe(3)
    }))

  test("may not bring scripts or foreign addresses along", () =>
    visit({ state: "empty" }, async (page) => {
      const text = "<img src=x onerror=alert(1)> [click](javascript:alert(1)) [ok](https://example.com/a)"
      const message = theirs(1, "bot", text)
      await page.evaluate((item) => window.chat.set({ timeline: [item] }), message)
      await page.getByText("<img src=x onerror=alert(1)>").waitFor()
      expect(await page.getByRole("log").getByRole("link").count()).toBe(1)
    }))
})

test("a message that was refused is sent again, or removed", () =>
  visit({ state: "failures" }, async (page) => {
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByRole("button", { name: "Remove" }).click()
    expect([...(await calls(page, "retry")), ...(await calls(page, "discard"))]).toEqual([["c3"], ["c3"]])
  }))

test("a person is asked for in one tap; the form says what is missing, field by field", () =>
  visit({ state: "empty" }, async (page) => {
    await page.getByRole("button", { name: "Talk to a person" }).click()
    await page.getByRole("button", { name: "Submit" }).click()
    expect(await page.getByText("Please fill this in.").count()).toBe(3)
    expect(await page.getByLabel("Name").getAttribute("aria-invalid")).toBe("true")
    await page.getByLabel("Name").fill("Ada")
    await page.getByLabel("E-mail").fill("ada@")
    await page.getByLabel("Message / Issue").fill("It broke.")
    await page.getByLabel("Priority").selectOption("High")
    await page.getByRole("button", { name: "Submit" }).click()
    await page.getByText("Please enter a valid e-mail address").waitFor()
    expect(await page.getByLabel("E-mail").evaluate((node) => node.matches(":focus"))).toBe(true)
    await page.getByLabel("E-mail").fill("ada@example.com")
    await page.getByRole("button", { name: "Submit" }).click()
    await page.getByText("Ticket #T-17 created.").waitFor()
    expect(await calls(page, "handoff")).toEqual([
      [{ name: "Ada", email: "ada@example.com", message: "It broke.", priority: "high" }],
    ])
  }))

test("a form tells what is wrong to who is in the field already, and nothing before", () =>
  visit({ state: "pre-chat" }, async (page) => {
    const name = page.getByRole("textbox", { name: "Name" })
    expect(await page.locator("input[required], input[aria-invalid=true]").count()).toBe(0)
    expect(await name.getAttribute("aria-required")).toBe("true")
    await name.press("Enter")
    await page.getByRole("alert").getByText("Please fill this in.").waitFor()
    expect(await page.getByText("Please fill this in.").count()).toBe(2)
    expect(await page.getByRole("alert").count()).toBe(1)
    expect(await name.getAttribute("aria-invalid")).toBe("true")
  }))

describe("to a screen reader", () => {
  test("each message is one thing, with all that belongs to it", () =>
    visit({ state: "empty" }, async (page) => {
      const roles = await page.getByRole("log").evaluate(
        async (log, [answer, ...others]) => {
          const added: unknown[] = []
          const note = (records: MutationRecord[]) => {
            for (const { addedNodes } of records)
              for (const node of addedNodes) added.push(node instanceof Element && node.getAttribute("role"))
          }
          const observer = new MutationObserver(note)
          const show = async (timeline: ReturnType<typeof theirs>[]) => {
            window.chat.set({ timeline })
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
          }
          if (!answer) return added
          // The day stands before the first one.
          await show([answer])
          observer.observe(log, { childList: true, subtree: true })
          for (const [index] of others.entries()) await show([answer, ...others.slice(0, index + 1)])
          note(observer.takeRecords())
          return added
        },
        [
          theirs(1, "agent", "Hello!"),
          theirs(2, "bot", "1. One\n2. Two", {
            answer: { confidence: 1, sources: [{ title: "Numbers" }], feedback: true, escalation: null },
          }),
          theirs(3, "agent", "It is three."),
          theirs(4, "agent", "Or *four*."),
        ],
      )
      expect(roles).toEqual(["group", "group", "group"])
    }))

  test("what a session goes on with is no news, also when it is looked at a while after it was drawn", () =>
    visit({ state: "empty" }, async (page) => {
      await page.clock.install()
      await page.clock.pauseAt(Date.now() + 60_000)
      await page.evaluate(
        ([message, session]) =>
          window.chat.set({ session: { ...session, resumed: true }, timeline: [message] }),
        [theirs(1, "bot", "Said before."), SESSION] as const,
      )
      await page.clock.runFor(1_000)
      await page.getByText("Said before.").waitFor()
      expect(await page.getByRole("log").getAttribute("aria-live")).toBe("off")
      await page.clock.runFor(2_000)
      expect(await page.getByRole("log").getAttribute("aria-live")).toBe("polite")
    }))

  test("what was said today was said yesterday once it is midnight, also where nothing else happens", () =>
    visit({ state: "empty" }, async (page) => {
      await page.clock.install()
      // Of tomorrow: what is timed until then is timed by this clock.
      const evening = await page.evaluate(() => new Date().setHours(47, 59, 50, 0))
      await page.clock.pauseAt(evening)
      await page.evaluate((message) => window.chat.set({ timeline: [message] }), {
        ...theirs(1, "bot", "Good evening."),
        at: new Date(evening - 60_000).toISOString(),
      })
      const day = page.locator(".day")
      await page.clock.runFor(5_000)
      expect(await day.textContent()).toBe("Today")
      await page.clock.runFor(6_000)
      expect(await day.textContent()).toBe("Yesterday")
      await page.clock.fastForward("24:00:00")
      await page.clock.runFor(1_000)
      expect(await day.textContent()).toContain(",")
    }))
})

test("the messages alone are scrolled, and not the chat with them", () =>
  visit({ state: "many" }, async (page) => {
    await page.getByText("Answer 499").waitFor()
    const over = await page.getByRole("dialog").evaluate((panel) => panel.scrollHeight - panel.clientHeight)
    expect(over).toBe(0)
  }))

describe("what is fetched when it is wanted, and could not be", () => {
  /** Fails the first of such a file. */
  async function lookWithout(file: string, state: string): Promise<Page> {
    const { page } = await look(browser, gallery.url, { state: "empty" })
    await page.route(`**/${file}.js?*`, (route) => route.abort(), { times: 1 })
    await page.evaluate((patch) => window.chat.set(patch), { phase: state } as { phase: "ended" | "ready" })
    return page
  }

  test("is said where it is a page, and can be asked for again", async () => {
    const page = await lookWithout("pages", "ready")
    await page.getByRole("button", { name: "Talk to a person" }).click()
    await page.getByRole("alert").getByText("Unable to connect right now.").waitFor()
    await page.getByRole("button", { name: "Talk to a person" }).click()
    await page.getByLabel("Message / Issue").waitFor()
    expect(await page.getByRole("alert").count()).toBe(0)
    await page.context().close()
  })

  test("is a link where it is what a message has beside its words", async () => {
    const page = await lookWithout("rich", "ready")
    const which = theirs(1, "bot", "Which?", { rich: { buttons: [{ label: "Prices", say: "Prices" }] } })
    await page.evaluate((message) => window.chat.set({ timeline: [message] }), which)
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByRole("button", { name: "Prices" }).click()
    expect((await calls(page, "send"))[0]?.[0]).toBe("Prices")
    await page.context().close()
  })

  test("is a link where it is the rating", async () => {
    const page = await lookWithout("rating", "ended")
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByRole("radio", { name: "Good", exact: true }).waitFor()
    await page.context().close()
  })
})

test("of what is offered in a form nothing is chosen in the visitor's name", () =>
  visit({ state: "rich" }, async (page) => {
    await page.getByLabel("Phone").fill("+44 20 7946 0000")
    await page.getByRole("button", { name: "Call me" }).click()
    expect((await calls(page, "send"))[0]?.[0]).toBe("Phone: +44 20 7946 0000")
  }))

test("what was begun of a form is there when the chat is opened again, until it is sent", () =>
  visit({ state: "conversation" }, async (page) => {
    const openForm = () => page.getByRole("button", { name: "Talk to a person" }).click()
    const issue = page.getByLabel("Message / Issue")
    await openForm()
    await page.getByLabel("Name").fill("Ada Lovelace")
    await issue.fill("A long story.")
    await page.getByLabel("Priority").selectOption("high")
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: "Chat" }).click()
    await openForm()
    expect(await page.getByLabel("Name").inputValue()).toBe("Ada Lovelace")
    expect(await issue.inputValue()).toBe("A long story.")
    expect(await page.getByLabel("Priority").inputValue()).toBe("high")
    await page.getByRole("button", { name: "Submit" }).click()
    await page.getByText("#T-17").waitFor()
    await openForm()
    expect(await issue.inputValue()).toBe("That was quick.")
  }))

test("a form stays as it is when what it was asked for with is answered again", async () => {
  const { page, close } = await look(browser, gallery.url, { state: "empty" })
  await page.evaluate(() => {
    window.answers = []
    window.chat.askForPerson = () =>
      new Promise((resolve) => window.answers.push(() => resolve({ ok: true, value: { outcome: "form" } })))
  })
  const person = page.getByRole("button", { name: "Talk to a person" })
  await person.click()
  await person.click()
  await page.evaluate(() => window.answers[0]?.())
  const issue = page.getByLabel("Message / Issue")
  await issue.fill("It broke.")
  await page.evaluate(() => window.answers[1]?.())
  await page.evaluate(() => new Promise(requestAnimationFrame))
  expect(await issue.inputValue()).toBe("It broke.")
  await close()
})

describe("what the server refuses of a form", () => {
  async function openForm(page: Page): Promise<void> {
    await page.getByRole("button", { name: "Talk to a person" }).click()
    await page.getByLabel("Name").fill("Ada")
    await page.getByLabel("E-mail").fill("ada@example.com")
    await page.getByLabel("Message / Issue").fill("It broke.")
  }

  const refuse = (page: Page, problem: Problem) =>
    page.evaluate((so) => {
      window.chat.handoff = async () => ({ ok: false, problem: so })
    }, problem)

  test("is told at its field, in the visitor's words, and in red", () =>
    visit({ state: "empty" }, async (page) => {
      await openForm(page)
      await refuse(page, {
        code: "invalid_input",
        message: "email: must be an e-mail address.",
        field: "email",
      })
      await page.getByRole("button", { name: "Submit" }).click()
      const fault = page.getByText("Please enter a valid e-mail address, such as ada@example.com.")
      await fault.waitFor()
      const red = await fault.evaluate((node) => getComputedStyle(node).color)
      const border = (label: string) =>
        page.getByLabel(label).evaluate((node) => getComputedStyle(node).borderTopColor)
      expect(await border("E-mail")).toBe(red)
      expect(await border("Name")).not.toBe(red)
      // It has the focus, of which the ring covers the border.
      const ring = page.getByLabel("E-mail").evaluate((node) => getComputedStyle(node).outlineColor)
      expect(await ring).toBe(red)
    }))

  test("is told in words where it is a limit", () =>
    visit({ state: "empty" }, async (page) => {
      await openForm(page)
      const message = "Too many tickets. Try again in 3596 seconds."
      await refuse(page, { code: "limit", message, field: undefined, resetInSeconds: 3_596 })
      await page.getByRole("button", { name: "Submit" }).click()
      await page.getByText("You've reached your query limit. Please try again in 60 minutes.").waitFor()
    }))

  test("does not happen for what can be known before", () =>
    visit({ state: "empty" }, async (page) => {
      await openForm(page)
      for (const wrong of ["a@b..com", ".a@b.com", "a.@b.com", "a@.b.com", "a@b.com.", "a@b"]) {
        await page.getByLabel("E-mail").fill(wrong)
        await page.getByRole("button", { name: "Submit" }).click()
        await page.getByText("Please enter a valid e-mail address").waitFor()
        await page.getByLabel("E-mail").fill("ada.lovelace+1@mail.example.com")
      }
      expect(await calls(page, "handoff")).toEqual([])
      const longest = (label: string) => page.getByLabel(label).getAttribute("maxlength")
      const limits = ["Name", "E-mail", "Phone", "Message / Issue"].map(longest)
      expect(await Promise.all(limits)).toEqual(["200", "254", "40", "4000"])
      await page.getByRole("button", { name: "Submit" }).click()
      await page.getByText("Ticket #T-17 created.").waitFor()
    }))

  test("of a ticket in one tap is told where it was tapped", () =>
    visit({ state: "escalation" }, async (page) => {
      await refuse(page, { code: "limit", message: "Too many.", field: undefined, resetInSeconds: 3_596 })
      await page.getByRole("button", { name: "Yes, Create Ticket" }).click()
      await page.getByText("You've reached your query limit. Please try again in 60 minutes.").waitFor()
      expect(await page.getByRole("button", { name: "Yes, Create Ticket" }).count()).toBe(1)
    }))
})

describe("a long conversation", () => {
  test("stays where it is while older messages come", () =>
    visit({ state: "many" }, async (page) => {
      const log = page.getByRole("log")
      await log.evaluate((node) => node.scrollTo(0, 60))
      await page.getByText("Older 0").waitFor({ state: "attached" })
      await page.getByText("Question 0", { exact: true }).waitFor()
      expect(await log.evaluate((node) => node.scrollTop)).toBeGreaterThan(500)
    }))

  test("tells how much is new while the visitor reads further up", () =>
    visit({ state: "many" }, async (page) => {
      await page.getByRole("log").evaluate((node) => node.scrollTo(0, 2000))
      await page.getByRole("button", { name: "Jump to the newest message" }).waitFor()
      await page.evaluate(
        (item) => window.chat.set({ timeline: [...window.chat.state.timeline, item], unread: 2 }),
        theirs(900, "agent", "Are you there?"),
      )
      const jump = page.getByRole("button", { name: "2 new messages" })
      await jump.waitFor()
      expect(await page.getByRole("log").evaluate((node) => node.scrollTop)).toBe(2000)
      await jump.click()
      await page.getByText("Are you there?").waitFor()
      await jump.waitFor({ state: "detached" })
      expect(await page.evaluate(() => window.chat.state.unread)).toBe(0)
    }))
})

describe("an answer that is taller than the list", () => {
  const TALL = Array.from({ length: 60 }, (_, i) => `Paragraph ${i}.`).join("\n\n")
  const QUESTION = "What do I have to know?"

  async function ask(page: Page, question = QUESTION): Promise<void> {
    await page.evaluate((text) => window.chat.send(text), question)
    await page.getByText(question).waitFor()
  }

  async function hear(page: Page, seq: number, text: string): Promise<void> {
    await page.evaluate(
      (item) =>
        window.chat.set({
          timeline: [...window.chat.state.timeline, item],
          stream: undefined,
          unread: window.chat.state.unread + 1,
        }),
      theirs(seq, "bot", text),
    )
  }

  async function write(page: Page, text: string): Promise<void> {
    await page.evaluate((so) => window.chat.set({ stream: { answerId: "a", text: so } }), text)
    await drawn(page)
  }

  const drawn = (page: Page) =>
    page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))

  /** How far below the upper edge of the list a text begins. */
  async function depthOf(page: Page, text: string): Promise<number> {
    await drawn(page)
    const [list, found] = await Promise.all([
      page.getByRole("log").boundingBox(),
      page.getByText(text, { exact: true }).last().boundingBox(),
    ])
    return (found?.y ?? Number.NaN) - (list?.y ?? Number.NaN)
  }

  async function isAtEnd(page: Page): Promise<boolean> {
    await drawn(page)
    return page
      .getByRole("log")
      .evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight < 2)
  }

  test("is shown from its start, with the question above it, and stays there", () =>
    visit({ state: "many" }, async (page) => {
      await ask(page)
      await hear(page, 502, TALL)
      const depth = await depthOf(page, QUESTION)
      expect(depth).toBeWithin(0, 40)
      expect(await depthOf(page, "Paragraph 0.")).toBeWithin(40, 160)
      expect(await page.evaluate(() => window.chat.state.unread)).toBe(0)
      await hear(page, 503, "And one more thing.")
      expect(await depthOf(page, QUESTION)).toBe(depth)
      await page.getByRole("button", { name: "1 new message" }).click()
      expect(await isAtEnd(page)).toBe(true)
      await hear(page, 504, "That is all.")
      expect(await isAtEnd(page)).toBe(true)
    }))

  test("is shown from its own start where the question leaves no room", () =>
    visit({ state: "many" }, async (page) => {
      await ask(page, `Well, ${"and so on, ".repeat(150)}`)
      await hear(page, 502, TALL)
      expect(await depthOf(page, "Paragraph 0.")).toBeWithin(0, 60)
    }))

  test("does not move who reads further up", () =>
    visit({ state: "many" }, async (page) => {
      await ask(page)
      const log = page.getByRole("log")
      await log.evaluate((node) => node.scrollTo(0, 2000))
      await page.getByRole("button", { name: "Jump to the newest message" }).waitFor()
      await hear(page, 502, TALL)
      await drawn(page)
      expect(await log.evaluate((node) => node.scrollTop)).toBe(2000)
    }))

  test("stays at its start while it is written, and so does who goes to its end", () =>
    visit({ state: "many" }, async (page) => {
      await ask(page)
      await write(page, TALL.slice(0, 100))
      expect(await isAtEnd(page)).toBe(true)
      for (const length of [400, 600, 800]) await write(page, TALL.slice(0, length))
      const depth = await depthOf(page, QUESTION)
      expect(depth).toBeWithin(0, 40)
      await hear(page, 502, TALL)
      expect(await depthOf(page, QUESTION)).toBe(depth)

      await ask(page, "And then?")
      await write(page, TALL.slice(0, 800))
      expect(await depthOf(page, "And then?")).toBeWithin(0, 40)
      await page.getByRole("button", { name: "Jump to the newest message" }).click()
      await write(page, TALL.slice(0, 900))
      expect(await isAtEnd(page)).toBe(true)
      await hear(page, 504, TALL)
      expect(await isAtEnd(page)).toBe(true)
    }))
})

describe("earlier conversations", () => {
  async function openList(page: Page, menu: string, entry: string): Promise<void> {
    await page.getByRole("button", { name: menu }).click()
    await page.getByRole("button", { name: entry }).click()
  }

  test("that could not be had can be asked for again", () =>
    visit({ state: "empty" }, async (page) => {
      await page.evaluate(() => {
        const problem = { code: "network", message: "fetch failed", field: undefined }
        window.chat.earlier = async () => {
          window.chat.set({ problem })
          return { ok: false, problem }
        }
      })
      await openList(page, "More options", "Earlier conversations")
      await page.getByText("Unable to connect right now.").waitFor()
      await page.getByRole("button", { name: "Dismiss" }).click()
      await page.evaluate(() => {
        window.chat.earlier = async () => {
          window.chat.set({ earlier: [] })
          return { ok: true, value: undefined }
        }
      })
      await page.getByRole("button", { name: "Try again" }).click()
      await page.getByText("There are no earlier conversations.").waitFor()
    }))

  test("show what they ended with in the visitor's words, without its marks", () =>
    visit({ state: "history", locale: "de" }, async (page) => {
      const ends = [
        "# Big **bold** [link](https://example.com)",
        "Hi Ada, I've created support ticket #T-20 for you and emailed a copy to ada@example.com for your ref",
        "Hi, I've created support ticket #T-21 for you. A support agent will",
      ]
      await page.evaluate((previews) => {
        const [known] = window.chat.state.earlier ?? []
        if (known)
          window.chat.set({ earlier: previews.map((preview) => ({ ...known, id: preview, preview })) })
      }, ends)
      await openList(page, "Weitere Optionen", "Frühere Unterhaltungen")
      await page.getByText("Big bold link", { exact: true }).waitFor()
      await page.getByText(/^Hallo Ada, ich habe das Support-Ticket #T-20 .* an ada@example\.com/).waitFor()
      await page.getByText("Ticket #T-21 wurde erstellt.").waitFor()
    }))
})

test("in Hebrew what the server says in English goes from left to right", () =>
  visit({ state: "problem", locale: "he" }, async (page) => {
    const said = page.getByText("This answer was rated before.")
    expect(await said.evaluate((one) => getComputedStyle(one).direction)).toBe("ltr")
  }))

test("in Hebrew a notice goes from right to left, whatever the name in it is", () =>
  visit({ state: "person", locale: "he" }, async (page) => {
    const notice = page.locator(".notice", { hasText: "Grace" })
    expect(await notice.evaluate((node) => getComputedStyle(node).direction)).toBe("rtl")
  }))

test("on a low screen the text box stays in sight below the emoji", () =>
  visit(
    { state: "empty" },
    async (page) => {
      await page.getByRole("button", { name: "Emoji" }).click()
      await page.getByRole("button", { name: "😀" }).waitFor()
      const box = await page.getByLabel("Your message").boundingBox()
      expect((box?.y ?? 400) + (box?.height ?? 0)).toBeLessThan(400)
    },
    { viewport: { width: 640, height: 400 } },
  ))

test("at 400 % there is room to read, and the text box is reached", () =>
  visit(
    { state: "conversation" },
    async (page) => {
      expect((await page.getByRole("log").boundingBox())?.height).toBeGreaterThan(80)
      const input = page.getByLabel("Your message")
      await input.fill("Thanks")
      const { y = 0, height = 0 } = (await input.boundingBox()) ?? {}
      expect(y + height).toBeLessThanOrEqual(180)
    },
    { viewport: { width: 320, height: 180 } },
  ))

test("past the limit nothing is sent, and what was typed stays", () =>
  visit({ state: "limit" }, async (page) => {
    await page
      .getByText(/Please try again in \d+ seconds/)
      .first()
      .waitFor()
    await page.getByLabel("Your message").press("Enter")
    await page.getByRole("button", { name: "Send" }).click({ force: true })
    expect(await calls(page, "send")).toEqual([])
    expect(await page.getByLabel("Your message").inputValue()).toBe("One more thing")
  }))

test("an ended conversation is rated once, with a comment, and left for a new one", () =>
  visit({ state: "ended" }, async (page) => {
    await page.getByRole("radio", { name: "Good", exact: true }).press("Space")
    await page.getByLabel("Would you like to add anything?").fill("Quick.")
    // What was begun is there again when the chat is.
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await page.getByRole("button", { name: "Chat", exact: true }).click()
    await page.getByLabel("Would you like to add anything?").waitFor()
    expect(await page.getByLabel("Would you like to add anything?").inputValue()).toBe("Quick.")
    await page.getByRole("button", { name: "Send" }).click()
    await page.getByText("Thank you for your rating!").waitFor()
    expect(await calls(page, "rate")).toEqual([[4, "Quick."]])
    await page.getByRole("button", { name: "Start a new conversation" }).click()
    await page.getByLabel("Your message").waitFor()
  }))

test("on a phone it fills the screen, inputs are not zoomed into, and targets are large", () =>
  visit(
    { state: "long-names" },
    async (page) => {
      expect(await page.getByRole("dialog").boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
      const size = await page.getByLabel("Your message").evaluate((node) => getComputedStyle(node).fontSize)
      expect(size).toBe("16px")
      for (const name of ["Close chat", "More options", "Send", "Emoji"]) {
        const box = await page.getByRole("button", { name }).boundingBox()
        expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44)
      }
    },
    PHONE,
  ))

test("in Arabic it is laid out from right to left, on the side that the page chose", () =>
  visit({ state: "conversation", locale: "ar", side: "left" }, async (page) => {
    const dialog = await page.getByRole("dialog").boundingBox()
    expect(dialog?.x).toBe(20)
    const own = await page.getByText("That was quick.").boundingBox()
    expect(own?.x).toBeLessThan(100)
    expect(await page.getByRole("button", { name: "إرسال" }).count()).toBe(1)
  }))

test("the transcript is saved as a file", () =>
  visit({ state: "conversation" }, async (page) => {
    const download = page.waitForEvent("download")
    await page.getByRole("button", { name: "More options" }).click()
    await page.getByRole("button", { name: "Download transcript" }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^chat-\d{4}-\d\d-\d\d\.txt$/)
    expect(await Bun.file(await file.path()).text()).toBe("Ada: Hello!")
  }))

/** Counts notes as they end, and contexts as they are made; the newest one can be asked how it is. */
async function listen(page: Page, missing = ""): Promise<void> {
  await page.evaluate((name) => {
    Reflect.deleteProperty(Navigator.prototype, name)
    const heard: typeof window.heard = { ended: 0, made: [] }
    Object.assign(window, { heard })
    const { start } = OscillatorNode.prototype
    OscillatorNode.prototype.start = function (when) {
      this.addEventListener("ended", () => heard.ended++)
      start.call(this, when)
    }
    window.AudioContext = class extends AudioContext {
      constructor() {
        super()
        heard.made.push(this)
      }
    }
  }, missing)
}

function arrives(page: Page, text: string): Promise<void> {
  return page.evaluate(
    (message) => window.chat.signal({ type: "message", message }),
    theirs(90, "agent", text),
  )
}

test("a message that nobody looks at makes a sound, unless the chat is muted", () =>
  visit({ state: "conversation" }, async (page) => {
    await listen(page)
    const fetched = () =>
      page.evaluate(() =>
        performance.getEntriesByType("resource").some(({ name }) => name.includes("sound.js")),
      )
    await page.evaluate(() => window.chat.setMuted(true))
    await arrives(page, "You see this.")
    await page.keyboard.press("Escape")
    await arrives(page, "This is muted.")
    expect(await fetched()).toBe(false)
    await page.evaluate(() => window.chat.setMuted(false))
    await arrives(page, "Listen!")
    await page.waitForFunction(() => window.heard.ended === 2)
    await page.getByRole("button", { name: "Chat" }).click()
    await arrives(page, "You see this, too.")
    await page.keyboard.press("Escape")
    await arrives(page, "Listen again!")
    await page.waitForFunction(() => window.heard.ended >= 4)
    expect(await page.evaluate(() => window.heard.ended)).toBe(4)
  }))

test("a sound is readied while the visitor types: Safari makes none that begins without that", () =>
  visit({ state: "conversation" }, async (page) => {
    await listen(page)
    await page.evaluate(() => window.chat.signal({ type: "open" }))
    await page.waitForFunction(() =>
      performance.getEntriesByType("resource").some(({ name }) => name.includes("sound.js")),
    )
    await page.waitForFunction(() => {
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }))
      return window.heard.made[0]?.state === "suspended"
    })
    expect(await page.evaluate(() => window.heard.made.length)).toBe(1)
    expect(await page.evaluate(() => window.heard.ended)).toBe(0)
  }))

test("a message that comes while the sound is readied is heard", () =>
  visit({ state: "conversation" }, async (page) => {
    await listen(page)
    await page.evaluate(() => {
      const { promise: open, resolve } = Promise.withResolvers<void>()
      const gate = { asked: 0, open: resolve }
      Object.assign(window, { gate })
      window.AudioContext = class extends AudioContext {
        override resume(): Promise<void> {
          gate.asked++
          return open.then(() => super.resume())
        }
      }
      window.chat.signal({ type: "open" })
    })
    await page.keyboard.press("Escape")
    await page.waitForFunction(() => {
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }))
      return window.gate.asked > 0
    })
    const before = await page.evaluate(() => window.gate.asked)
    await arrives(page, "Listen!")
    await page.waitForFunction((count) => window.gate.asked > count, before)
    await page.evaluate(() => window.gate.open())
    await page.waitForFunction(() => window.heard.ended === 2)
    await page.waitForFunction(() => window.heard.made[0]?.state === "suspended")
  }))

test("a sound that cannot be made is no fault of the page", () =>
  visit({ state: "conversation" }, async (page) => {
    await page.evaluate(() => {
      Object.assign(window, { heard: { ended: 0, made: [] } })
      window.AudioContext = class extends AudioContext {
        override resume(): Promise<void> {
          window.heard.made.push(this)
          return Promise.reject(new DOMException("Failed to start the audio device", "InvalidStateError"))
        }
      }
    })
    await page.evaluate(() => window.chat.signal({ type: "open" }))
    await page.waitForFunction(() => {
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }))
      return window.heard.made.length > 0
    })
    await page.keyboard.press("Escape")
    const before = await page.evaluate(() => window.heard.made.length)
    await arrives(page, "Listen!")
    await page.waitForFunction((count) => window.heard.made.length > count, before)
  }))

for (const [where, missing] of [
  ["", ""],
  [", also where the browser does not say whether the page was touched", "userActivation"],
] as const)
  test(`sounds end without a word of complaint, and rest in one place${where}`, () =>
    visit({ state: "conversation" }, async (page) => {
      await listen(page, missing)
      await page.keyboard.press("Escape")
      for (const notes of [2, 4]) {
        await arrives(page, "Listen!")
        await page.waitForFunction(
          (count) => window.heard.ended === count && window.heard.made[0]?.state === "suspended",
          notes,
        )
      }
      expect(await page.evaluate(() => window.heard.made.length)).toBe(1)
    }))

test("where the system forces its colours, one sees that one writes", () =>
  visit(
    { state: "conversation" },
    async (page) => {
      await page.getByLabel("Your message").focus()
      const outline = await page
        .locator(".composer-box")
        .evaluate((box) => getComputedStyle(box).getPropertyValue("outline-style"))
      expect(outline).toBe("solid")
    },
    { ...DESKTOP, forcedColors: "active" },
  ))

test("where the system forces its colours, one sees that the other side writes", () =>
  visit(
    { state: "typing" },
    async (page) => {
      const [dot, bubble] = await page.evaluate(() => {
        const within = (element: Element | null | undefined) =>
          element && getComputedStyle(element).backgroundColor
        const chat = document.activeElement?.shadowRoot
        return [within(chat?.querySelector(".dots span")), within(chat?.querySelector(".panel"))]
      })
      expect(dot).toStartWith("rgb")
      expect(dot).not.toBe(bubble)
    },
    { ...DESKTOP, forcedColors: "active" },
  ))

test("on the narrowest phone the whole of who answers is read", () =>
  visit(
    { state: "waiting", locale: "de" },
    async (page) => {
      const cut = await page
        .getByText("Sie werden gleich verbunden…")
        .first()
        .evaluate((line) => line.scrollWidth > line.clientWidth || line.scrollHeight > line.clientHeight)
      expect(cut).toBe(false)
    },
    { ...PHONE, viewport: { width: 320, height: 568 } },
  ))

test("where the system forces its colours, what is told of the connection has an edge, and a button that sends looks so", () =>
  visit(
    { state: "failures" },
    async (page) => {
      const styleOf = (place: string, property: string) =>
        page.locator(place).evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property)
      expect(await styleOf(".banner", "border-block-end-style")).toBe("solid")
      const ready = await styleOf(".send", "color")
      await page.getByLabel("Your message").fill("")
      expect(await styleOf(".send", "color")).not.toBe(ready)
    },
    { ...DESKTOP, forcedColors: "active" },
  ))

test("what a message that was not sent can become stands side by side on a phone", () =>
  visit(
    { state: "failures" },
    async (page) => {
      const [again, remove] = await Promise.all(
        ["Try again", "Remove"].map((name) => page.getByRole("button", { name }).boundingBox()),
      )
      expect(again?.y).toBe(remove?.y)
    },
    { ...PHONE, viewport: { width: 360, height: 640 } },
  ))

test("in Arabic what is filled in is drawn as its own language is written", () =>
  visit({ state: "pre-chat", locale: "ar" }, async (page) => {
    const name = page.getByRole("textbox").first()
    await name.fill("Ada Lovelace (Ltd.)")
    const drawn = await name.screenshot()
    await name.evaluate((field) => field.setAttribute("dir", "ltr"))
    expect(drawn.equals(await name.screenshot())).toBe(true)
  }))
