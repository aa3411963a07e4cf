import { randomBytes } from "node:crypto"
import { connect, type Socket } from "node:net"

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

export interface FrameOptions {
  opcode?: number
  /** Whether it is the last of its message. */
  final?: boolean
  masked?: boolean
  /** Reserved bits. */
  reserved?: number
  /** Length that is announced, where it is not the true one. */
  announced?: number
}

/** A frame as a client sends it, or as none should. */
export function rawFrame(content: string | Uint8Array, options: FrameOptions = {}): Buffer {
  const { opcode = OPCODE.text, final = true, masked = true, reserved = 0 } = options
  const payload = Buffer.from(content as Uint8Array)
  const length = options.announced ?? payload.length
  const head = [(final ? 0x80 : 0) | (reserved << 4) | opcode]
  const maskBit = masked ? 0x80 : 0
  const size = Buffer.alloc(8)
  size.writeBigUInt64BE(BigInt(length))
  if (length < 126) head.push(maskBit | length)
  else if (length < 65_536) head.push(maskBit | 126, ...size.subarray(6))
  else head.push(maskBit | 127, ...size)
  if (!masked) return Buffer.concat([Buffer.from(head), payload])
  const mask = randomBytes(4)
  return Buffer.concat([Buffer.from(head), mask, payload.map((byte, i) => byte ^ (mask[i & 3] ?? 0))])
}

/** A WebSocket spoken by hand, which can do what no library allows. */
export interface RawSocket {
  write(bytes: Uint8Array): void
  /** Stops reading, so that everything piles up on the way here; and goes on. */
  pause(): void
  resume(): void
  /** Texts received so far. */
  texts: string[]
  /** Resolves when the connection is over, with what the server's close frame said. */
  closed: Promise<{ code: number | undefined; reason: string }>
  end(): void
}

/** Opens one; resolves when the server has agreed. */
export async function openRawSocket(url: string, headers: Record<string, string> = {}): Promise<RawSocket> {
  const { hostname, port, pathname, search } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.setNoDelay(true)
  const key = randomBytes(16).toString("base64")
  const lines = [
    `GET ${pathname}${search} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Key: ${key}`,
    "Sec-WebSocket-Version: 13",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  socket.write(`${lines.join("\r\n")}\r\n\r\n`)
  const rest = await agreed(socket)
  return speaking(socket, rest)
}

function agreed(socket: Socket): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  let head = Buffer.alloc(0)
  const read = (part: Buffer) => {
    head = Buffer.concat([head, part])
    const end = head.indexOf("\r\n\r\n")
    if (end < 0) return
    socket.off("data", read)
    if (head.toString().startsWith("HTTP/1.1 101")) resolve(head.subarray(end + 4))
    else reject(new Error(head.toString()))
  }
  socket.on("data", read).once("error", reject)
  return promise
}

function speaking(socket: Socket, first: Buffer): RawSocket {
  const texts: string[] = []
  const { promise, resolve } = Promise.withResolvers<{ code: number | undefined; reason: string }>()
  let told = { code: undefined as number | undefined, reason: "" }
  let parts: Buffer[] = [first]
  let size = first.length
  let wanted = 2
  const take = (part: Buffer) => {
    parts.push(part)
    size += part.length
    if (size < wanted) return
    let bytes: Buffer = Buffer.concat(parts)
    for (let frame = frameAt(bytes); frame; frame = frameAt(bytes)) {
      bytes = bytes.subarray(frame.length)
      if (frame.opcode === OPCODE.text) texts.push(frame.payload.toString())
      if (frame.opcode === OPCODE.close && frame.payload.length > 1)
        told = { code: frame.payload.readUInt16BE(0), reason: frame.payload.subarray(2).toString() }
    }
    parts = [bytes]
    size = bytes.length
    wanted = lengthAt(bytes) ?? 10
  }
  take(Buffer.alloc(0))
  socket.on("data", take)
  socket.on("error", () => {})
  socket.on("close", () => resolve(told))
  return {
    write: (bytes) => void socket.write(bytes),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    texts,
    closed: promise,
    end: () => void socket.destroy(),
  }
}

/** Bytes of the frame at the beginning; undefined where its head is not there yet. */
function lengthAt(bytes: Buffer): number | undefined {
  const short = (bytes[1] ?? 0) & 0x7f
  const head = short === 126 ? 4 : short === 127 ? 10 : 2
  if (bytes.length < head) return undefined
  if (short === 126) return head + bytes.readUInt16BE(2)
  return short === 127 ? head + Number(bytes.readBigUInt64BE(2)) : head + short
}

/** What servers send is never masked, and ours sends every message in one frame. */
function frameAt(bytes: Buffer): { opcode: number; payload: Buffer; length: number } | undefined {
  const length = lengthAt(bytes)
  if (length === undefined || bytes.length < length || bytes.length < 2) return undefined
  const short = (bytes[1] ?? 0) & 0x7f
  const head = short === 126 ? 4 : short === 127 ? 10 : 2
  return { opcode: (bytes[0] ?? 0) & 0x0f, payload: bytes.subarray(head, length), length }
}
