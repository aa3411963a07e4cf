// The demo page: what is chosen in the form is what the widget, the page beside it and the snippets show.
import { copyOnClick } from "./copy.js"
import { brandOf, changes, joinColours, readLook, writeLook } from "./look.js"
import { SNIPPETS, settingsCommand } from "./snippets.js"
import { followTabs } from "./tabs.js"

const byId = (id) => document.getElementById(id)
const partner = JSON.parse(document.body.dataset.partner)
const form = byId("look")
// A proxy may have the server under a path of its own.
const server = new URL(".", location.href).href.replace(/\/$/, "")
const place = { server, key: partner.widgetKey ?? "pk_…", partnerId: partner.id }
let way = "tag"

function showLook() {
  const look = readLook(form)
  // Undefined takes back what was said before.
  const { colour, title, welcome, locale, side, scheme } = changes(look, partner.look)
  window.ChatWidget.init({
    apiKey: partner.widgetKey,
    theme: { primaryColor: colour, headerText: title, welcomeMessage: welcome, side, scheme },
    locale,
  })
  document.body.dataset.side = look.side
  const [ground, text] = brandOf(look.colour)
  document.body.style.setProperty("--brand", ground)
  document.body.style.setProperty("--on-brand", text)
  showSnippet()
}

function showSnippet() {
  const chosen = changes(readLook(form), partner.look)
  const { text, note } = SNIPPETS[way]
  const rest = note(chosen)
  byId("snippet-text").textContent = text(place, chosen)
  byId("snippet-note").textContent = rest.says
  byId("keep").hidden = rest.keep === undefined
  byId("keep-text").textContent = rest.keep ? settingsCommand(place, rest.keep) : ""
}

/** Where the server says a language, a page cannot ask for none; it may be one that is not in the list, of a region. */
function offerLocale({ options }, locale) {
  const [none, ...others] = options
  if (others.some(({ value }) => value === locale)) none.remove()
  else {
    none.value = locale
    none.lang = locale
    none.textContent = new Intl.DisplayNames(locale, { type: "language" }).of(locale)
  }
}

joinColours(form)
if (partner.look.locale) offerLocale(form.elements.locale, partner.look.locale)
writeLook(form, partner.look)
form.addEventListener("input", showLook)
form.addEventListener("submit", (event) => event.preventDefault())
form.addEventListener("reset", (event) => {
  event.preventDefault()
  writeLook(form, partner.look)
  showLook()
})
byId("open-chat").addEventListener("click", () => window.ChatWidget.open())
byId("examples").addEventListener("click", (event) => {
  const button = event.target.closest("button")
  if (button) window.ChatWidget.ask(button.textContent.trim())
})
followTabs(document.querySelector("[role=tablist]"), (tab) => {
  way = tab.id.replace("tab-", "")
  byId("snippet").setAttribute("aria-labelledby", tab.id)
  showSnippet()
})
copyOnClick(document, byId("copied"))
showLook()
