import { connect, createServer, type Socket } from "node:net"

export interface TcpProxy {
  port: number
  /** Where new connections are led; a server that comes back may listen elsewhere. */
  leadTo(port: number): void
  /** Connections that stand. */
  readonly open: number
  /** Breaks one of them off, both ways at once, with what is on its way in it. */
  cut(index: number): void
  /** From here on those that stand pass nothing on, and neither side is told: as when a host goes away without a word. */
  silence(): void
  stop(): Promise<void>
}

/** A network that can be made to fail: passes bytes on between clients and a server. */
export async function startTcpProxy(): Promise<TcpProxy> {
  let target = 0
  const links: { client: Socket; server: Socket }[] = []
  const proxy = createServer((client) => {
    const server = connect(target, "127.0.0.1")
    const link = { client, server }
    links.push(link)
    const end = () => {
      const at = links.indexOf(link)
      if (at >= 0) links.splice(at, 1)
      client.destroy()
      server.destroy()
    }
    for (const side of [client, server]) side.setNoDelay(true).on("error", end).on("close", end)
    client.pipe(server)
    server.pipe(client)
  })
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve))
  const address = proxy.address()
  if (address === null || typeof address === "string") throw new Error("The system gave no port.")
  return {
    port: address.port,
    leadTo(port) {
      target = port
    },
    get open() {
      return links.length
    },
    cut(index) {
      links[index]?.client.resetAndDestroy()
    },
    silence() {
      for (const { client, server } of links)
        for (const side of [client, server]) {
          side.unpipe()
          side.resume()
        }
    },
    async stop() {
      for (const { client } of [...links]) client.destroy()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}
