import { afterAll, beforeEach, describe, expect, test } from "bun:test"
import { join } from "node:path"
import { openDatabase } from "../src/storage/database.ts"
import { beginRemoval } from "../src/storage/repositories/partner-removal.ts"
import { binaryAlone, type PartnerKeys } from "./binary.ts"
import { inTerminal } from "./terminal.ts"
import { until } from "./wait.ts"

const chatd = binaryAlone()
afterAll(() => chatd.remove())

let partner: PartnerKeys
/** Each test has a data folder of its own, within the one binary's folder. */
let folders = 0
let data: string[] = []
beforeEach(async () => {
  data = ["--data", `data-${++folders}`]
  partner = await chatd.partner(data)
})

const run = (...args: string[]) => chatd.run([...data, "partner", ...args])
const json = (...args: string[]) => chatd.json([...data, "partner", ...args])
const shown = async () => (await json("show", partner.partnerId))[0]

describe("partner set", () => {
  test("changes what is named, says what changed, and keeps the rest", async () => {
    const changed = await json(
      "set",
      partner.partnerId,
      "widget.primary_color=#0a7d5a",
      "session.idleSeconds=600",
      "widget.texts.title=Ask = answer",
      "widget.pre_chat.fields=email, phone?",
      "allowed_origins=https://shop.example/x,http://localhost:3000",
      "widget.rating=off",
      "widget.consent.text=We store it.",
    )
    expect(changed).toContainEqual({ key: "session.idle_seconds", before: "300", after: "600" })
    const after = await shown()
    expect(after).toMatchObject({
      name: "Acme",
      allowedOrigins: ["https://shop.example", "http://localhost:3000"],
      settings: {
        session: { idleSeconds: 600 },
        intents: { orderIds: [] },
        flashback: { enabled: true },
        widget: {
          primaryColor: "#0a7d5a",
          side: "right",
          rating: false,
          texts: { title: "Ask = answer" },
          consent: { text: "We store it." },
          preChat: {
            enabled: true,
            fields: [
              { name: "email", required: true },
              { name: "phone", required: false },
            ],
          },
        },
      },
    })
    // The same again is no change.
    expect((await run("set", partner.partnerId, "session.idle_seconds=600")).out).toContain(
      "It was so already.",
    )
    await json(
      "set",
      partner.partnerId,
      "--unset",
      "widget.consent",
      "widget.texts.title",
      "allowed_origins",
      "widget.locale",
    )
    expect(await shown()).toMatchObject({
      allowedOrigins: [],
      settings: { session: { idleSeconds: 600 }, widget: { primaryColor: "#0a7d5a", texts: {} } },
    })
    expect((await shown()).settings.widget.consent).toBeUndefined()
  })

  test("names the only partner by itself", async () => {
    expect(await json("set", "widget.side=left")).toEqual([
      { key: "widget.side", before: "right", after: "left" },
    ])
  })

  test("refuses with every fault at once and the nearest name, and changes nothing", async () => {
    const before = await shown()
    const { code, out, err } = await run(
      "set",
      partner.partnerId,
      "widget.primery_color=#000000",
      "widget.side=left",
      "session.idle_seconds=5",
      "limits.messages_per_minute=",
      "sockets.bare_client_id=maybe",
      "widget.primary_color=red",
      "widget.pre_chat.fields=name,age",
      "widget.consent.url=https://acme.example/privacy",
      "widget.texts.__proto__.x=1",
      "widget.texts.titel=Help",
      "widget.texts.nonsense=foo",
      "answering.external.url=nonsense",
      "domain=",
      "nonsense",
    )
    expect({ code, out }).toEqual({ code: 2, out: "" })
    for (const fault of [
      "widget.primery_color: is not a setting; did you mean widget.primary_color?",
      "session.idle_seconds: must be at least 30",
      "limits.messages_per_minute: must be a number",
      "sockets.bare_client_id: must be true or false",
      "widget.primary_color: must be a colour such as #3a7bd5",
      "widget.pre_chat.fields: can be name, email or phone",
      "widget.consent.text: is needed beside widget.consent.url",
      "widget.texts.__proto__.x: is not a setting",
      "widget.texts.titel: is no text of the widget; did you mean widget.texts.title?",
      "widget.texts.nonsense: is no text of the widget",
      "answering.external.url: must be an http:// or https:// address",
      "domain: must not be empty",
      "nonsense: must be written as key=value",
    ])
      expect(err).toContain(fault)
    expect(await shown()).toEqual(before)
  })

  test("hours that are written otherwise are one fault each", async () => {
    const holidays = "hours.holidays=2026-12-24 09:00-12:00,13:00-14:00"
    const { code, err } = await run("set", partner.partnerId, holidays, "hours.week.mon=9-17")
    expect(code).toBe(2)
    expect(err).toContain("hours.holidays: must be written as 2026-12-25, or 2026-12-24 09:00-12:00")
    expect(err).toContain("hours.week.mon: must be written as 09:00-12:00,13:00-17:30")
    expect(err).not.toContain("calendar")
    expect(err).not.toContain("must end after")
  })

  test.each([
    [["set", "partner-nobody", "widget.side=left"], 3, "no partner partner-nobody"],
    [["set"], 2, "key=value"],
    [["set", "PARTNER", "--unset", "name"], 2, "every partner has one"],
    [["set", "PARTNER", "domain=::"], 2, "host name"],
    [["set", "PARTNER", "allowed_origins=localhost"], 2, "not an origin"],
    [["rotate-key", "PARTNER", "--grace", "1w"], 2, "90s, 30m, 24h or 7d"],
    [["rotate-key", "PARTNER", "--kind", "public"], 2, "secret, widget, identity"],
    [["rotate-key", "PARTNER", "--label", " "], 2, "label must have"],
    [["revoke-key", "PARTNER", "99"], 3, "no such key"],
    [["show", "PARTNER", "--url", "acme"], 2, "https://chat.acme.com"],
    [["invite", "--uses", "none"], 2, "whole number"],
    [["remove", "partner-nobody", "--yes"], 3, "no partner partner-nobody"],
  ])("%p is refused and says what to do", async (args, code, says) => {
    const finished = await run(...args.map((arg) => (arg === "PARTNER" ? partner.partnerId : arg)))
    expect({ code: finished.code, out: finished.out }).toEqual({ code, out: "" })
    expect(finished.err).toContain(says)
  })
})

