import type { Browser, BrowserContextOptions } from "playwright-core"
import { binaryAlone, type Serving } from "./binary.ts"
import { openBrowser } from "./browser.ts"
import { ChatPanel } from "./chat-panel.ts"
import { type HostSite, serveHostSite } from "./host-site.ts"
import { type Visit, visit } from "./visit.ts"

/** A question that the demo's articles answer, and one that they don't. */
export const KNOWN = "How do I add my own documents?"
export const UNKNOWN = "Which wine goes with fish?"

export interface SiteVisit extends Visit {
  chat: ChatPanel
}

/** The compiled binary with its demo partner, a site of that partner's that embeds the widget, and a browser. */
export class WidgetSite {
  readonly chatd = binaryAlone()
  readonly #browser: Browser
  #server: Serving | undefined
  #site: HostSite | undefined
  partnerId = ""

  private constructor(
    browser: Browser,
    private readonly environment: Record<string, string>,
  ) {
    this.#browser = browser
  }

  /** @param environment of the server */
  static async start(environment: Record<string, string> = {}): Promise<WidgetSite> {
    const site = new WidgetSite(await openBrowser(), environment)
    await site.serve()
    return site
  }

  async serve(): Promise<void> {
    const port = this.#server ? ["--port", new URL(this.#server.url).port] : []
    this.#server = await this.chatd.serve(["--demo", ...port], this.environment)
    if (this.#site) return
    const [partner] = await this.chatd.json(["partner", "show"])
    this.partnerId = partner.partnerId
    const key = partner.keys.find(({ kind }: { kind: string }) => kind === "widget").value
    this.#site = serveHostSite(this.url, key)
  }

  /** As a power cut ends it. */
  async kill(): Promise<void> {
    this.#server?.kill("SIGKILL")
    await this.#server?.finished
  }

  get url(): string {
    if (!this.#server) throw new Error("The server was not started.")
    return this.#server.url
  }

  get pages(): string {
    if (!this.#site) throw new Error("The server was not started.")
    return this.#site.url
  }

  async set(...settings: string[]): Promise<void> {
    await this.chatd.json(["partner", "set", this.partnerId, ...settings])
  }

  /** @param path of a page of the partner's, or an address */
  async visit(path = "/plain.html", options: BrowserContextOptions = {}): Promise<SiteVisit> {
    const visited = await visit(this.#browser, new URL(path, this.pages), options)
    return { ...visited, chat: new ChatPanel(visited.page) }
  }

  async stop(): Promise<void> {
    await this.#browser.close()
    this.#site?.stop()
    await this.chatd.remove()
  }
}
