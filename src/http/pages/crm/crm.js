// The CRM page: one conversation, kept in memory only, that follows the CRM guide step by step.
import * as api from "./api.js"
import * as view from "./view.js"

const UNREACHABLE = "Unable to connect right now. Please try again shortly."
const OFFER = "Would you like to create a support ticket?"
/** Least confidence of an article that is shown though it did not suffice for an answer. */
const WORTH_A_LOOK = 0.2
const UNSURE = "I couldn't find a confident answer."

const byId = (id) => document.getElementById(id)
const [form, input, log, notice, restart] = ["ask", "question", "log", "notice", "restart"].map(byId)
const sendButton = form.querySelector("button")
/** One visitor a page load: nobody's limit is spent by others. */
const userId = `demo-${Date.now()}-${Math.random().toString(36).slice(2, 10)}`

let session = newSession()
let blocked = false
let busy = false

function newSession() {
  return { id: `customer-session-${Date.now()}`, history: [] }
}

function currentUser() {
  return { id: userId, name: byId("name").value.trim(), email: byId("email").value.trim() }
}

function showUser() {
  byId("who-name").textContent = currentUser().name || "nobody"
}

async function send(text) {
  const user = currentUser()
  if (!user.name || !byId("email").checkValidity() || !user.email) return askWho()
  const mine = session
  begin()
  const wait = view.waiting()
  log.append(view.question(text), wait)
  showTurn()
  const askedAt = new Date().toISOString()
  try {
    const reply = await api.ask({ message: text, sessionId: mine.id, user })
    if (mine !== session) return
    mine.id = reply.session_id
    mine.history.push(
      { role: "user", content: text, timestamp: askedAt },
      { role: "assistant", content: reply.response, timestamp: reply.timestamp },
    )
    wait.remove()
    show({ query: text, reply, user, history: [...mine.history] })
  } catch (error) {
    if (mine !== session) return
    wait.remove()
    refuse(error, text)
  } finally {
    if (mine === session) end()
  }
}

function askWho() {
  document.querySelector("details").open = true
  const wrong = byId("name").value.trim() ? byId("email") : byId("name")
  notice.textContent = "Please fill in a name and an e-mail address first."
  wrong.focus()
}

function begin() {
  busy = true
  byId("intro").hidden = true
  document.querySelector("details").open = false
  restart.hidden = false
  notice.textContent = ""
  input.value = ""
  log.setAttribute("aria-busy", "true")
  sendButton.disabled = true
}

function end() {
  busy = false
  log.setAttribute("aria-busy", "false")
  sendButton.disabled = blocked
  showTurn()
}

/** Either thumbs or the offer of a ticket, never both. */
function show(turn) {
  const { reply, query, user } = turn
  if (reply.requires_escalation) return offerTicket(turn)
  const messageId = `${Date.now()}`
  const node = view.reply(reply, { confident: true })
  node.append(view.thumbs((helpful) => api.rate({ messageId, helpful, query, reply, user })))
  log.append(node)
}

function offerTicket({ query, reply, user, history }) {
  // The failure is recorded at once, before any choice; if that fails, the choice tries again.
  let failure = api.recordFailure({ query, reply, user })
  failure.catch(() => {})
  const failureId = () =>
    failure.catch(() => {
      failure = api.recordFailure({ query, reply, user })
      return failure
    })
  const asked = reply.escalation_reason === "human_requested"
  // The prompt says it already, where it was said in English.
  const repeats = !asked && reply.response.startsWith(UNSURE.slice(0, -1))
  if (!repeats) log.append(view.reply(reply, { confident: false }))
  const prompt = view.ticketPrompt(repeats ? `${UNSURE} ${OFFER}` : OFFER, {
    yes: async () => confirmation(await api.createTicket(await failureId(), history), user),
    no: async () => {
      await api.declineTicket(await failureId())
      return "No problem! Feel free to ask another question."
    },
    done: () => input.focus(),
  })
  const near = reply.sources.filter((source) => source.confidence >= WORTH_A_LOOK)
  if (!asked && near.length > 0) prompt.append(view.sourceList(near))
  log.append(prompt)
}

/** A mail is spoken of only where the server sends mails. */
function confirmation(ticketId, { name, email }) {
  const [first] = name.split(/\s+/)
  const copied =
    document.body.dataset.mail === "on" ? ` and emailed a copy to ${email} for your reference` : ""
  return `Hi ${first}, I've created support ticket #${ticketId} for you${copied}. A support agent will reach out to you shortly with more details.`
}

function refuse(error, text) {
  if (error.status === 401) {
    document.body.dataset.state = "setup"
    restart.hidden = true
    return
  }
  log.lastElementChild?.remove()
  input.value ||= text
  if (error.resetInSeconds === undefined) notice.textContent = UNREACHABLE
  else block(error.resetInSeconds)
}

function block(seconds) {
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  notice.textContent = `You've reached your query limit. Please try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`
  blocked = true
  sendButton.disabled = true
  setTimeout(() => {
    blocked = false
    sendButton.disabled = busy
    notice.textContent = ""
  }, seconds * 1000)
}

/** Brings the last question to the top, as far as the page goes: a long answer is read from its start. */
function showTurn() {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
  const last = [...log.querySelectorAll(".mine")].at(-1)
  last?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" })
}

form.addEventListener("submit", (event) => {
  event.preventDefault()
  const text = input.value.trim()
  if (text && !blocked && !busy) send(text)
})
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return
  event.preventDefault()
  form.requestSubmit()
})
byId("examples").addEventListener("click", (event) => {
  const button = event.target.closest("button")
  if (!button || blocked || busy) return
  input.focus()
  send(button.textContent.trim())
})
restart.addEventListener("click", () => {
  session = newSession()
  log.replaceChildren()
  byId("intro").hidden = false
  restart.hidden = true
  if (!blocked) notice.textContent = ""
  end()
  input.focus()
})
for (const id of ["name", "email"]) byId(id).addEventListener("input", showUser)
showUser()
if (document.body.dataset.state === "ready" && matchMedia("(hover: hover)").matches) input.focus()
