// What is shown: plain DOM nodes, no state.
import { renderMarkdown } from "./markdown.js"

const THUMB = "M7 10v11H3V10zM7 10l4-8a2.6 2.6 0 0 1 2.6 3L13 9h6a2 2 0 0 1 2 2.3l-1.2 8A2 2 0 0 1 18.8 21H7"

export function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties)
  node.append(...children)
  return node
}

export function question(text) {
  return element("p", { className: "mine" }, element("span", { className: "unseen" }, "You: "), text)
}

export function waiting() {
  return element("p", { className: "wait" }, "Looking through the documents…")
}

export function note(text) {
  return element("p", { className: "reply" }, text)
}

/** The bot's words with where they come from. */
export function reply({ response, sources, classification_confidence }, { confident }) {
  const text = element("div", { className: "text" }, ...renderMarkdown(response))
  const node = element(
    "div",
    { className: "reply" },
    element("span", { className: "unseen" }, "Answer: "),
    text,
  )
  if (sources.length > 0) node.append(sourceList(sources, confident ? classification_confidence : undefined))
  return node
}

export function sourceList(sources, confidence) {
  const items = sources.map((source) => element("li", {}, sourceName(source), share(source.confidence)))
  const title = confidence === undefined ? "Nearest articles" : `Sources · ${percent(confidence)} sure`
  return element("div", { className: "sources" }, element("h2", {}, title), element("ul", {}, ...items))
}

function sourceName({ title, url }) {
  if (!url || !/^https?:\/\//i.test(url)) return element("span", {}, title)
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title)
}

function share(confidence) {
  return element("span", { className: "share" }, percent(confidence))
}

function percent(value) {
  return `${Math.round(value * 100)}\u00a0%`
}

/** Thumbs that can be used once; `send` resolves when the rating is stored. */
export function thumbs(send) {
  const says = element("span", {}, "Was this helpful?")
  const buttons = [thumb("Helpful", true), thumb("Not helpful", false)]
  const node = element(
    "div",
    { className: "rate", role: "group", ariaLabel: "Rate this answer" },
    says,
    ...buttons,
  )
  for (const button of buttons) {
    button.addEventListener("click", async () => {
      if (button.getAttribute("aria-disabled") === "true") return
      disable(true)
      try {
        await send(button.value === "helpful")
        button.setAttribute("aria-pressed", "true")
        says.textContent = "Thanks!"
        for (const one of buttons) one.disabled = true
      } catch {
        disable(false)
        says.textContent = "That did not work. Please try again."
      }
    })
  }
  const disable = (state) => {
    for (const one of buttons) one.setAttribute("aria-disabled", String(state))
  }
  return node
}

function thumb(label, up) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path")
  svg.setAttribute("viewBox", "0 0 24 24")
  svg.setAttribute("width", "20")
  svg.setAttribute("height", "20")
  svg.setAttribute("aria-hidden", "true")
  if (!up) path.setAttribute("transform", "rotate(180 12 12)")
  path.setAttribute("d", THUMB)
  svg.append(path)
  const button = element("button", { type: "button", value: up ? "helpful" : "unhelpful", title: label }, svg)
  button.setAttribute("aria-label", label)
  button.setAttribute("aria-pressed", "false")
  return button
}

/** Asks whether a ticket is wanted; `yes` and `no` resolve with what to say then. */
export function ticketPrompt(text, { yes, no, done }) {
  const fault = element("p", { className: "notice", role: "status" })
  const accept = element("button", { type: "button", className: "primary" }, "Yes, Create Ticket")
  const refuse = element("button", { type: "button" }, "No Thanks")
  const choices = element("div", { className: "choices" }, accept, refuse)
  const node = element(
    "div",
    { className: "escalate", role: "group" },
    element("p", {}, text),
    choices,
    fault,
  )
  node.setAttribute("aria-label", "Support ticket")
  const choose = (button, action) =>
    button.addEventListener("click", async () => {
      accept.disabled = refuse.disabled = true
      fault.textContent = ""
      try {
        node.replaceWith(note(await action()))
        done()
      } catch {
        accept.disabled = refuse.disabled = false
        fault.textContent = "Unable to connect right now. Please try again shortly."
        button.focus()
      }
    })
  choose(accept, yes)
  choose(refuse, no)
  return node
}
