import { afterEach, describe, expect, test } from "bun:test"
import { startFakeFreshdesk } from "../../test/servers/freshdesk.ts"
import { DeliveryError } from "./delivery-error.ts"
import { createFreshdesk, type FreshdeskTicket, tagOf } from "./freshdesk.ts"

const ticket: FreshdeskTicket = {
  subject: "Refund?",
  descriptionHtml: "<p>Where is it?</p>",
  requester: { name: "Jane", email: "jane@company.com", phone: "+27123456789" },
  priority: 1,
  status: 2,
  uniqueKey: "f3b1c9d2-8a44-4a6e-9f0e-aa55bb66cc77",
}

let fake: Awaited<ReturnType<typeof startFakeFreshdesk>>
afterEach(() => fake.stop())

async function start(timeoutMs = 2000) {
  fake = await startFakeFreshdesk()
  return createFreshdesk({ domain: "acme", apiKey: "key", baseUrl: fake.url, timeoutMs })
}

async function failure(attempt: Promise<unknown>): Promise<DeliveryError> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(DeliveryError)
  return error as DeliveryError
}

describe("a Freshdesk ticket", () => {
  test("is created as the API wants it", async () => {
    const freshdesk = await start()
    expect(await freshdesk.createTicket(ticket, { firstAttempt: true })).toEqual({
      id: "1",
      url: `${fake.url}/a/tickets/1`,
    })
    expect(fake.requests).toEqual(["POST /api/v2/tickets"])
    expect(fake.authorization).toBe(`Basic ${btoa("key:X")}`)
    expect(fake.tickets[0]?.body).toEqual({
      subject: "Refund?",
      description: "<p>Where is it?</p>",
      name: "Jane",
      email: "jane@company.com",
      phone: "+27123456789",
      priority: 1,
      status: 2,
      source: 7,
      tags: ["chatd", tagOf(ticket.uniqueKey)],
    })
  })

  test.each(["hang", "reset", "500 after creating", "HTML after creating"] as const)(
    "is made once when the first attempt ends in: %s",
    async (trouble) => {
      const freshdesk = await start(trouble === "hang" ? 80 : 2000)
      fake.trouble = trouble
      const error = await failure(freshdesk.createTicket(ticket, { firstAttempt: true }))
      expect(error).toMatchObject({ retryable: true, outcomeUnknown: true })
      expect(error.retryAfterMs).toBeGreaterThan(0)
      fake.trouble = undefined
      expect((await freshdesk.createTicket(ticket)).id).toBe("1")
      expect(fake.tickets).toHaveLength(1)
    },
  )

  test("is found by the list while the search does not know it yet, and by the search when the list has forgotten it", async () => {
    const freshdesk = await start()
    await freshdesk.createTicket(ticket, { firstAttempt: true })
    fake.searchKnows = false
    expect((await freshdesk.findByKey(ticket.uniqueKey, "jane@company.com"))?.id).toBe("1")
    fake.searchKnows = true
    fake.listKnows = false
    expect((await freshdesk.findByKey(ticket.uniqueKey, "jane@company.com"))?.id).toBe("1")
    expect(await freshdesk.findByKey("another", "jane@company.com")).toBeUndefined()
  })

  test("is created on a retry when there is none, also for somebody Freshdesk never heard of", async () => {
    const freshdesk = await start()
    expect((await freshdesk.createTicket(ticket)).id).toBe("1")
    expect(fake.requests.map((it) => it.replace(/\?.*/, ""))).toEqual([
      "GET /api/v2/tickets",
      "GET /api/v2/search/tickets",
      "POST /api/v2/tickets",
    ])
  })

  test("is not created while nobody can tell whether it exists", async () => {
    const freshdesk = await start()
    fake.trouble = "search is down"
    expect(await failure(freshdesk.createTicket(ticket))).toMatchObject({ retryable: true })
    expect(fake.tickets).toHaveLength(0)
  })

  test("is one when two ask for it at once", async () => {
    const freshdesk = await start()
    const both = await Promise.all([freshdesk.createTicket(ticket), freshdesk.createTicket(ticket)])
    expect(both.map(({ id }) => id)).toEqual(["1", "1"])
    expect(fake.tickets).toHaveLength(1)
  })
})

