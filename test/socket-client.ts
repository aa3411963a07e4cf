import { until } from "./wait.ts"
import { openWebSocket } from "./web-socket.ts"

export interface Frame {
  type: string
  seq?: number
  // biome-ignore lint/suspicious/noExplicitAny: payloads are looked into field by field
  payload: any
}

/** A socket whose frames are kept, in a test that looks at them one by one. */
export interface SocketClient {
  frames: Frame[]
  send(frame: unknown): void
  /** Waits for the next frame of a type that no call has given yet. */
  next(type: string): Promise<Frame>
  /** What was received up to the answer to a ping: nothing else is on its way then. */
  settled(): Promise<Frame[]>
  closed: Promise<{ code: number; reason: string }>
  close(): void
}

/** Opens a socket of a server; resolves when it is open, or was refused after it opened. */
export async function openSocket(url: string, headers: Record<string, string> = {}): Promise<SocketClient> {
  const socket = openWebSocket(url.replace(/^http/, "ws"), headers)
  const frames: Frame[] = []
  const given = new Map<string, number>()
  const opened = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<{ code: number; reason: string }>()
  socket.onopen = () => opened.resolve()
  socket.onmessage = ({ data }) => void frames.push(JSON.parse(String(data)))
  socket.onclose = ({ code, reason }) => {
    opened.resolve()
    closed.resolve({ code, reason })
  }
  await opened.promise
  const send = (frame: unknown) => void socket.send(typeof frame === "string" ? frame : JSON.stringify(frame))
  const next = async (type: string) => {
    const from = given.get(type) ?? 0
    const index = await until(`a frame "${type}" comes; there are ${JSON.stringify(frames)}`, () => {
      const found = frames.findIndex((frame, i) => i >= from && frame.type === type)
      return found < 0 ? undefined : { found }
    })
    given.set(type, index.found + 1)
    return frames[index.found] as Frame
  }
  return {
    frames,
    send,
    next,
    async settled() {
      const pongs = () => frames.filter(({ type }) => type === "pong").length
      const before = pongs()
      send({ type: "ping", payload: {} })
      await until("the server has answered the ping", () => pongs() > before)
      return frames.filter(({ type }) => type !== "pong")
    },
    closed: closed.promise,
    close: () => socket.close(),
  }
}