test("partner show has keys, settings and the snippet, and no secret", async () => {
  const { out } = await run("show", "--url", "https://chat.acme.example/")
  expect(out).toContain(
    `<script src="https://chat.acme.example/widget/chat-widget.js" data-widget-key="${partner.widgetKey}" async></script>`,
  )
  expect(out).toMatch(/session\.idle_seconds +300/)
  const secret = (await run("show", "--identity-secret")).out.trim()
  expect(secret).toMatch(/^is_\w{40}$/)
  const everything = `${out}${JSON.stringify(await shown())}`
  for (const hidden of [partner.apiKey, secret]) {
    expect(everything).not.toContain(hidden)
    expect(everything).toContain(hidden.slice(0, 9))
  }
})

test("the snippet leads where the world finds the server, else where it listens", async () => {
  const command = [...data, "partner", "show", "--json"]
  const known = await chatd.run(command, { CHATD_SERVER_PUBLIC_URL: "https://acme.example/chat/" })
  expect(JSON.parse(known.out).embed).toContain('src="https://acme.example/chat/widget/chat-widget.js"')
  const server = await chatd.serve(data)
  expect((await shown()).embed).toContain(`src="${server.url}/widget/chat-widget.js"`)
  server.kill()
  await server.finished
})

test("a running server follows within its second: keys, settings, removal", async () => {
  const server = await chatd.serve(data)
  const status = async (key: string) =>
    (await fetch(`${server.url}/api/customers/c1`, { headers: { authorization: `Bearer ${key}` } })).status
  const becomes = (key: string, expected: number) =>
    until(`${key.slice(0, 6)} gets ${expected}`, async () => (await status(key)) === expected)
  expect(await status(partner.apiKey)).toBe(404)

  const [rotated] = await json("rotate-key", partner.partnerId)
  expect([await status(rotated.key), await status(partner.apiKey)]).toEqual([404, 404])
  const [next] = await json("rotate-key", partner.partnerId, "--grace", "0")
  await becomes(rotated.key, 401)
  await becomes(partner.apiKey, 401)
  expect(await status(next.key)).toBe(404)
  expect((await run("revoke-key", partner.partnerId, next.key)).out).toContain("rotate-key")
  await becomes(next.key, 401)

  const config = () => fetch(`${server.url}/api/chat/config?key=${partner.widgetKey}`)
  expect((await config()).status).toBe(200)
  await json("set", partner.partnerId, "session.idle_seconds=77")
  await until(
    "the setting arrives",
    async () => ((await (await config()).json()) as { idleSeconds: number }).idleSeconds === 77,
  )

  const refused = await run("remove", partner.partnerId)
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("0 conversations") })
  expect((await json("remove", partner.partnerId, "--yes"))[0]).toMatchObject({
    removed: partner.partnerId,
    kb: 0,
  })
  await until("its pages are refused", async () => (await config()).status === 401)
  expect((await run("list")).out).toContain("No partners yet")
})

test("a removal that was interrupted is told of, and goes on without being asked about again", async () => {
  const dataDir = join(chatd.folder, data[1] ?? "")
  const database = await openDatabase({ dataDir })
  await database.db.transaction().execute((trx) => beginRemoval(trx, partner.partnerId, new Date()))
  await database.close()
  expect((await run("list")).out).toContain("No partners yet")
  expect((await chatd.run([...data, "doctor"])).out).toContain(`chatd partner remove ${partner.partnerId}`)
  expect(await run("remove", partner.partnerId)).toMatchObject({
    code: 0,
    out: expect.stringContaining("Removed Acme"),
    err: expect.stringContaining("goes on"),
  })
  expect((await run("remove", partner.partnerId)).code).toBe(3)
})

test("an invitation registers as many partners as it says", async () => {
  const [{ code }] = await json("invite", "--uses", "1", "--expires", "1h")
  const server = await chatd.serve(data, { CHATD_PARTNERS_REGISTRATION: "invitation" })
  const register = () =>
    fetch(`${server.url}/api/partner/register`, {
      method: "POST",
      body: JSON.stringify({ name: "Shop", domain: "shop.example", invitation: code }),
    }).then(({ status }) => status)
  expect([await register(), await register()]).toEqual([201, 422])
  expect((await json("list")).map(({ name }) => name)).toEqual(["Acme", "Shop"])
})

test("who is asked and stops by Ctrl-C, Ctrl-D or another word keeps everything; the name itself goes ahead", async () => {
  const asked = async (keys: string) => {
    const command = [join(chatd.folder, "chatd"), ...data, "partner", "remove", partner.partnerId]
    const terminal = inTerminal(command, { cwd: chatd.folder })
    await terminal.shows("Type its name to go ahead:")
    terminal.type(keys)
    const code = await terminal.exited
    await terminal.end()
    return { code, says: terminal.text() }
  }
  for (const keys of ["\u0003", "\u0004", "Bolt\r"])
    expect(await asked(keys)).toEqual({ code: 1, says: expect.stringContaining("Nothing was removed.") })
  expect(await asked("Acme\r")).toEqual({ code: 0, says: expect.stringContaining("Removed Acme") })
})
