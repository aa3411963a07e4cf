import { ask } from "../support/server.ts"

const QUESTIONS = [
  "What is chatd?",
  "How do I make a backup?",
  "hi",
  "Which wine goes with fish?",
  "A person, please",
]
/** Between two things that a visitor does. */
const PAUSE_MS = 500

interface Session {
  id: string
  sessionToken: string
}

/** Those who were here before, of whom some come back. */
const earlier: string[] = []
const MOST_EARLIER = 200

/** A visitor comes, asks over a socket or by polling, and goes in one of the ways in which visitors go. */
export async function visit(url: string, widgetKey: string): Promise<void> {
  const sessionToken = Math.random() < 0.2 ? pick(earlier) : undefined
  const session = await post<Session>(`${url}/api/chat/sessions`, { widgetKey, sessionToken })
  earlier.push(session.sessionToken)
  if (earlier.length > MOST_EARLIER) earlier.shift()
  const path = `${url}/api/chat/sessions/${session.id}`
  const socket = Math.random() < 0.8 ? await opened(url, session) : undefined
  for (let said = 0; said < 3; said++) {
    const message = { clientId: crypto.randomUUID(), text: pick(QUESTIONS) }
    if (socket) socket.send(JSON.stringify({ type: "message", payload: message }))
    // Where the session has ended meanwhile it is refused, which is an answer as well.
    else await call(`${path}/messages`, session.sessionToken, message)
    if (!socket) await call(`${path}/events?after=0&wait=2`, session.sessionToken)
    await Bun.sleep(PAUSE_MS)
  }
  if (Math.random() < 0.4) await call(`${path}/close`, session.sessionToken, {})
  if (Math.random() < 0.5) socket?.close()
  // A phone that loses its line says nothing.
  else socket?.terminate()
}

/** A CRM's user asks twice. */
export async function askTwice(url: string): Promise<void> {
  const user = Math.floor(Math.random() * 1_000_000)
  for (let asked = 0; asked < 2; asked++) await ask(url, pick(QUESTIONS), user, `session-${user}`)
}

async function opened(url: string, { id, sessionToken }: Session) {
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws/chat/${id}?token=${sessionToken}`)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  // Bun's own, which the DOM's types do not have.
  return socket as WebSocket & { terminate(): void }
}

async function post<T>(path: string, body: unknown): Promise<T> {
  const reply = await fetch(path, { method: "POST", headers: JSON_BODY, body: JSON.stringify(body) })
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`)
  return (await reply.json()) as T
}

async function call(path: string, token: string, body?: unknown): Promise<void> {
  const headers = { ...JSON_BODY, authorization: `Bearer ${token}` }
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }
  await (await fetch(path, { headers, ...sent })).text()
}

const JSON_BODY = { "content-type": "application/json" }

function pick<T>(all: readonly T[]): T {
  return all[Math.floor(Math.random() * all.length)] as T
}
