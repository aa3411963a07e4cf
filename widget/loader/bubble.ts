import { background } from "../styles/contrast.ts"
import { opaqueColor } from "../styles/opaque-color.ts"

/** The round button, in a shadow root of its own that takes the chat in as well. */
export interface Bubble {
  root: ShadowRoot
  button: HTMLButtonElement
  look(color: string | undefined, side: "left" | "right", label: string): void
  /** Shows whether the chat is open, and how many messages wait. */
  show(open: boolean, unread: number): void
  /** Shows that the chat is on its way. */
  busy(busy: boolean): void
  remove(): void
}

const SPEECH = "M5.4 17A10 8 0 1 1 9.1 18.7L4.5 21z"
const CROSS = "M6 6l12 12M18 6L6 18"
const SVG = "http://www.w3.org/2000/svg"

export function drawBubble(): Bubble {
  const host = document.createElement("div")
  host.id = "chatd-widget"
  host.popover = "manual"
  const root = host.attachShadow({ mode: "open" })
  const sheet = new CSSStyleSheet()
  // A constructed stylesheet is none that a content security policy could forbid.
  root.adoptedStyleSheets = [sheet]

  const region = document.createElement("section")
  const button = document.createElement("button")
  button.type = "button"
  button.className = "launcher"
  button.setAttribute("aria-haspopup", "dialog")
  const icon = document.createElementNS(SVG, "svg")
  icon.setAttribute("viewBox", "0 0 24 24")
  icon.setAttribute("aria-hidden", "true")
  const path = document.createElementNS(SVG, "path")
  icon.append(path)
  const badge = document.createElement("span")
  badge.setAttribute("aria-hidden", "true")
  button.append(icon, badge)
  region.append(button)
  root.append(region)

  let label = ""
  let isOpen = false
  let waiting = 0
  show(false, 0)

  // A page that swaps its body, as some do instead of navigating, takes the widget along.
  const watch = new MutationObserver(() => {
    if (!host.isConnected && document.body) place()
  })
  function place(): void {
    document.body.append(host)
    // In the top layer no transformed body moves it away.
    host.showPopover?.()
    // MooTools has an `Event` of its own.
    root.dispatchEvent(new CustomEvent("moved"))
    watch.observe(document.documentElement, { childList: true })
    watch.observe(document.body, { childList: true })
  }
  place()

  function show(open: boolean, unread: number): void {
    isOpen = open
    waiting = unread
    button.setAttribute("aria-expanded", String(open))
    const count = open ? 0 : unread
    button.setAttribute("aria-label", count ? `${label} (${count})` : label)
    badge.textContent = count > 99 ? "99+" : String(count)
    badge.hidden = count === 0
    path.setAttribute("d", open ? CROSS : SPEECH)
  }

  return {
    root,
    button,
    look(primary, side, name) {
      label = name
      region.setAttribute("aria-label", label)
      const [color, text] = background(opaqueColor(primary))
      sheet.replaceSync(styles(`rgb(${color})`, `rgb(${text})`, side))
      show(isOpen, waiting)
    },
    show,
    busy(busy) {
      button.setAttribute("aria-busy", String(busy))
    },
    remove() {
      watch.disconnect()
      host.remove()
    },
  }
}

/** Of important rules the innermost wins: the page's, important or not, end at the host. */
function styles(background: string, text: string, side: "left" | "right"): string {
  return `\
:host{all:initial!important;position:fixed!important;z-index:2147483647!important;width:0!important;height:0!important}\
.launcher{all:initial;position:fixed;${side}:max(20px,env(safe-area-inset-${side}));bottom:max(20px,env(safe-area-inset-bottom));\
width:60px;height:60px;border-radius:50%;background:${background};color:${text};cursor:pointer;box-sizing:border-box;\
border:2px solid transparent;box-shadow:0 4px 16px #0003,0 0 0 1px #0001;-webkit-tap-highlight-color:transparent}\
.launcher:focus-visible{outline:3px solid;outline-offset:-6px;box-shadow:0 0 0 3px ${background}}\
.launcher svg{position:absolute;inset:14px;width:28px;height:28px;fill:none;stroke:currentColor;stroke-width:2;\
stroke-linecap:round;stroke-linejoin:round;pointer-events:none}\
.launcher[aria-busy=true] svg{opacity:.5}\
.launcher span{position:absolute;top:-6px;inset-inline-end:-6px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;\
box-sizing:border-box;background:#b3261e;color:#fff;font:600 12px/22px system-ui,sans-serif;text-align:center}\
.launcher span[hidden]{display:none}\
@media (max-width:480px),(max-height:420px){.launcher[aria-expanded=true]{visibility:hidden}}\
@media print{:host{display:none!important}}`
}
