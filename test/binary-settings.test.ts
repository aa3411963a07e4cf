import { Database } from "bun:sqlite"
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { join } from "node:path"
import { binaryAlone } from "./binary.ts"
import { start } from "./process.ts"

const chatd = binaryAlone()
const data = ["--data", "settings-data"]
const settings = (...args: string[]) => chatd.run([...data, "settings", ...args])
const json = (...args: string[]) => chatd.json([...data, "settings", ...args])

beforeAll(async () => {
  await chatd.partner(data)
})
afterAll(() => chatd.remove())

describe("chatd settings", () => {
  test("says who answers, sets it, and says what is another now", async () => {
    expect((await settings("get", "answering.mode")).out).toBe("auto\n")
    const changed = await json("set", "answering.mode=agent", "hours.week.mon=09:00-12:00,13:00-24:00")
    expect(changed).toEqual([
      { key: "answering.mode", before: "auto", after: "agent" },
      { key: "hours.week.mon", before: "00:00-24:00", after: "09:00-12:00,13:00-24:00" },
    ])
    expect((await settings("set", "answering.mode=agent")).out).toBe("It was so already.\n")
    const group = await json("get", "hours.week")
    expect(group).toHaveLength(7)
    expect(group[0]).toMatchObject({ key: "hours.week.mon", default: "00:00-24:00" })
    expect(await json("set", "--unset", "hours.week.mon")).toEqual([
      { key: "hours.week.mon", before: "09:00-12:00,13:00-24:00", after: "00:00-24:00" },
    ])
  })

  test("needs the chatbot's address where that one answers, and shows nobody its token", async () => {
    const refused = await settings("set", "answering.mode=external")
    expect(refused.code).toBe(2)
    expect(refused.err).toContain("answering.external.url: is needed where answering.mode is external")
    const set = await settings(
      "set",
      "answering.mode=external",
      "answering.external.url=https://bot.acme.example/chat",
      "answering.external.token=tok-secret",
    )
    expect(set.code).toBe(0)
    const shown = await settings("get")
    expect(shown.out).toContain("https://bot.acme.example/chat")
    for (const { out } of [set, shown, await settings("get", "--json")]) {
      expect(out).toContain("********")
      expect(out).not.toContain("tok-secret")
    }
  })

  test("takes a secret from standard input, where nobody sees it in an argument", async () => {
    chatd.write("token", "tok-piped\n")
    const set = "./chatd --data settings-data settings set answering.external.token=- < token"
    const { code } = await start(["/bin/sh", "-c", set], {
      cwd: chatd.folder,
      env: { HOME: join(chatd.folder, "home") },
    }).finished
    expect(code).toBe(0)
    using sqlite = new Database(join(chatd.folder, "settings-data/chatd.db"), { readonly: true })
    expect(JSON.stringify(sqlite.query("select * from partner").all())).toContain("tok-piped")
  })

  test.each<[string[], RegExp]>([
    [["set"], /Say what to set/],
    [["set", "answering.mode"], /must be written as key=value/],
    [["set", "answering.mode=robot"], /answering\.mode: can be bot, agent, auto or external/],
    [["set", "answering.mod=bot"], /did you mean answering\.mode/],
    [["set", "hours.time_zone=Mars/Olympus"], /hours\.time_zone: must be a time zone/],
    [["set", "hours.holidays=2026-13-45"], /hours\.holidays.*is no day of the calendar/],
    [["get", "answering.mod"], /did you mean answering\.mode/],
    [["set", "--unset", "hours"], /hours: is several settings; `chatd settings get hours` lists them/],
  ])("%p is refused with what to do, and changes nothing", async (args, says) => {
    const before = (await settings("get")).out
    const { code, err } = await settings(...args)
    expect(code).toBe(2)
    expect(err).toMatch(says)
    expect((await settings("get")).out).toBe(before)
  })

  test("are shown by the names that `set` takes", async () => {
    const { code, out } = await settings("get", "session.idleSeconds")
    expect({ code, out: out.trim() }).toEqual({ code: 0, out: "300" })
  })

  test("--help lists every setting, with examples", async () => {
    const { out } = await settings("set", "--help")
    for (const key of ["answering.external.fallback", "hours.holidays", "routing.strategy"])
      expect(out).toContain(key)
    expect(out).toContain("chatd settings set answering.mode=agent")
  })
})
