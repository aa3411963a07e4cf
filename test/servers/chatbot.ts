/** What a chatbot was posted. */
export interface Posted {
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: requests are looked into field by field
  body: any
}

export type ChatbotBehaviour = (posted: Posted, attempt: number) => Response | Promise<Response>

/** A partner's own chatbot, which does as it is told. */
export interface FakeChatbot {
  url: string
  posted: Posted[]
  behaves(behaviour: ChatbotBehaviour): void
  stop(): Promise<void>
}

export function startFakeChatbot(): FakeChatbot {
  let behaviour: ChatbotBehaviour = ({ body }) => Response.json({ reply: `You said: ${body.message}` })
  const posted: Posted[] = []
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 60,
    async fetch(request) {
      const one = { headers: request.headers, body: await request.json() }
      posted.push(one)
      return behaviour(one, posted.length)
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}/chat`,
    posted,
    behaves(next) {
      behaviour = next
      posted.length = 0
    },
    stop: () => server.stop(true),
  }
}

/** A server that takes what it is sent and hangs up, `drops` times; then it answers. */
export function startDroppingChatbot(drops: number, reply: unknown) {
  let taken = 0
  const server = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket) {
        taken++
        if (taken <= drops) {
          socket.terminate()
          return
        }
        const body = JSON.stringify(reply)
        socket.end(
          `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
        )
      },
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}/`,
    get taken() {
      return taken
    },
    stop: () => server.stop(true),
  }
}
