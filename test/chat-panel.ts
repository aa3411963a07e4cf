import type { Page } from "playwright-core"

/** The widget on a page, by what a visitor sees of it. English, but for what takes a name. */
export class ChatPanel {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get launcher() {
    return this.#page.locator("#chatd-widget .launcher")
  }

  get panel() {
    return this.#page.getByRole("dialog")
  }

  get input() {
    return this.panel.getByRole("textbox", { name: "Your message" })
  }

  get answers() {
    return this.panel.locator(".group.bot .markdown")
  }

  async open(): Promise<void> {
    await this.launcher.click()
    await this.panel.waitFor()
  }

  /** Opens it and fills in the form that stands before the conversation. */
  async start(): Promise<void> {
    await this.open()
    await this.panel.getByLabel("Name").fill("Ada Lovelace")
    await this.panel.getByLabel("E-mail").fill("ada@example.com")
    await this.panel.getByRole("button", { name: "Start chat" }).click()
    await this.input.waitFor()
  }

  async say(text: string): Promise<void> {
    await this.input.fill(text)
    await this.input.press("Enter")
  }

  /** What the visitor wrote, in the order that it is shown. */
  said(): Promise<string[]> {
    return this.panel.locator(".group.own .plain").allTextContents()
  }
}
