import type { Socket } from "bun"

const HEADER_END = "\r\n\r\n"
const TEXT = 1
const CLOSE = 8
const PING = 9
const PONG = 10

export interface WebSocketHandlers {
  open(): void
  text(frame: string): void
  /** Once, whether it ended by itself, was refused, or never came about. */
  closed(why: string): void
}

/**
 * The least that is a WebSocket client, so that thousands cost the load's core little: no extensions, a mask of zeros, no
 * fragments, nobody else's event objects.
 */
export class RawWebSocket {
  #socket: Socket | undefined
  #upgraded = false
  #closed = false
  #rest: Buffer = EMPTY

  constructor(
    private readonly handlers: WebSocketHandlers,
    port: number,
    path: string,
    headers: Record<string, string> = {},
  ) {
    const more = Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("")
    const hello =
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`
    Bun.connect<undefined>({
      hostname: "127.0.0.1",
      port,
      socket: {
        open: (socket) => {
          this.#socket = socket
          if (this.#closed) socket.terminate()
          else socket.write(hello)
        },
        data: (_socket, bytes) => this.#received(bytes),
        close: () => this.#ended("closed"),
        error: (_socket, error) => this.#ended(error.message),
      },
    }).catch((error: Error) => this.#ended(error.message))
  }

  send(text: string): void {
    this.#write(TEXT, Buffer.from(text))
  }

  /** As a network that breaks: no close frame. */
  drop(): void {
    this.#closed = true
    this.#socket?.terminate()
  }

  #write(opcode: number, payload: Buffer): void {
    if (this.#closed || !this.#socket) return
    const long = payload.length > 125
    const frame = Buffer.alloc((long ? 8 : 6) + payload.length)
    frame[0] = 0x80 | opcode
    frame[1] = 0x80 | (long ? 126 : payload.length)
    if (long) frame.writeUInt16BE(payload.length, 2)
    payload.copy(frame, frame.length - payload.length)
    const written = this.#socket.write(frame)
    // Frames are small and the server reads; half a frame would be a fault of the load, not of the server.
    if (written > 0 && written < frame.length) throw new Error("a frame was written in part")
  }

  #received(bytes: Buffer): void {
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes
    this.#rest = EMPTY
    if (!this.#upgraded) {
      const end = data.indexOf(HEADER_END)
      if (end < 0) {
        this.#rest = Buffer.from(data)
        return
      }
      const status = data.toString("latin1", 0, data.indexOf("\r\n"))
      if (!status.startsWith("HTTP/1.1 101")) {
        this.drop()
        this.handlers.closed(`${status} ${data.toString("utf8", end)}`)
        return
      }
      this.#upgraded = true
      data = data.subarray(end + HEADER_END.length)
      this.handlers.open()
    }
    let at = 0
    while (!this.#closed && data.length - at >= 2) {
      const opcode = (data[at] ?? 0) & 0x0f
      let length = (data[at + 1] ?? 0) & 0x7f
      let start = at + 2
      if (length === 126) {
        if (data.length - start < 2) break
        length = data.readUInt16BE(start)
        start += 2
      } else if (length === 127) {
        if (data.length - start < 8) break
        length = Number(data.readBigUInt64BE(start))
        start += 8
      }
      if (data.length - start < length) break
      at = start + length
      if (opcode === TEXT) this.handlers.text(data.toString("utf8", start, at))
      else if (opcode === PING) this.#write(PONG, data.subarray(start, at))
      else if (opcode === CLOSE) {
        const reason = length > 2 ? data.toString("utf8", start + 2, at) : ""
        this.#socket?.end()
        this.#ended(`${length >= 2 ? data.readUInt16BE(start) : 1005} ${reason}`)
      }
    }
    // What is left lies in a buffer that is reused.
    if (at < data.length) this.#rest = Buffer.from(data.subarray(at))
  }

  #ended(why: string): void {
    if (this.#closed) return
    this.#closed = true
    this.handlers.closed(why)
  }
}

const EMPTY = Buffer.alloc(0)
