import type { ServerWebSocket } from "bun"
import type {
  ChatConfig,
  ChatEvent,
  Metadata,
  OpenedSession,
  ServerFrame,
  Session,
  StatusReason,
  StoredMessage,
} from "../../widget/client/chat-api.ts"
import { claimsOf } from "../../widget/client/token-claims.ts"

/** What becomes of an event on its way to a client. */
export type OutgoingFault = "deliver" | "twice" | "after the next" | "lose" | "cut"
/** What becomes of a message on its way to the server. */
export type IncomingFault = "take" | "cut before storing" | "cut after storing"

export interface Trouble {
  /** `refuse`: no socket opens. `stall`: it opens and nothing is ever said. `cut`: it opens, says hello and is closed. */
  sockets?: "refuse" | "stall" | "cut"
  /** Sockets that are open are not heard any more, and told nothing: nobody says that they are dead. */
  deaf?: boolean
  /** Every HTTP call fails: with that status, or since a network that wants a login answers with a page of its own. */
  http?: "503" | "a page"
  /** Signed identities are refused, in these words. */
  identities?: string
  /** The next messages are over the limit. */
  limited?: number
  /** So many messages cannot be stored just now. */
  unavailable?: number
  /** The next message is refused with this code. */
  refuse?: { code: string; message: string } | undefined
}

interface Conversation {
  session: Session
  token: string
  events: ChatEvent[]
}

interface Link {
  conversation: Conversation
  after: number
  held: ServerFrame | undefined
}

type Body = Readonly<Record<string, unknown>>

const HEADERS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, content-type",
}

/** Speaks docs/chat-api.md, and fails in the ways that networks and servers fail. */
export class ChatServer {
  readonly config: ChatConfig = {
    partner: { name: "Acme" },
    theme: { primaryColor: "#3a7bd5", scheme: "auto", side: "right" },
    texts: { title: "Customer Support", welcome: "Hello! How can we help you today?" },
    locale: null,
    preChat: { enabled: false, fields: [{ name: "name", required: true }] },
    consent: null,
    idleSeconds: 300,
    maxMessageLength: 4000,
    mail: true,
    rating: true,
  }
  trouble: Trouble = {}
  outgoing: () => OutgoingFault = () => "deliver"
  incoming: () => IncomingFault = () => "take"
  /** `METHOD path` of each call, and the bodies of those that open sessions. */
  readonly calls: string[] = []
  readonly openings: Body[] = []
  /** Frames of clients that are not messages. */
  readonly heard: { type: string; payload: Body }[] = []
  readonly conversations: Conversation[] = []
  /** The path that a proxy has it under. */
  folder = ""
  /** Other paths: host pages and the widget's files. */
  readonly pages = new Map<string, (request: Request) => Response | Promise<Response>>()
  #server = this.#listen(0)
  readonly url = `http://localhost:${this.#server.port}`
  #sockets = new Set<ServerWebSocket<Link>>()
  #waiting = new Set<() => void>()

