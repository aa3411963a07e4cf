import { expect, test } from "bun:test"
import pino from "pino"
import { ChatdError } from "../core/errors.ts"
import { listen } from "./server.ts"

test.each([
  [503, "unavailable", new ChatdError("unavailable", "The database is not available just now.")],
  [500, "internal_error", new Error("in /somewhere/of/ours")],
])(
  "a fault before a call is served is told as any other, and nothing of ours with it: %d %s",
  async (status, error, fault) => {
    const lines: string[] = []
    const server = listen({ fetch: () => new Response("served") }, [], {
      host: "127.0.0.1",
      port: 0,
      log: pino({}, { write: (line: string) => void lines.push(line) }),
      addressOf: () => "127.0.0.1",
      mostOfAddress: 0,
      refusal: () => Promise.reject(fault),
    })
    try {
      expect(await (await fetch(server.url)).text()).toBe("served")
      const reply = await fetch(server.url, { headers: { origin: "http://page.example" } })
      expect(reply.status).toBe(status)
      const text = await reply.text()
      expect(JSON.parse(text)).toMatchObject({ error })
      expect(text).not.toContain("somewhere")
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([
        { msg: "request failed", err: { message: fault.message } },
      ])
    } finally {
      await server.stop(0)
    }
  },
)
