import { afterEach, describe, expect, test } from "bun:test"
import { DeskClient, DeskUnreachable } from "./client.ts"
import { httpWay } from "./http-way.ts"

/** Long beside a machine that has much else to do. */
const SILENCE_MS = 1_000
let server: ReturnType<typeof Bun.serve> | undefined
afterEach(() => server?.stop(true))

/** A desk whose reply comes in parts, `everyMs` apart. */
function slowDesk(parts: readonly string[], everyMs: number): DeskClient {
  server = Bun.serve({
    port: 0,
    fetch() {
      let timer: ReturnType<typeof setTimeout>
      const body = new ReadableStream({
        start(controller) {
          const next = (i: number): void => {
            const part = parts[i]
            if (part === undefined) {
              controller.close()
              return
            }
            controller.enqueue(new TextEncoder().encode(part))
            timer = setTimeout(() => next(i + 1), everyMs)
          }
          next(0)
        },
        cancel: () => clearTimeout(timer),
      })
      return new Response(body)
    },
  })
  return new DeskClient(
    httpWay({
      server: `http://127.0.0.1:${server.port}`,
      token: () => "t",
      signInAgain: "",
      silenceMs: SILENCE_MS,
    }),
  )
}

async function read(parts: AsyncIterable<string>): Promise<string> {
  let text = ""
  for await (const part of parts) text += part
  return text
}

describe("a desk that is far away", () => {
  test("may take long for a long reply, as long as some of it comes", async () => {
    const parts = Array.from({ length: 15 }, (_, i) => `${i},é\n`)
    expect(await read(slowDesk(parts, SILENCE_MS / 10).stream("/file"))).toBe(parts.join(""))
  })

  test("is told to have broken off where it did, in the middle of a file", async () => {
    using desk = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      socket: {
        data(socket) {
          socket.write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf")
          socket.end()
        },
      },
    })
    const way = httpWay({ server: `http://127.0.0.1:${desk.port}`, token: () => "t", signInAgain: "" })
    for (const reading of [new DeskClient(way).text("/file"), new DeskClient(way).bytes("/file")]) {
      const failure = await reading.catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(DeskUnreachable)
      expect((failure as Error).message).not.toContain("fetch()")
    }
  })

  test("is given up where it falls silent", async () => {
    const failure = await read(slowDesk(["a", "b"], 60_000).stream("/file")).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(DeskUnreachable)
    expect((failure as Error).message).toContain("broke off: no reply within 1 s.")
  })
})
