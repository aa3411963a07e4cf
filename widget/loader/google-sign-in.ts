import { storageOf } from "../client/stored.ts"
import { claimsOf } from "../client/token-claims.ts"
import type { ChatWidget } from "./widget-api.ts"

/** What Google's script brings, as far as it is used. */
interface GoogleIdentity {
  initialize(options: { client_id: string; callback(reply: { credential: string }): void }): void
  renderButton(place: HTMLElement, options: Record<string, string>): void
}

declare global {
  interface Window {
    google?: { accounts?: { id: GoogleIdentity } }
  }
}

const SCRIPT = "https://accounts.google.com/gsi/client"
const NAME = "google"

/**
 * Shows Google's own button in the open chat, and takes who signs in for the visitor. Nothing is asked of Google before there is
 * a place for it: not while consent is asked for. The sign-in holds for this tab, as long as Google's token does.
 */
export function offerGoogle(widget: ChatWidget, clientId: string): void {
  const tab = storageOf(window, "sessionStorage")
  const name = `chatd google ${clientId}`
  let credential: string | undefined
  let hasSession = false
  let script: Promise<GoogleIdentity> | undefined
  let button: HTMLElement | undefined
  const slot = document.createElement("slot")
  slot.name = NAME
  // The chat draws itself anew as it goes; the button is put back where it went with that.
  const watch = new MutationObserver(place)
  const hostOf = () => document.getElementById("chatd-widget") ?? undefined

  /** Over the box for messages, or over the form that stands before the first one. */
  function place(): void {
    const root = hostOf()?.shadowRoot
    const form = hasSession ? undefined : root?.querySelector(".page > form")?.parentElement
    const at = root?.querySelector(".footer") ?? form
    if (!at || credential) return
    if (slot.parentNode !== at) at.prepend(slot)
    script ??= loaded()
    script.then(draw, (error) => {
      if (!watching) return
      stop()
      console.warn("chatd: Google's sign-in could not be loaded.", error)
    })
  }

  function draw(google: GoogleIdentity): void {
    const host = hostOf()
    if (!host || credential || button?.parentNode === host) return
    // Google styles its button in the page: it stays there, and only shows in the chat.
    button = document.createElement("div")
    button.slot = NAME
    // In a dark chat its frame would be white around it.
    button.style.colorScheme = "light"
    host.append(button)
    google.initialize({ client_id: clientId, callback: (reply) => signIn(reply.credential) })
    google.renderButton(button, { type: "standard", size: "medium", text: "signin_with" })
  }

  let watching = false
  function start(): void {
    const root = hostOf()?.shadowRoot
    if (watching || credential || !root) return
    watching = true
    watch.observe(root, { childList: true, subtree: true })
    place()
  }

  function stop(): void {
    watching = false
    watch.disconnect()
    slot.remove()
    button?.remove()
    button = undefined
  }

  function signIn(token: string): void {
    credential = token
    stop()
    const { name, email } = claimsOf(token)
    widget.identify({ jwt: token, ...(name && { name }), ...(email && { email }) })
  }

  widget.on("open", start)
  widget.on("close", stop)
  widget.on("session", ({ verified }) => {
    hasSession = true
    if (!verified) return
    stop()
    // What the server did not take is not kept.
    if (credential) tab?.setItem(name, credential)
  })
  widget.on("unverified", () => {
    credential = undefined
    tab?.removeItem(name)
    start()
  })
  const { destroy } = widget
  widget.destroy = () => {
    // Whoever comes next on this tab is somebody else.
    credential = undefined
    hasSession = false
    tab?.removeItem(name)
    stop()
    destroy()
  }
  const kept = tab?.getItem(name)
  if (kept && (claimsOf(kept).exp ?? 0) * 1000 > Date.now()) signIn(kept)
  else tab?.removeItem(name)
}

/** A page may have Google's script already. */
function loaded(): Promise<GoogleIdentity> {
  const there = () => window.google?.accounts?.id
  const id = there()
  if (id) return Promise.resolve(id)
  return new Promise((resolve, reject) => {
    const tag = document.createElement("script")
    tag.src = SCRIPT
    tag.async = true
    tag.onload = () => {
      const came = there()
      if (came) resolve(came)
      else reject(new Error("It is another script."))
    }
    tag.onerror = () => reject(new Error(`${SCRIPT} was refused.`))
    document.head.append(tag)
  })
}
