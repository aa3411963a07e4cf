import type { Desk, Reply } from "./desk.ts"

/** A frame as it came. */
export interface Frame {
  type: string
  seq?: number
  at?: string
  // biome-ignore lint/suspicious/noExplicitAny: frames are looked into field by field
  payload: any
}

const WITHIN_MS = 15_000

/** A real socket that remembers its frames and waits for one without looking again and again. */
export class ChatSocket {
  readonly frames: Frame[] = []
  readonly opened: Promise<unknown>
  readonly closed: Promise<{ code: number; reason: string }>
  readonly #socket: WebSocket
  readonly #waiting = new Set<() => void>()

  constructor(url: string, headers: Record<string, string> = {}) {
    // The DOM's types, which win here, know no headers.
    this.#socket = new WebSocket(url, { headers } as never)
    this.opened = new Promise((resolve) => this.#socket.addEventListener("open", resolve))
    this.closed = new Promise((resolve) =>
      this.#socket.addEventListener("close", ({ code, reason }) => resolve({ code, reason })),
    )
    this.#socket.addEventListener("message", ({ data }) => {
      this.frames.push(JSON.parse(String(data)))
      for (const look of this.#waiting) look()
    })
  }

  /** The first frame that matches, among those that came and those that will. */
  frame(what: string, matches: (frame: Frame) => boolean): Promise<Frame> {
    const { promise, resolve, reject } = Promise.withResolvers<Frame>()
    const look = () => {
      const found = this.frames.find(matches)
      if (found) resolve(found)
    }
    const timer = setTimeout(() => {
      reject(new Error(`No ${what} among ${JSON.stringify(this.frames)}`))
    }, WITHIN_MS)
    this.#waiting.add(look)
    look()
    return promise.finally(() => {
      clearTimeout(timer)
      this.#waiting.delete(look)
    })
  }

  /** The stored event with this number. */
  event(seq: number): Promise<Frame> {
    return this.frame(`event ${seq}`, (frame) => frame.seq === seq)
  }

  /** The first message of such a sender after a number. */
  messageOf(kind: string, after = 0): Promise<Frame> {
    return this.frame(
      `message of ${kind} after ${after}`,
      ({ type, seq = 0, payload }) => type === "message" && seq > after && payload.sender?.kind === kind,
    )
  }

  /** Numbers of the stored events, in the order in which they came. */
  get seqs(): number[] {
    return this.frames.flatMap(({ seq }) => seq ?? [])
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  send(type: string, payload: unknown): void {
    this.sendRaw(JSON.stringify({ type, payload }))
  }

  sendRaw(data: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(data)
  }

  close(): Promise<unknown> {
    this.#socket.close()
    return this.closed
  }
}

/** A visitor's client on one session. */
export class Visitor {
  constructor(
    readonly desk: Desk,
    // biome-ignore lint/suspicious/noExplicitAny: replies are looked into field by field
    readonly session: any,
  ) {}

  /** A call on the session, as its visitor. */
  call(method: string, path: string, body?: unknown): Promise<Reply> {
    return this.desk.send(method, `/api/chat/sessions/${this.session.id}${path}`, {
      headers: { authorization: `Bearer ${this.session.sessionToken}` },
      ...(body !== undefined && { body }),
    })
  }

  /** An open socket that has been greeted. */
  async socket(after = 0): Promise<ChatSocket> {
    const socket = openSocket(this.desk, this.session.id, this.session.sessionToken, after)
    await socket.frame("hello", ({ type }) => type === "hello")
    return socket
  }

  /** Says something and waits for the bot's answer to it. */
  async ask(text: string): Promise<Frame> {
    const socket = await this.socket()
    const said = await this.call("POST", "/messages", { clientId: crypto.randomUUID(), text })
    const answer = await socket.messageOf("bot", said.json.seq)
    await socket.close()
    return answer
  }

  /** Every event that is stored. */
  async events(): Promise<Frame[]> {
    return (await this.call("GET", "/events")).json.events
  }
}

export function openSocket(desk: Desk, sessionId: string, token: string, after = 0): ChatSocket {
  const base = desk.url.replace(/^http/, "ws")
  return new ChatSocket(`${base}/ws/chat/${sessionId}?token=${token}&after=${after}`)
}

/** Somebody new, in a session of their own. */
export async function openVisitor(desk: Desk, body: Record<string, unknown> = {}): Promise<Visitor> {
  const reply = await desk.send("POST", "/api/chat/sessions", {
    body: { widgetKey: desk.partner.widgetKey, ...body },
  })
  if (reply.status !== 201) throw new Error(`No session: ${reply.status} ${reply.text}`)
  return new Visitor(desk, reply.json)
}

/** An agent of the desk's partner, listening on the partner's socket. */
export async function agentSocket(desk: Desk, agentId: number): Promise<ChatSocket> {
  const url = `${desk.url.replace(/^http/, "ws")}/ws?clientId=agent-${agentId}`
  const socket = new ChatSocket(url, { authorization: `Bearer ${desk.partner.apiKey}` })
  await socket.opened
  return socket
}
