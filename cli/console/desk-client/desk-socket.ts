import type { DeskClientFrame, DeskServerFrame } from "../../../src/api/desk/protocol.ts"
import type { Link } from "../state/state.ts"

/** The server says so where it does not know the token any more. */
const TOKEN_REFUSED = 4401

/** Ours, and never sent. */
const SILENT = 4000

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 15_000
/** A line that is dead without a word is told by a `ping` that nothing answers. */
const PING_MS = 15_000
const SILENCE_MS = 35_000
/** The server's own word where the way to it does not let sockets through. */
const UPGRADE_REQUIRED = /101 status code: 426/

interface SocketParts {
  url: string
  token: string
  onFrame(frame: DeskServerFrame): void
  onLink(link: Link): void
  now(): number
  random(): number
  pingMs?: number
  silenceMs?: number
}

/** Browsers' sockets know no end without a farewell. */
type BunSocket = WebSocket & { terminate(): void }

/** The desk's socket, opened again whenever it breaks, each time after a longer wait. */
export class DeskSocket {
  #parts: SocketParts
  #socket: BunSocket | undefined
  #isReady = false
  #since: string | undefined
  #failures = 0
  #brokenAt: number | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #ping: ReturnType<typeof setInterval> | undefined
  #heardAt = 0
  #fault = ""
  #isStopped = false

  constructor(parts: SocketParts) {
    this.#parts = parts
  }

  open(): void {
    clearTimeout(this.#retry)
    if (this.#isStopped || this.#socket) return
    const { url, token, pingMs = PING_MS } = this.#parts
    const socket = new WebSocket(url, {
      headers: { authorization: `Bearer ${token}` },
    } as never) as BunSocket
    this.#socket = socket
    this.#heardAt = this.#parts.now()
    socket.onopen = () => this.#opened(socket)
    socket.onmessage = ({ data }) => this.#heard(socket, data)
    socket.onclose = ({ code, reason }) => this.#closed(socket, code, reason)
    socket.onerror = (event) => {
      this.#fault = "message" in event ? String(event.message) : ""
    }
    this.#ping ??= setInterval(() => this.#checkLine(), pingMs)
  }

  /** True where it went out; nothing goes out before the server has said that it is ready. */
  send(frame: DeskClientFrame): boolean {
    if (!this.#isReady || this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(JSON.stringify(frame))
    return true
  }

  /** Without waiting any longer. */
  retryNow(): void {
    if (!this.#socket) this.open()
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#retry)
    clearInterval(this.#ping)
    this.#socket?.close(1000)
  }

  #opened(socket: WebSocket): void {
    const since = this.#since
    socket.send(JSON.stringify({ type: "hello", payload: since ? { since } : {} } satisfies DeskClientFrame))
  }

  #heard(socket: WebSocket, data: unknown): void {
    if (socket !== this.#socket) return
    this.#heardAt = this.#parts.now()
    const frame = frameOf(data)
    if (!frame) return
    if (frame.type === "ready") {
      this.#isReady = true
      this.#failures = 0
      this.#brokenAt = undefined
      this.#since = frame.payload.at
    }
    this.#parts.onFrame(frame)
  }

  #closed(socket: WebSocket, code: number, reason: string): void {
    if (socket !== this.#socket) return
    this.#socket = undefined
    this.#isReady = false
    if (this.#isStopped) return
    if (code === TOKEN_REFUSED) {
      this.#isStopped = true
      clearInterval(this.#ping)
      this.#parts.onLink({ status: "refused", reason: "You are signed out: leave with q and sign in again." })
      return
    }
    const isBarred = UPGRADE_REQUIRED.test(this.#fault)
    this.#fault = ""
    this.#brokenAt ??= this.#parts.now()
    // Many consoles lose one server at once; they must not all come back in the same moment.
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++)
    const wait = longest * (0.5 + this.#parts.random() / 2)
    this.#parts.onLink({
      status: "offline",
      since: this.#brokenAt,
      retryAt: this.#parts.now() + wait,
      reason: isBarred ? "a proxy before the server lets no WebSocket through" : reason,
    })
    this.#retry = setTimeout(() => this.open(), wait)
  }

  #checkLine(): void {
    const socket = this.#socket
    if (!socket) return
    const { now, silenceMs = SILENCE_MS } = this.#parts
    if (now() - this.#heardAt > silenceMs) {
      // Whoever is silent does not answer a farewell either: nobody waits for it.
      this.#closed(socket, SILENT, "the server says nothing")
      socket.terminate()
    } else if (this.#isReady) this.send({ type: "ping", payload: {} })
  }
}

function frameOf(data: unknown): DeskServerFrame | undefined {
  if (typeof data !== "string") return undefined
  try {
    const frame = JSON.parse(data) as DeskServerFrame
    return typeof frame?.type === "string" && frame.payload ? frame : undefined
  } catch {
    return undefined
  }
}