  #listen(port: number) {
    return Bun.serve<Link>({
      port,
      idleTimeout: 0,
      fetch: (request, server) => this.#answer(request, server),
      websocket: {
        open: (socket) => {
          if (this.trouble.sockets === "stall") return
          this.#sockets.add(socket)
          const { conversation, after } = socket.data
          // Whether it was resumed, the call said.
          const { resumed, ...session } = conversation.session
          socket.send(JSON.stringify({ type: "hello", payload: session }))
          if (this.trouble.sockets === "cut") {
            this.#sockets.delete(socket)
            socket.close(1011)
            return
          }
          for (const event of conversation.events.filter(({ seq }) => seq > after)) this.#pass(socket, event)
        },
        message: (socket, data) => this.#hear(socket, String(data)),
        close: (socket) => {
          this.#sockets.delete(socket)
        },
      },
    })
  }

  get socketCount(): number {
    return this.#sockets.size
  }

  /** The session that was opened last. */
  get latest(): Conversation {
    const latest = this.conversations.at(-1)
    if (!latest) throw new Error("no session was opened")
    return latest
  }

  /** Texts of the stored messages, in order. */
  get texts(): string[] {
    return this.latest.events.flatMap((event) => (event.type === "message" ? [event.payload.text] : []))
  }

  say(text: string, more: Partial<StoredMessage> = {}): StoredMessage {
    return this.#store(this.latest, {
      text,
      sender: { kind: "agent", id: "agent-2", name: "Grace" },
      ...more,
    })
  }

  log(event: Pick<ChatEvent, "type" | "payload">, conversation = this.latest): ChatEvent {
    const seq = conversation.session.lastSeq + 1
    const stored = { seq, at: new Date().toISOString(), ...event } as ChatEvent
    conversation.events.push(stored)
    conversation.session = { ...conversation.session, lastSeq: seq }
    for (const socket of this.#sockets)
      if (socket.data.conversation === conversation) this.#pass(socket, stored)
    for (const wake of this.#waiting) wake()
    return stored
  }

  status(status: Session["status"], reason: StatusReason): void {
    const { session } = this.latest
    this.latest.session = { ...session, status }
    this.log({ type: "status", payload: { status, handler: session.handler, agent: session.agent, reason } })
  }

  /** What is passed on and not stored. */
  pass(frame: ServerFrame): void {
    for (const socket of this.#sockets) socket.send(JSON.stringify(frame))
  }

  dropSockets(code = 1011): void {
    for (const socket of this.#sockets) {
      this.#sockets.delete(socket)
      socket.close(code)
    }
  }

  /** Goes away, as a process that is killed. */
  async stop(): Promise<void> {
    for (const wake of this.#waiting) wake()
    await this.#server.stop(true)
  }

  /** Comes back where it was, with all that was stored. */
  start(): void {
    this.#server = this.#listen(Number(new URL(this.url).port))
  }

  #store(conversation: Conversation, message: Partial<StoredMessage>): StoredMessage {
    const seq = conversation.session.lastSeq + 1
    const stored = {
      seq,
      id: 1_000_000 + seq,
      type: "text",
      createdAt: new Date().toISOString(),
      ...message,
    } as StoredMessage
    this.log({ type: "message", payload: stored }, conversation)
    return stored
  }

  #receive(
    conversation: Conversation,
    clientId: string,
    text: string,
    metadata: Metadata | undefined,
  ): { message: StoredMessage; isNew: boolean } {
    for (const event of conversation.events)
      if (event.type === "message" && event.payload.clientId === clientId)
        return { message: event.payload, isNew: false }
    const sender = { kind: "customer" as const, id: "customer", name: "Ada" }
    return {
      message: this.#store(conversation, { clientId, text, sender, metadata: metadata ?? null }),
      isNew: true,
    }
  }

  #pass(socket: ServerWebSocket<Link>, event: ServerFrame): void {
    const fault = this.outgoing()
    const send = (frame: ServerFrame) => socket.send(JSON.stringify(frame))
    const { held } = socket.data
    socket.data.held = undefined
    if (fault === "cut") {
      this.#sockets.delete(socket)
      socket.close(1011)
    } else if (fault === "after the next") socket.data.held = event
    else if (fault !== "lose") send(event)
    if (fault === "twice") send(event)
    if (held) send(held)
  }

  #hear(socket: ServerWebSocket<Link>, data: string): void {
    if (this.trouble.deaf) return
    const { conversation } = socket.data
    const { type, payload } = JSON.parse(data) as { type: string; payload: Body }
    if (type === "ping") socket.send(`{"type":"pong","payload":{}}`)
    if (type !== "message") {
      this.heard.push({ type, payload })
      if (type === "read") this.#read(conversation, Number(payload.seq))
      return
    }
    const fault = this.incoming()
    if (fault === "cut before storing") {
      socket.close(1011)
      return
    }
    // Away before the acknowledgement can be sent.
    if (fault === "cut after storing") this.#sockets.delete(socket)
    const clientId = String(payload.clientId)
    const error = this.#refusal(conversation)
    if (error) socket.send(JSON.stringify({ type: "error", payload: { clientId, ...error } }))
    else {
      const metadata = payload.metadata as Metadata | undefined
      const { message, isNew } = this.#receive(conversation, clientId, String(payload.text), metadata)
      if (!isNew)
        this.#pass(socket, { type: "message", seq: message.seq, at: message.createdAt, payload: message })
    }
    if (fault === "cut after storing") socket.close(1011)
  }

  #refusal({
    session,
  }: Conversation): { code: string; message: string; resetInSeconds?: number } | undefined {
    const { refuse, limited, unavailable } = this.trouble
    if (unavailable) {
      this.trouble.unavailable = unavailable - 1
      return { code: "unavailable", message: "Please try again." }
    }
    if (session.status === "closed") return { code: "conflict", message: "This session is over." }
    if (limited) {
      this.trouble.limited = 0
      return { code: "limit", message: "Too many messages.", resetInSeconds: limited }
    }
    this.trouble.refuse = undefined
    return refuse
  }

  #read(conversation: Conversation, seq: number): void {
    conversation.session = { ...conversation.session, readByCustomer: seq }
    this.log({ type: "read", payload: { by: "customer", seq } }, conversation)
  }

  async #answer(request: Request, server: Bun.Server<Link>): Promise<Response | undefined> {
    const url = new URL(request.url)
    if (!url.pathname.startsWith(this.folder)) return new Response(null, { status: 404 })
    url.pathname = url.pathname.slice(this.folder.length)
    const page = this.pages.get(url.pathname)
    if (page) return page(request)
    if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: HEADERS })
    this.calls.push(`${request.method} ${url.pathname}`)
    const bearer = request.headers.get("authorization")?.slice("Bearer ".length)
    const id = /\/(?:sessions|chat)\/(cs_[^/]+)/.exec(url.pathname)?.[1]
    const conversation = this.conversations.find(({ session }) => session.id === id)
    if (url.pathname.startsWith("/ws/")) {
      if (this.trouble.sockets === "refuse" || conversation?.token !== url.searchParams.get("token"))
        return new Response(null, { status: 404 })
      const data: Link = { conversation, after: Number(url.searchParams.get("after")), held: undefined }
      return server.upgrade(request, { data }) ? undefined : new Response(null, { status: 400 })
    }
    if (this.trouble.http === "a page")
      return new Response("<title>Log in</title>", { headers: { ...HEADERS, "content-type": "text/html" } })
    if (this.trouble.http)
      return Response.json(
        { detail: "Not now.", error: "unavailable" },
        { status: Number(this.trouble.http), headers: HEADERS },
      )
    const body = request.method === "POST" ? ((await request.json()) as Body) : {}
    const { status, value } = await this.#call(request.method, url, body, conversation, bearer)
    return typeof value === "string"
      ? new Response(value, { status, headers: HEADERS })
      : Response.json(value, { status, headers: HEADERS })
  }

  async #call(
    method: string,
    { pathname, searchParams }: URL,
    body: Body,
    conversation: Conversation | undefined,
    token: string | undefined,
  ): Promise<{ status: number; value: unknown }> {
    if (pathname === "/api/chat/config") return { status: 200, value: this.config }
    if (pathname === "/api/chat/sessions") return method === "POST" ? this.#open(body) : this.#list(token)
    if (!conversation || conversation.token !== token)
      return { status: 404, value: { detail: "There is no such session.", error: "not_found" } }
    const call = `${method} ${pathname.split("/").at(-1)}`
    switch (call) {
      case "POST messages": {
        const refusal = this.#refusal(conversation)
        if (refusal?.resetInSeconds)
          return {
            status: 429,
            value: { detail: { reset_in_seconds: refusal.resetInSeconds }, error: refusal.message },
          }
        if (refusal) return { status: 409, value: { detail: refusal.message, error: refusal.code } }
        const metadata = body.metadata as Metadata | undefined
        const { message, isNew } = this.#receive(
          conversation,
          String(body.clientId),
          String(body.text),
          metadata,
        )
        return { status: isNew ? 201 : 200, value: message }
      }
      case "GET messages": {
        const before = Number(searchParams.get("before") ?? Number.POSITIVE_INFINITY)
        const all = conversation.events.flatMap((event) => (event.type === "message" ? [event.payload] : []))
        const older = all.filter(({ seq }) => seq < before)
        const limit = Number(searchParams.get("limit"))
        return { status: 200, value: { messages: older.slice(-limit), more: older.length > limit } }
      }
      case "GET events": {
        const after = Number(searchParams.get("after"))
        const find = () => conversation.events.filter(({ seq }) => seq > after).slice(0, 500)
        if (searchParams.get("wait") !== "0" && find().length === 0) {
          const { promise, resolve } = Promise.withResolvers<void>()
          this.#waiting.add(resolve)
          await promise
          this.#waiting.delete(resolve)
        }
        return { status: 200, value: { events: find(), lastSeq: conversation.session.lastSeq } }
      }
      case "POST read":
        this.#read(conversation, Number(body.seq))
        return { status: 200, value: {} }
      case "POST typing":
        this.heard.push({ type: "typing", payload: body })
        return { status: 200, value: {} }
      case "POST person":
        return { status: 200, value: { outcome: "form" } }
      case "POST handoff":
        this.log({ type: "ticket", payload: { ticketId: "T-17", change: "created" } }, conversation)
        return { status: 201, value: { ticketId: "T-17" } }
      case "POST feedback":
        this.log(
          { type: "feedback", payload: { seq: Number(body.seq), helpful: body.helpful === true } },
          conversation,
        )
        return { status: 200, value: {} }
      case "POST rating":
        this.log({ type: "rating", payload: { score: Number(body.score) } }, conversation)
        return { status: 200, value: {} }
      case "POST close":
        this.status("closed", "closed_by_customer")
        return { status: 200, value: conversation.session }
      case "GET transcript":
        return { status: 200, value: this.texts.join("\n") }
      case "POST transcript":
        return { status: 202, value: {} }
      default:
        return { status: 404, value: { detail: `No such call: ${call}`, error: "not_found" } }
    }
  }

  #list(token: string | undefined): { status: number; value: unknown } {
    const mine = this.conversations.filter((one) => one.token === token)
    return {
      status: 200,
      value: mine.map(({ session }) => ({ ...session, preview: "…" })).reverse(),
    }
  }

  #open(body: Body): { status: number; value: unknown } {
    this.openings.push(body)
    const { identities } = this.trouble
    if (body.identity && identities)
      return { status: 401, value: { detail: identities, error: "unauthenticated" } }
    const signed = signedId(body)
    const mine = ({ token, session }: Conversation) =>
      signed ? session.customerId === signed : body.sessionToken !== undefined && token === body.sessionToken
    const live = this.conversations.find((one) => mine(one) && one.session.status !== "closed")
    if (live) return { status: 200, value: this.#opened(live, true) }
    if (body.resumeOnly) return { status: 404, value: { detail: "No session is live.", error: "not_found" } }
    const known = this.conversations.find(mine)
    const number = this.conversations.length + 1
    const now = new Date().toISOString()
    const fresh: Conversation = {
      token: known?.token ?? `token-${number}`,
      events: [],
      session: {
        id: `cs_${number}`,
        customerId: signed ?? known?.session.customerId ?? `visitor-${number}`,
        verified: body.identity !== undefined,
        resumed: false,
        status: "waiting",
        handler: "bot",
        agent: null,
        queue: null,
        customer: {},
        lastSeq: 0,
        readByCustomer: 0,
        readByAgent: 0,
        idleSeconds: 300,
        endsAt: new Date(Date.now() + 300_000).toISOString(),
        createdAt: now,
        updatedAt: now,
      },
    }
    this.conversations.push(fresh)
    return { status: 201, value: this.#opened(fresh, false) }
  }

  #opened({ session, token }: Conversation, resumed: boolean): OpenedSession {
    return { ...session, resumed, sessionToken: token }
  }
}

/** Whom a claim names; every signature holds. */
function signedId({ identity }: Body): string | undefined {
  const { customerId, jwt } = (identity ?? {}) as { customerId?: string; jwt?: string }
  return jwt ? claimsOf(jwt).sub : customerId
}
