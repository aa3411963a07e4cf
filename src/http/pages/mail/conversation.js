// What a mail's link shows: the widget with one conversation. The link itself is the proof of who may see it.

const { id, key, link, locale, goOn } = JSON.parse(document.body.dataset.chat)
const button = document.querySelector("button")
const intro = document.querySelector("p")

// The same server under another name: what the widget keeps here is not what it keeps for the demo page, or for another link.
const baseUrl = `${new URL("..", location.href).href}c/${encodeURIComponent(id)}/../..`

window.ChatWidget.init({ apiKey: key, baseUrl, jwt: link, locale, texts: { startNew: goOn } })
window.ChatWidget.on("open", () => {
  intro.hidden = true
  button.hidden = true
})
window.ChatWidget.on("close", () => {
  button.hidden = false
})
button.addEventListener("click", () => window.ChatWidget.open())
window.ChatWidget.open()
