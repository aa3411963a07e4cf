import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import fc from "fast-check"
import { sql } from "kysely"
import { type Desk, startDesk } from "../../../test/desk.ts"
import {
  chatBody,
  failureBody,
  feedbackBody,
  TICKET_BODY,
  USER_INFO,
  withField,
} from "../../../test/fixtures/crm.ts"

const desks: Record<string, Desk> = {}
beforeAll(async () => {
  const settings = { "crm.limit_per_user": 0, "crm.limit_per_address": 0, "server.max_body_kb": 64 }
  desks.sqlite = await startDesk({ settings })
  desks.postgres = await startDesk({ settings, postgres: true })
})
afterAll(async () => {
  for (const desk of Object.values(desks)) await desk.stop()
})
const deskOn = (name: string) => desks[name] as Desk

const VALID = {
  "/api/agent/test/": chatBody(),
  "/api/agent-failure/": failureBody(),
  "/api/feedback": feedbackBody(),
  "/api/agent-failure/ID/create-ticket": TICKET_BODY,
}
const PATHS = Object.keys(VALID) as (keyof typeof VALID)[]

/** Texts that make databases, encoders and parsers stumble. */
const nastyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "\0",
    "a\0b",
    "\ud800",
    "\udfff x",
    "\u202e",
    "'; drop table partner; --",
    "%00",
    "\u2028",
    "👩‍👩‍👧",
  ),
)

function fieldsOf(value: unknown, prefix = ""): string[] {
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [
    `${prefix}${name}`,
    ...fieldsOf(inner, `${prefix}${name}.`),
  ])
}

for (const name of ["sqlite", "postgres"]) {
  describe(`on ${name}`, () => {
    const post = async (path: string, body: unknown, id: string) => {
      const reply = await deskOn(name).send("POST", path.replace("ID", id), { body })
      expect({ status: reply.status, body, text: reply.text, fault: reply.status >= 500 }).toMatchObject({
        fault: false,
      })
      if (reply.status >= 400) expect(reply.json).toHaveProperty("detail")
      return reply
    }
    const recorded = async () =>
      (await post("/api/agent-failure/", failureBody(), "")).json.failure_id as string

    test("no JSON whatsoever is a fault of ours", async () => {
      const id = await recorded()
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...PATHS), fc.json(), async (path, body) => {
          await post(path, body, id)
        }),
        { numRuns: 150 },
      )
    })

    test("no valid body with one odd field is a fault of ours", async () => {
      const id = await recorded()
      const cases = fc.constantFrom(...PATHS).chain((path) =>
        fc.record({
          path: fc.constant(path),
          field: fc.constantFrom(...fieldsOf(VALID[path])),
          value: fc.oneof(
            { weight: 3, arbitrary: nastyText },
            { weight: 1, arbitrary: fc.jsonValue() as fc.Arbitrary<unknown> },
          ),
        }),
      )
      await fc.assert(
        fc.asyncProperty(cases, async ({ path, field, value }) => {
          await post(path, withField(VALID[path], field, value), id)
        }),
        { numRuns: 300 },
      )
    })

    test.each(["a\0b", "\ud800", "x'y\"z\\"])(
      "%j is taken in every text, or refused by name",
      async (odd) => {
        const id = await recorded()
        for (const path of PATHS) {
          for (const field of fieldsOf(VALID[path])) {
            const reply = await post(path, withField(VALID[path], field, odd), id)
            if (reply.status !== 409 && reply.status !== 200)
              expect(reply.json).toMatchObject({ field: expect.any(String) })
          }
        }
      },
    )

    test.each(["a%00b", "%ff", "x'--", "é", "a".repeat(5000)])("%p is no failure's id", async (id) => {
      for (const action of ["create-ticket", "decline"]) {
        const { status } = await deskOn(name).send("POST", `/api/agent-failure/${id}/${action}`, {
          body: TICKET_BODY,
        })
        expect(status).toBeWithin(400, 500)
      }
    })
  })
}

describe("a body that is too large", () => {
  const large = JSON.stringify(chatBody("hi", { padding: "x".repeat(70_000) }))
  test("is refused by its announced length", async () => {
    const { status, json } = await deskOn("sqlite").send("POST", "/api/agent/customer/", { body: large })
    expect({ status, detail: json.detail }).toEqual({ status: 413, detail: "The body is larger than 64 KB." })
  })

  test("is refused by what arrives where none is announced", async () => {
    const body = new ReadableStream({
      start(controller) {
        for (let at = 0; at < large.length; at += 8192)
          controller.enqueue(new TextEncoder().encode(large.slice(at, at + 8192)))
        controller.close()
      },
    })
    const { status, json } = await deskOn("sqlite").send("POST", "/api/agent/customer/", { body })
    expect({ status, detail: json?.detail }).toEqual({
      status: 413,
      detail: "The body is larger than 64 KB.",
    })
  })

  test("is taken up to the limit", async () => {
    const body = JSON.stringify(chatBody("hi", { padding: "x".repeat(60_000), user_info: USER_INFO }))
    expect((await deskOn("sqlite").send("POST", "/api/agent/customer/", { body })).status).toBe(200)
  })
})

test("a fault of ours shows its number and nothing of our inside, and is in the log", async () => {
  const desk = await startDesk()
  await desk.withDatabase(({ db }) => sql`alter table interaction rename to gone`.execute(db))
  const reply = await desk.send("POST", "/api/agent/customer/", {
    body: chatBody(),
    headers: { origin: "https://acme.example" },
  })
  expect(reply.status).toBe(500)
  expect(Object.keys(reply.json).sort()).toEqual(["detail", "error", "request_id"])
  expect(reply.headers.get("x-request-id")).toBe(reply.json.request_id)
  expect(reply.headers.get("access-control-allow-origin")).toBe("https://acme.example")
  expect(reply.text).not.toMatch(/interaction|no such table|\bat \/|\.ts/)
  const line = desk.log.find((entry) => entry.includes(reply.json.request_id))
  expect(line).toContain("no such table")
  expect((await desk.send("POST", "/api/agent-failure/", { body: failureBody() })).status).toBe(500)
  await desk.stop()
})
