import type { DeskClientFrame, DeskServerFrame } from "../../src/api/desk/protocol.ts"
import type { DeskWay } from "./client.ts"

export interface LiveEnd {
  code: number
  reason: string
  /** Whether it was ever open. */
  opened: boolean
}

interface Listener {
  opened(send: (frame: DeskClientFrame) => void): void
  frame(frame: DeskServerFrame): void
}

const PING_MS = 15_000
/** A link that is gone without a word is found out so. */
const SILENCE_MS = 40_000

/** One connection to the desk's socket that only looks, until it ends; it never throws. */
export function live(
  { url, token }: NonNullable<DeskWay["socket"]>,
  listener: Listener,
  signal: AbortSignal,
): Promise<LiveEnd> {
  const { promise, resolve } = Promise.withResolvers<LiveEnd>()
  // Bun's own, which sends headers and can be torn off; the DOM's types, which pages need, hide that.
  const Socket = WebSocket as unknown as new (url: string, options: Bun.WebSocketOptions) => Bun.WebSocket
  const socket = new Socket(`${url}?watch=true`, { headers: { authorization: `Bearer ${token()}` } })
  const send = (frame: DeskClientFrame) => socket.send(JSON.stringify(frame))
  let opened = false
  let heard = Date.now()
  const end = (code: number, reason: string) => {
    clearInterval(pinging)
    signal.removeEventListener("abort", leave)
    resolve({ code, reason, opened })
  }
  const leave = () => {
    socket.close(1000)
    end(1000, "left")
  }
  const pinging = setInterval(() => {
    if (Date.now() - heard > SILENCE_MS) {
      socket.terminate()
      end(1006, "nothing was heard any more")
    } else if (opened) send({ type: "ping", payload: {} })
  }, PING_MS)
  signal.addEventListener("abort", leave)
  socket.addEventListener("open", () => {
    opened = true
    listener.opened(send)
  })
  socket.addEventListener("message", ({ data }) => {
    heard = Date.now()
    listener.frame(JSON.parse(String(data)) as DeskServerFrame)
  })
  socket.addEventListener("close", ({ code, reason }) => end(code, reason))
  return promise
}
