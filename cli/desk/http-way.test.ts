import { afterEach, describe, expect, test } from "bun:test"
import { DeskClient, DeskUnreachable } from "./client.ts"
import { httpWay } from "./http-way.ts"

const SILENCE_MS = 150
let server: ReturnType<typeof Bun.serve> | undefined
afterEach(() => server?.stop(true))

/** A desk whose reply comes in parts, `everyMs` apart. */
function slowDesk(parts: readonly string[], everyMs: number): DeskClient {
  server = Bun.serve({
    port: 0,
    fetch: () =>
      new Response(
        new ReadableStream({
          start(controller) {
            const next = (i: number): void => {
              const part = parts[i]
              if (part === undefined) controller.close()
              else {
                controller.enqueue(new TextEncoder().encode(part))
                setTimeout(() => next(i + 1), everyMs)
              }
            }
            next(0)
          },
        }),
      ),
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
    const parts = Array.from({ length: 10 }, (_, i) => `${i},é\n`)
    expect(await read(slowDesk(parts, SILENCE_MS / 3).stream("/file"))).toBe(parts.join(""))
  })

  test("is given up where it falls silent", async () => {
    const failure = await read(slowDesk(["a", "b"], 60_000).stream("/file")).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(DeskUnreachable)
    expect((failure as Error).message).toContain("broke off: no reply within 0.15 s.")
  })
})
