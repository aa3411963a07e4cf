import { openWebSocket } from "../web-socket.ts"

/** How long a client waits before it connects again; the tests' network comes back at once. */
const BACK_AFTER_MS = 5

export interface LinkEnds {
  /** Address of the next connection, with what was seen last. */
  address(): string
  headers?: Record<string, string>
  opened(send: (frame: object) => void): void
  received(frame: { type: string; seq?: number; payload: Record<string, unknown> }): void
}

/** A client's connection, which comes back until it is told to stop. */
export class Link {
  #socket: Bun.WebSocket | undefined
  #stopped = false
  /** Times that it was open. */
  opened = 0
  /** Codes that the server closed it with. */
  readonly closeCodes: number[] = []

  constructor(private readonly ends: LinkEnds) {
    this.#connect()
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  send(frame: object): void {
    if (this.isOpen) this.#socket?.send(JSON.stringify(frame))
  }

  /** Breaks it off without a word. */
  cut(): void {
    this.#socket?.terminate()
  }

  stop(): void {
    this.#stopped = true
    this.#socket?.close()
  }

  #connect(): void {
    const socket = openWebSocket(this.ends.address(), this.ends.headers)
    this.#socket = socket
    socket.onopen = () => {
      this.opened++
      this.ends.opened((frame) => socket.send(JSON.stringify(frame)))
    }
    // What is still on its way when another connection stands belongs to the old one.
    socket.onmessage = ({ data }) => {
      if (this.#socket === socket) this.ends.received(JSON.parse(String(data)))
    }
    socket.onclose = ({ code }) => {
      this.closeCodes.push(code)
      if (this.#socket === socket && !this.#stopped) setTimeout(() => this.#again(socket), BACK_AFTER_MS)
    }
  }

  #again(before: Bun.WebSocket): void {
    if (!this.#stopped && this.#socket === before) this.#connect()
  }
}
