import { Link } from "./link.ts"
import { Outbox } from "./outbox.ts"

/** How long a client waits before it says again what was refused for the moment. */
const AGAIN_AFTER_MS = 100

export interface SeenEvent {
  seq: number
  type: string
  payload: { clientId?: string; text?: string; sender?: { kind: string } }
}

/**
 * A customer on the chat's socket, as a client should be: it asks for what came after the last number it saw, and says
 * again what was not acknowledged. Strict about the server: what does not come once and in order is noted.
 */
export class Visitor {
  readonly seen: SeenEvent[] = []
  readonly wrongs: string[] = []
  readonly errors: { code: string; clientId?: string }[] = []
  readonly outbox = new Outbox()
  readonly link: Link
  #told = 0

  private constructor(
    url: string,
    readonly session: { id: string; conversationId: number; customerId: string; sessionToken: string },
  ) {
    this.link = new Link({
      address: () =>
        `${url.replace("http", "ws")}/ws/chat/${session.id}?token=${session.sessionToken}&after=${this.last}`,
      opened: (send) => {
        for (const frame of this.outbox.pending()) send(frame)
      },
      received: ({ type, seq, payload }) => {
        if (seq !== undefined) this.#take({ seq, type, payload })
        else if (type === "error") this.#refused(payload as Visitor["errors"][number])
      },
    })
  }

  static async enter(url: string, widgetKey: string): Promise<Visitor> {
    const response = await fetch(`${url}/api/chat/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ widgetKey }),
    })
    if (response.status !== 201) throw new Error(`No session: ${response.status} ${await response.text()}`)
    return new Visitor(url, (await response.json()) as Visitor["session"])
  }

  get last(): number {
    return this.seen.length
  }

  say(text = `${this.session.customerId} says ${this.#told}`): string {
    const clientId = `m${++this.#told}`
    const frame = { type: "message", payload: { clientId, text } }
    this.outbox.add(clientId, frame)
    this.link.send(frame)
    return clientId
  }

  #refused(error: Visitor["errors"][number]): void {
    this.errors.push(error)
    setTimeout(() => {
      const frame = this.outbox.get(error.clientId ?? "")
      if (frame) this.link.send(frame)
    }, AGAIN_AFTER_MS)
  }

  #take(event: SeenEvent): void {
    const own = event.payload.sender?.kind === "customer" ? event.payload.clientId : undefined
    // An acknowledgement that was missed is told again, never ahead of what came before it.
    const isEcho = own !== undefined && event.seq <= this.last
    if (event.seq === this.last + 1) this.seen.push(event)
    else if (!isEcho) this.wrongs.push(`event ${event.seq} came after ${this.last}`)
    if (own !== undefined) this.outbox.acknowledge(own)
  }
}
