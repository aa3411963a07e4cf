import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { addAgent, PASSWORD, type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { guidePartner } from "../../../test/guide-partner.ts"
import { until } from "../../../test/wait.ts"

describe.each([false, true])("an admin, with Postgres: %p", (postgres) => {
  let desk: Desk
  let admin: SignedInAgent
  let agent: SignedInAgent
  beforeAll(async () => {
    desk = await startDesk({ postgres })
    admin = await signedInAgent(desk, { email: "root@acme.example", role: "admin" })
    agent = await signedInAgent(desk, { email: "agent@acme.example" })
  })
  afterAll(() => desk.stop())
  const me = (token: string) =>
    desk.send("GET", "/api/desk/me", { headers: { authorization: `Bearer ${token}` } })
  const newest = async (action: string) => {
    const { entries } = (await admin.call("GET", "/audit?limit=200")).json
    return entries.find((entry: { action: string }) => entry.action === action)
  }

  test.each([
    ["POST", "/agents"],
    ["PATCH", "/agents/1"],
    ["DELETE", "/agents/1"],
    ["PATCH", "/settings"],
    ["GET", "/audit"],
  ])("alone may %s %s", async (method, path) => {
    const refused = await agent.call(method, path, method === "GET" ? undefined : {})
    expect(refused).toMatchObject({ status: 403, json: { error: "forbidden" } })
  })

  test("adds agents, whose made-up password is shown once", async () => {
    const added = await admin.call("POST", "/agents", { email: "New@acme.example", name: "New" })
    expect(added.status).toBe(201)
    expect(added.json).toEqual({
      agent: expect.objectContaining({ email: "new@acme.example", role: "agent", capacity: 5, open: 0 }),
      password: expect.stringMatching(/^\w{16}$/),
    })
    const signedIn = await desk.send("POST", "/api/desk/sign-in", {
      body: { email: "new@acme.example", password: added.json.password },
    })
    expect(signedIn.status).toBe(200)
    const again = await admin.call("POST", "/agents", { email: "new@ACME.example", name: "Twin" })
    expect(again).toMatchObject({ status: 409, json: { field: "email" } })
    const next = await admin.call("POST", "/agents", {
      email: "next@acme.example",
      name: "Next",
      password: "a password of hers",
    })
    expect(next.json.password).toBeUndefined()
    expect(next.json.agent.number).toBe(added.json.agent.number + 1)
    expect(await newest("agent_added")).toMatchObject({
      actor: "root@acme.example",
      target: "next@acme.example",
      details: { name: "Next", role: "agent", capacity: 5 },
    })
  })

  test.each([
    [{ name: "N" }, "email"],
    [{ email: "not an address", name: "N" }, "email"],
    [{ email: "n@acme.example", name: " " }, "name"],
    [{ email: "n@acme.example", name: "N", capacity: 0 }, "capacity"],
    [{ email: "n@acme.example", name: "N", role: "owner" }, "role"],
    [{ email: "n@acme.example", name: "N", password: "123456789" }, "password"],
    [{ email: "somebody@acme.example", name: "N", password: "Somebody@acme.example" }, "password"],
    [{ email: "n@acme.example", name: "N", id: 1 }, "id"],
  ])("is told which field of %p is wrong", async (body, field) => {
    expect(await admin.call("POST", "/agents", body)).toMatchObject({ status: 422, json: { field } })
  })

  test("changes an agent; a new password signs them out", async () => {
    const one = await signedInAgent(desk, { email: "change@acme.example" })
    const path = `/agents/${one.agent.number}`
    const changed = await admin.call("PATCH", path, { capacity: 9, role: "admin", presence: "online" })
    expect(changed.json).toMatchObject({ capacity: 9, role: "admin", presence: "online", available: false })
    expect((await one.call("GET", "/audit")).status).toBe(200)
    expect(await newest("agent_changed")).toMatchObject({
      target: "change@acme.example",
      details: { capacity: [5, 9], role: ["agent", "admin"] },
    })
    expect((await admin.call("PATCH", path, { email: "root@acme.example" })).status).toBe(409)
    await admin.call("PATCH", path, { password: "given by the admin" })
    expect((await me(one.token)).status).toBe(401)
    const { details } = await newest("agent_changed")
    expect(details).toEqual({ password: "changed" })
  })

  test("disables an agent: signed out at once, and what they have goes back to the queue", async () => {
    const one = await signedInAgent(desk, { email: "leaver@acme.example" })
    const acme = guidePartner(desk)
    const { id: number } = await acme.begin("waits")
    await acme.agentSays(number, one.agent.number, "I am here")
    const openOf = async () => {
      const { agents } = (await admin.call("GET", "/agents")).json
      return agents.find((each: { number: number }) => each.number === one.agent.number)
    }
    expect(await openOf()).toMatchObject({ open: 1, disabled: false })
    expect((await admin.call("DELETE", `/agents/${one.agent.number}`)).status).toBe(204)
    expect((await me(one.token)).status).toBe(401)
    const signIn = () =>
      desk.send("POST", "/api/desk/sign-in", { body: { email: one.agent.email, password: PASSWORD } })
    expect((await signIn()).status).toBe(401)
    await until("they have nothing any more", async () => (await openOf()).open === 0)
    expect(await openOf()).toMatchObject({ disabled: true, presence: "offline" })
    await admin.call("PATCH", `/agents/${one.agent.number}`, { disabled: false })
    expect((await signIn()).status).toBe(200)
    expect((await me(one.token)).status).toBe(401)
  })

  test("does not shut themselves out", async () => {
    const own = `/agents/${admin.agent.number}`
    expect((await admin.call("DELETE", own)).status).toBe(409)
    expect(await admin.call("PATCH", own, { role: "agent" })).toMatchObject({
      status: 409,
      json: { field: "role" },
    })
  })

  test("of two who take the same address at once one gets it", async () => {
    const bodies = [1, 2, 3, 4].map(() => ({ email: "race@acme.example", name: "Race" }))
    const all = await Promise.all(bodies.map((body) => admin.call("POST", "/agents", body)))
    expect(all.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
  })

  describe("changes settings", () => {
    const settingOf = async (key: string, of = admin) => {
      const { settings } = (await of.call("GET", "/settings")).json
      return settings.find((one: { key: string }) => one.key === key)
    }

    test("which hold at once, and are noted with what they were", async () => {
      const changed = await admin.call("PATCH", "/settings", {
        set: {
          "limits.message_length": 77,
          "answering.mode": "agent",
          "hours.week.mon": ["09:00-12:00", "13:00-17:00"],
        },
      })
      expect(changed.status).toBe(200)
      expect((await agent.call("GET", "/me")).json.settings.maxMessageLength).toBe(77)
      expect(await settingOf("hours.week.mon", agent)).toMatchObject({ value: "09:00-12:00,13:00-17:00" })
      expect(await newest("settings_changed")).toMatchObject({
        actor: "root@acme.example",
        details: { "limits.message_length": ["4000", "77"], "answering.mode": ["auto", "agent"] },
      })
      await admin.call("PATCH", "/settings", { unset: ["limits.message_length", "answering.mode"] })
      expect(await settingOf("limits.message_length")).toMatchObject({ value: "4000", default: "4000" })
    })

    test("all or none, and hears of every fault with the nearest name", async () => {
      const refused = await admin.call("PATCH", "/settings", {
        set: { "answring.mode": "bot", "routing.capacity": "many", "widget.side": "right" },
        unset: ["name"],
      })
      expect(refused.status).toBe(422)
      expect(refused.json.detail).toContain("answring.mode: is not a setting; did you mean answering.mode?")
      expect(refused.json.detail).toContain("routing.capacity: must be a number")
      expect(refused.json.detail).toContain("name: every partner has one")
      expect(await settingOf("widget.side")).toMatchObject({ value: "right" })
    })

    test("and hears which origin is none along with the rest, under the setting's own name", async () => {
      const refused = await admin.call("PATCH", "/settings", {
        set: { allowed_origins: ["https://a.example", "https://*.x"], "session.idle_seconds": "x" },
      })
      expect(refused).toMatchObject({ status: 422, json: { error: "invalid_input" } })
      expect(refused.json.detail.split("\n").sort()).toEqual([
        "allowed_origins: https://*.x is not an origin such as https://www.example.com; patterns are none",
        "session.idle_seconds: must be a number",
      ])
      const alone = await admin.call("PATCH", "/settings", { set: { allowed_origins: "https://*.x" } })
      expect(alone).toMatchObject({ status: 422, json: { field: "allowed_origins" } })
    })

    test("and none of which is both set and put back", async () => {
      const body = {
        set: { "widget.side": "left", "limits.message_length": 50 },
        unset: ["limits.messageLength"],
      }
      const refused = await admin.call("PATCH", "/settings", body)
      expect(refused).toMatchObject({ status: 422, json: { field: "limits.message_length" } })
      expect(refused.json.detail).toContain("limits.message_length: is to be set and put back at once")
      expect(await settingOf("widget.side")).toMatchObject({ value: "right" })
    })

    test("one of which needs another goes with it", async () => {
      const [text, url] = ["widget.consent.text", "widget.consent.url"] as const
      const set = { [text]: "We store what you write.", [url]: "https://acme.example/privacy" }
      expect((await admin.call("PATCH", "/settings", { set })).status).toBe(200)
      const alone = await admin.call("PATCH", "/settings", { unset: [text] })
      expect(alone.json.detail).toContain(`${text}: is needed beside ${url}`)
      expect((await admin.call("PATCH", "/settings", { unset: [url, text] })).status).toBe(200)
      expect(await settingOf(text)).toMatchObject({ value: "" })
    })

    test.each([
      ["answering.mode", "external", "answering.external.url", "is needed where answering.mode is external"],
      ["widget.locale", "German", "widget.locale", "must be a language such as de or pt-BR"],
    ])("%s is not %s, and hears what is wrong", async (name, value, field, says) => {
      const refused = await admin.call("PATCH", "/settings", { set: { [name]: value } })
      expect(refused).toMatchObject({ status: 422, json: { field } })
      expect(refused.json.detail).toContain(says)
    })

    test("the chatbot's address names nobody", async () => {
      const set = { "answering.external.url": "http://user:secret@bot.example/chat" }
      const refused = await admin.call("PATCH", "/settings", { set })
      expect(refused).toMatchObject({ status: 422, json: { field: "answering.external.url" } })
      expect(refused.json.detail).toContain("must not hold a user name or password")
    })

    test("also of a partner whose domain is from before it had to be a host's name", async () => {
      const rename = (domain: string) =>
        desk.withDatabase(({ db }) =>
          db.updateTable("partner").set({ domain }).where("id", "=", desk.partner.id).execute(),
        )
      await rename("crm")
      expect((await admin.call("PATCH", "/settings", { set: { "widget.side": "left" } })).status).toBe(200)
      await rename(desk.partner.domain)
      await admin.call("PATCH", "/settings", { unset: ["widget.side"] })
    })

    test("of which a secret is never shown", async () => {
      const key = "answering.external.token"
      await admin.call("PATCH", "/settings", { set: { [key]: "the-first-secret" } })
      const changed = await admin.call("PATCH", "/settings", { set: { [key]: "the-second-secret" } })
      expect(await settingOf(key)).toMatchObject({ value: "********", default: "" })
      const log = (await admin.call("GET", "/audit?limit=200")).text
      expect(changed.text + log).not.toMatch(/the-(first|second)-secret/)
      expect(await newest("settings_changed")).toMatchObject({
        details: { [key]: ["********", "********"] },
      })
      const echoed = await admin.call("PATCH", "/settings", { set: { [key]: "********" } })
      expect(echoed).toMatchObject({ status: 422, json: { field: key } })
      for (const unsendable of ["a\nb", "a b", "schlüssel", "a\u0000"]) {
        const refused = await admin.call("PATCH", "/settings", { set: { [key]: unsendable } })
        expect(refused.status).toBe(422)
        expect(refused.json.detail).toContain("ASCII characters alone")
      }
    })

    test.each([
      [{ set: { "": "x" } }],
      [{ set: { "a=b": "x" } }],
      [{ set: { "widget.side": { left: true } } }],
      [{ set: [] }],
      [{ unset: "name" }],
      [{ sets: {} }],
    ])("but not by %p", async (body) => {
      expect((await admin.call("PATCH", "/settings", body)).status).toBe(422)
    })
  })

  test("sees the partner's keys, and never a secret; an agent sees none", async () => {
    const { json, text } = await admin.call("GET", "/partner")
    expect(json).toMatchObject({ id: desk.partner.id, name: "Acme", domain: "acme.example" })
    expect(json.keys.map(({ kind, live }: Record<string, unknown>) => [kind, live])).toEqual([
      ["secret", true],
      ["widget", true],
      ["identity", true],
    ])
    expect(text).toContain(desk.partner.widgetKey)
    expect(text).not.toContain(desk.partner.identitySecret)
    expect(text).not.toContain(desk.partner.apiKey)
    expect((await agent.call("GET", "/partner")).json).toEqual({
      id: desk.partner.id,
      name: "Acme",
      domain: "acme.example",
    })
  })

  test("reads the audit log in pages, and of their own partner alone", async () => {
    await desk.withDatabase((database) => addAgent(database, desk.other, { email: "far@other.example" }))
    const ids: number[] = []
    let before = ""
    for (let more = true; more; ) {
      const { json, text } = await admin.call("GET", `/audit?limit=3${before}`)
      expect(text).not.toContain("other.example")
      ids.push(...json.entries.map(({ id }: { id: number }) => id))
      before = `&before=${ids.at(-1)}`
      more = json.more
    }
    expect(ids.length).toBeGreaterThan(5)
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a))
    for (const query of ["limit=0", "limit=1000", "before=x"])
      expect((await admin.call("GET", `/audit?${query}`)).status).toBe(422)
  })
})