describe("a refusal", () => {
  const validation = {
    description: "Validation failed",
    errors: [{ field: "cf_agency", message: "Unexpected/invalid field in request", code: "invalid_field" }],
  }
  const cases: [string, () => Response, Partial<DeliveryError>][] = [
    [
      "names the field",
      () => Response.json(validation, { status: 400 }),
      { retryable: false, field: "cf_agency" },
    ],
    [
      "of the key is nothing of this ticket's",
      () =>
        Response.json({ code: "invalid_credentials", message: "You have to be logged in" }, { status: 401 }),
      { retryable: true, forAll: true, outcomeUnknown: false },
    ],
    [
      "of the right may be another once somebody has seen to it; another ticket may be allowed",
      () => Response.json({ code: "access_denied", message: "no" }, { status: 403 }),
      { retryable: true, forAll: false, outcomeUnknown: false, status: 403 },
    ],
    [
      "since nobody has paid is of the account",
      () => new Response("", { status: 402 }),
      { retryable: true, outcomeUnknown: false, status: 402 },
    ],
    [
      "of an address that is nobody's is of the account",
      () => new Response("", { status: 404 }),
      { retryable: true, outcomeUnknown: false, status: 404 },
    ],
    [
      "of a duplicate is permanent",
      () => Response.json({ errors: [{ field: "email", code: "duplicate_value" }] }, { status: 409 }),
      { retryable: false, field: "email" },
    ],
    [
      "to be so often says when",
      () => new Response("", { status: 429, headers: { "Retry-After": "17" } }),
      { retryable: true, retryAfterMs: 17_000, outcomeUnknown: false },
    ],
    [
      "by redirect is not followed",
      () => Response.redirect("http://127.0.0.1:1/login"),
      { retryable: true, forAll: true, outcomeUnknown: false },
    ],
    [
      "in HTML is understood",
      () => new Response("<html>502</html>", { status: 502 }),
      { retryable: true, outcomeUnknown: true },
    ],
    [
      "without a ticket in it is unknown",
      () => Response.json({ ok: true }, { status: 201 }),
      { retryable: true, outcomeUnknown: true },
    ],
  ]
  test.each(cases)("%s", async (_, reply, expected) => {
    const freshdesk = await start()
    fake.reply = reply
    const error = await failure(freshdesk.createTicket(ticket, { firstAttempt: true }))
    expect(error).toMatchObject(expected)
    expect(error.message).not.toContain("key:X")
  })

  test("reads a date in Retry-After", async () => {
    const freshdesk = await start()
    fake.reply = () =>
      new Response("", {
        status: 429,
        headers: { "Retry-After": new Date(Date.now() + 90_000).toUTCString() },
      })
    const { retryAfterMs } = await failure(freshdesk.createTicket(ticket, { firstAttempt: true }))
    expect(retryAfterMs).toBeGreaterThan(80_000)
  })

  test("shows in the health", async () => {
    const freshdesk = await start()
    expect(await freshdesk.health()).toEqual({ ok: true })
    fake.reply = () => new Response("", { status: 401 })
    expect(await freshdesk.health()).toEqual({ ok: false, detail: "Freshdesk answered 401." })
  })
})

test("a tag fits Freshdesk and its query language, whatever the key", async () => {
  fake = await startFakeFreshdesk()
  expect(tagOf("17")).toBe("chatd-17")
  for (const key of ["x' OR tag:'vip", "F-UPPER", "a".repeat(300), ""])
    expect(tagOf(key)).toMatch(/^chatd-[a-z0-9-]{0,26}$/)
  expect(tagOf("A")).not.toBe(tagOf("a"))
})
