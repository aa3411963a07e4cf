import type { ChatConfig } from "../client/chat-api.ts"
import { readStored, type Stored, storageName, storageOf } from "../client/stored.ts"
import { type Bubble, drawBubble } from "./bubble.ts"
import type { ChatUiModule, WidgetClient, WidgetEvent } from "./chat-ui-module.ts"
import { launcherLabel } from "./label.ts"
import { checked, identityOf, merged, overridesOf } from "./options.ts"
import type { ChatWidget, WidgetOptions } from "./widget-api.ts"

/** Name of chat-ui.js with its hash; the build fills it in. */
declare const CHAT_UI_FILE: string

const RETRY_MS = 3_000
const RESUME_MS = 200

type Listener = (detail: never) => void

/** @param folder the URL of the folder that the script came from, where it is known */
export function createWidget(folder: string | undefined): ChatWidget {
  let options: WidgetOptions = {}
  let bubble: Bubble | undefined
  let config: ChatConfig | undefined
  let ui: Promise<WidgetClient | undefined> | undefined
  let client: WidgetClient | undefined
  let unmount: (() => void) | undefined
  /** Of the widget on the page; what was begun for another one is over. */
  let presence: object | undefined
  let drawn: Promise<Bubble>
  let tellDrawn: (bubble: Bubble) => void
  /** Times that the chat could not be loaded. */
  let failures = 0
  const listeners = new Map<string, Set<Listener>>()

  const baseUrl = () =>
    (options.baseUrl || (folder ? new URL("..", folder).href : location.origin)).replace(/\/+$/, "")
  const storedName = () => storageName(baseUrl(), options.apiKey)
  const stored = () => readStored<Stored>(storageOf(window, "localStorage"), storedName())

  function init(given: WidgetOptions = {}): void {
    const next = merged(options, checked(given))
    if (next.apiKey?.startsWith("sk_")) {
      console.error("chatd: a secret key must not be in a page. Use the widget key, pk_...")
      return
    }
    const elsewhere = next.apiKey !== options.apiKey || next.baseUrl !== options.baseUrl
    if (elsewhere && presence) destroy()
    options = next
    if (bubble) {
      look()
      client?.identify(identityOf(options))
      client?.configure(overridesOf(options))
    } else if (!presence) {
      const mine = {}
      presence = mine
      if (document.body) begin(mine)
      else document.addEventListener("DOMContentLoaded", () => begin(mine))
    }
  }

  function begin(mine: object): void {
    if (presence !== mine) return
    config = stored().config
    void beginDrawing(mine).catch(({ message }: Error) => {
      if (presence !== mine) return
      console.error(`chatd: ${message}`)
      destroy()
    })
  }

  /** @throws if the server refuses, or the browser is too old: the page goes on without a chat */
  async function beginDrawing(mine: object): Promise<void> {
    if (config || options.theme?.primaryColor) draw()
    const fresh = await fetchConfig()
    if (presence !== mine) return
    config = fresh ?? config
    draw()
  }

  /** Undefined where the server cannot be reached; the chat itself goes on trying. @throws if it refuses */
  async function fetchConfig(): Promise<ChatConfig | undefined> {
    const key = options.apiKey ? `?key=${encodeURIComponent(options.apiKey)}` : ""
    const url = `${baseUrl()}/api/chat/config${key}`
    const reply = await fetch(url, { credentials: "omit" }).catch(() => undefined)
    if (!reply || reply.status >= 500 || reply.status === 429) return undefined
    // Many a server has a page for every address; where chatd was before, a network's login is in its place.
    const body = (await reply.json().catch(() => config ?? {})) as ChatConfig & { detail?: string }
    if (!body.theme) throw new Error(body.detail ?? `no chatd at ${url}`)
    return body
  }

  function draw(): void {
    if (bubble) {
      look()
      return
    }
    bubble = drawBubble()
    look()
    tellDrawn(bubble)
    const { button } = bubble
    for (const hint of ["pointerenter", "focus", "touchstart"])
      button.addEventListener(hint, () => void load(), { passive: true })
    button.addEventListener("click", toggle)
    resume()
  }

  /** A page that follows on one with an open chat shows it; one with a live session counts new messages. */
  function resume(): void {
    const { token, verified, liveUntil = 0, openUntil = 0 } = stored()
    const mayResume = token && liveUntil > Date.now() && (!verified || options.signature || options.jwt)
    const wasOpen = openUntil > Date.now()
    if (!mayResume && !wasOpen) return
    // The page itself comes first.
    setTimeout(() => void load().then((ready) => (wasOpen ? ready?.open() : ready?.resume())), RESUME_MS)
  }

  function look(): void {
    const { primaryColor, side, locale } = overridesOf(options)
    bubble?.look(
      primaryColor ?? config?.theme.primaryColor,
      side ?? config?.theme.side ?? "right",
      options.texts?.launcher ?? launcherLabel(locale ?? config?.locale ?? navigator.language),
    )
  }

  function load(): Promise<WidgetClient | undefined> {
    ui ??= reallyLoad().catch((error) => {
      console.error("chatd: the chat could not be loaded.", error)
      failures++
      ui = undefined
      return undefined
    })
    return ui
  }

  async function reallyLoad(): Promise<WidgetClient | undefined> {
    const place = await drawn
    place.busy(true)
    try {
      const file = new URL(CHAT_UI_FILE, folder ?? new URL(`${baseUrl()}/widget/`, location.href))
      // Some browsers remember that a module failed, by its URL.
      if (failures) file.searchParams.set("again", String(failures))
      const module = (await import(file.href)) as ChatUiModule
      return bubble === place ? start(module, place) : undefined
    } finally {
      place.busy(false)
    }
  }

  function start({ createChatClient, mount }: ChatUiModule, { root, button, show }: Bubble): WidgetClient {
    const started = createChatClient({
      baseUrl: baseUrl(),
      widgetKey: options.apiKey,
      identity: identityOf(options),
      overrides: overridesOf(options),
      ...(config && { config }),
    })
    client = started
    started.subscribe(({ open, unread }) => show(open, unread))
    started.onEvent(emit)
    unmount = mount(root, started, { launcher: button })
    return started
  }

  /** A listener that throws, or that takes the widget away, does so once the chat has done what it was at. */
  function emit(...[name, detail]: WidgetEvent): void {
    // Said again, as with a new colour, it would only be refused again.
    if (name === "unverified") options = { ...options, signature: "", jwt: "" }
    for (const listener of listeners.get(name) ?? [])
      queueMicrotask(() => (listener as (given: typeof detail) => void)(detail))
  }

  /** While the network is away, the click is kept; for whoever made it. */
  async function open(text?: string, mine = presence): Promise<void> {
    if (presence !== mine) return
    const ready = await load()
    if (ready) {
      ready.open()
      if (text) ready.send(text)
    } else if (mine) setTimeout(open, RETRY_MS, text, mine)
  }

  function close(): void {
    client?.close()
  }

  function toggle(): void {
    if (client?.state.open) close()
    else void open()
  }

  function destroy(): void {
    unmount?.()
    client?.destroy()
    bubble?.remove()
    presence = bubble = client = unmount = ui = config = undefined
    expectDrawing()
  }

  function expectDrawing(): void {
    drawn = new Promise((tell) => {
      tellDrawn = tell
    })
  }
  expectDrawing()

  return {
    init,
    open: () => void open(),
    close,
    toggle,
    ask: (text) => void open(`${text}`),
    destroy() {
      destroy()
      // Whoever comes next is not this visitor, and finds nothing that was begun.
      storageOf(window, "sessionStorage")?.removeItem(storedName())
      options = {}
    },
    identify(identity) {
      if (presence) init(identity)
      else options = merged(options, checked(identity))
    },
    on(name, listener) {
      const those = listeners.get(name) ?? new Set()
      listeners.set(name, those.add(listener))
      return () => those.delete(listener)
    },
  }
}
