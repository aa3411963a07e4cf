import { expect, test } from "bun:test"
import { textStream } from "./text-stream.ts"

test("a file that cannot be written to its end breaks off, and why is told once", async () => {
  const fault = new Error("the database is damaged")
  async function* half(): AsyncGenerator<string> {
    yield "number,subject\n"
    throw fault
  }
  const told: unknown[] = []
  using server = Bun.serve({
    port: 0,
    fetch: () => new Response(textStream(half(), (one) => void told.push(one))),
  })
  const whole = await fetch(server.url)
    .then((response) => response.text())
    .catch(() => "broken off")
  expect(whole).toBe("broken off")
  expect(told).toEqual([fault])
})
