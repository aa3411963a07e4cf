import type { Socket } from "bun"

const HEADER_END = "\r\n\r\n"

export interface HttpReply {
  status: number
  body: string
}

/** One kept-alive connection with one request on its way at a time. */
export class HttpConnection {
  #rest: Buffer = Buffer.alloc(0)
  #waiting: { resolve(reply: HttpReply): void; reject(error: Error): void } | undefined

  private constructor(private readonly socket: Socket) {}

  static async open(port: number): Promise<HttpConnection> {
    let connection: HttpConnection | undefined
    const socket = await Bun.connect<undefined>({
      hostname: "127.0.0.1",
      port,
      socket: {
        data: (_socket, bytes) => connection?.received(bytes),
        close: () => connection?.ended(),
        error: () => connection?.ended(),
      },
    })
    connection = new HttpConnection(socket)
    return connection
  }

  request(head: string, body?: unknown): Promise<HttpReply> {
    const text = body === undefined ? "" : JSON.stringify(body)
    const content = text
      ? `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n`
      : ""
    const { promise, resolve, reject } = Promise.withResolvers<HttpReply>()
    this.#waiting = { resolve, reject }
    this.socket.write(`${head}\r\nHost: 127.0.0.1\r\n${content}\r\n${text}`)
    return promise
  }

  close(): void {
    this.socket.terminate()
  }

  private received(bytes: Buffer): void {
    const data = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : Buffer.from(bytes)
    this.#rest = data
    const end = data.indexOf(HEADER_END)
    if (end < 0) return
    const head = data.toString("latin1", 0, end)
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
    const start = end + HEADER_END.length
    if (data.length < start + length) return
    this.#rest = data.subarray(start + length)
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve({
      status: Number(head.slice("HTTP/1.1 ".length, "HTTP/1.1 200".length)),
      body: data.toString("utf8", start, start + length),
    })
  }

  private ended(): void {
    this.#waiting?.reject(new Error("the server closed the connection"))
  }
}

/** Runs one task for each number below `count`, as many at once as there are connections. */
export async function overHttp(
  port: number,
  count: number,
  task: (connection: HttpConnection, index: number) => Promise<void>,
): Promise<void> {
  const connections = await Promise.all(Array.from({ length: 16 }, () => HttpConnection.open(port)))
  let next = 0
  await Promise.all(
    connections.map(async (connection) => {
      while (next < count) await task(connection, next++)
      connection.close()
    }),
  )
}
