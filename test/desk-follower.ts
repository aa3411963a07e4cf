import type { DeskClientFrame, DeskEvent, DeskServerFrame, Summary } from "../src/api/desk/protocol.ts"
import { openWebSocket } from "./web-socket.ts"

/** A desk's client as docs/desk-api.md has it: it keeps a list and logs, and comes back to where it was. */
export class DeskFollower {
  readonly list = new Map<number, Summary>()
  readonly logs = new Map<number, DeskEvent[]>()
  /** What no server may do. */
  readonly wrongs: string[] = []
  order: number[] = []
  isReady = false
  #since: string | undefined
  #socket: ReturnType<typeof openWebSocket> | undefined

  constructor(private readonly token: string) {}

  connect(origin: string): void {
    const socket = openWebSocket(`${origin.replace("http", "ws")}/ws/desk`, {
      authorization: `Bearer ${this.token}`,
    })
    this.#socket = socket
    this.isReady = false
    // Whoever was never told that this is all is told everything.
    if (this.#since === undefined) this.list.clear()
    socket.onopen = () => {
      if (this.#socket !== socket) return
      this.#send({ type: "hello", payload: this.#since === undefined ? {} : { since: this.#since } })
      for (const conversation of this.logs.keys()) this.#ask(conversation)
    }
    socket.onmessage = ({ data }) => {
      if (this.#socket === socket) this.#take(JSON.parse(String(data)))
    }
  }

  follow(conversation: number): void {
    if (this.logs.has(conversation)) return
    this.logs.set(conversation, [])
    if (this.#socket?.readyState === WebSocket.OPEN) this.#ask(conversation)
  }

  /** As a network does that breaks: nothing is said. */
  cut(): void {
    this.#socket?.close()
    this.#socket = undefined
    this.isReady = false
  }

  /** The list without places in the queue, which its order says. */
  shown(): Map<number, Summary> {
    return new Map([...this.list].map(([number, one]) => [number, { ...one, position: null }]))
  }

  #ask(conversation: number): void {
    const after = this.logs.get(conversation)?.at(-1)?.seq ?? 0
    this.#send({ type: "follow", payload: { conversation, after } })
  }

  #send(frame: DeskClientFrame): void {
    this.#socket?.send(JSON.stringify(frame))
  }

  #take(frame: DeskServerFrame): void {
    if (frame.type === "conversations")
      for (const one of frame.payload.conversations) {
        const had = this.list.get(one.number)
        if (!had || one.lastSeq >= had.lastSeq) this.list.set(one.number, one)
      }
    else if (frame.type === "queue") this.order = frame.payload.order
    else if (frame.type === "ready") {
      this.#since = frame.payload.at
      this.isReady = true
    } else if (frame.type === "event") this.#event(frame.payload.conversation, frame.payload.event)
    else if (frame.type === "error") this.wrongs.push(JSON.stringify(frame.payload))
  }

  #event(conversation: number, event: DeskEvent): void {
    const log = this.logs.get(conversation)
    const due = (log?.at(-1)?.seq ?? 0) + 1
    if (!log || event.seq !== due) this.wrongs.push(`event ${event.seq} of ${conversation} instead of ${due}`)
    log?.push(event)
  }
}
