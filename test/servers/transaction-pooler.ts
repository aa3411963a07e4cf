import { connect, createServer } from "node:net"

/** Of a message's letter and its length, which counts itself. */
const HEAD = 5
/** A notification, as Postgres sends it. */
const NOTIFICATION = "A".charCodeAt(0)

/** Before a Postgres, passes on all but notifications: as a pooler in transaction mode, on whose connections nobody listens for long. */
export async function startTransactionPooler(postgresUrl: string) {
  const { hostname, port } = new URL(postgresUrl)
  const pooler = createServer((client) => {
    const server = connect(Number(port), hostname)
    for (const [side, other] of [
      [client, server],
      [server, client],
    ] as const)
      side.on("error", () => other.destroy()).on("close", () => other.destroy())
    client.pipe(server)
    let rest: Buffer = Buffer.alloc(0)
    server.on("data", (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes])
      while (rest.length >= HEAD && rest.length > rest.readUInt32BE(1)) {
        const end = rest.readUInt32BE(1) + 1
        if (rest[0] !== NOTIFICATION) client.write(rest.subarray(0, end))
        rest = rest.subarray(end)
      }
    })
  })
  await new Promise<void>((resolve) => pooler.listen(0, "127.0.0.1", resolve))
  const address = pooler.address()
  if (address === null || typeof address === "string") throw new Error("The system gave no port.")
  const url = new URL(postgresUrl)
  url.port = String(address.port)
  return {
    url: url.href,
    stop: () => new Promise((resolve) => pooler.close(resolve)),
  }
}
