import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Serving } from "./binary.ts"
import { type BinaryDesk, binaryDesk } from "./binary-desk.ts"

const ADA = ["--name", "Ada", "--email", "ada@example.com"]
const AS = ["--as", "grace@acme.example"]

describe.each(["sqlite", "postgres"] as const)("chatd ticket, on %s", (dialect) => {
  let desk: BinaryDesk
  beforeAll(async () => {
    desk = await binaryDesk(dialect)
  })
  afterAll(() => desk.remove())

  const ticket = async (...args: string[]) => (await desk.json("ticket", ...args))[0]

  /** The same, beside a server and without one. */
  function everything(name: string) {
    test(`${name}: a ticket is opened, changed, commented, shown, listed and exported`, async () => {
      const opened = await ticket("create", "The kettle leaks.\nSince yesterday.", ...ADA, ...AS)
      const { number, reference } = opened.ticket
      expect(opened.ticket).toMatchObject({
        reference: `T-${number}`,
        subject: "The kettle leaks. Since yesterday.",
        status: "open",
        source: "desk",
      })
      const changed = await desk.run(
        "ticket",
        "set",
        reference,
        "status=in-progress",
        "assignee=grace@acme.example",
        "priority=high",
        ...AS,
      )
      expect(changed.out).toContain(
        `Ticket ${number} (The kettle leaks. Since yesterday.): in progress, priority high, with Grace.`,
      )
      const said = await desk.piped(
        "A new one\nis on its way.\n",
        "ticket",
        "comment",
        reference,
        "--public",
        ...AS,
      )
      expect(said.out).toBe("Said; the requester reads it.\n")
      await ticket("comment", String(number), "Third this week", "--client-id", "once", ...AS)
      await ticket("comment", String(number), "Third this week", "--client-id", "once", ...AS)
      const { out } = await desk.run("ticket", "show", opened.ticket.uuid, ...AS)
      for (const line of [
        `Ticket ${number}, known as ${reference}`,
        "Ada, ada@example.com",
        "Agent     Grace",
        "Grace: status open → in progress",
        "Grace: agent nobody → Grace",
        "Grace, to the requester:\n    A new one\n    is on its way.",
        "Grace, internal:\n    Third this week",
      ])
        expect(out).toContain(line)
      expect(out.split("Third this week")).toHaveLength(2)
      const mine = await desk.json("ticket", "list", "--view", "mine", ...AS)
      expect(mine.map((one) => one.number)).toContain(number)
      const listed = await desk.run("ticket", "list", "--search", "kettle", "--status", "in-progress", ...AS)
      expect(listed.out).toMatch(new RegExp(`${number} +${reference} +in progress +high +Ada +Grace`))
      const csv = await desk.run("ticket", "export", "--search", reference, ...AS)
      expect(csv.out).toStartWith("number,reference,uuid,status,")
      expect(csv.out).toContain('"The kettle leaks.\nSince yesterday."')
      expect(
        (await desk.run("ticket", "list", "--view", "all", "--search", reference, "--csv", ...AS)).out,
      ).toBe(csv.out)
      await desk.run("ticket", "export", "--format", "json", "--out", "tickets.json", ...AS)
      const whole = JSON.parse(readFileSync(join(desk.folder, "tickets.json"), "utf8"))
      expect(statSync(join(desk.folder, "tickets.json")).mode & 0o777).toBe(0o600)
      // All that every file of SQLite begins with.
      writeFileSync(join(desk.folder, "chatd.backup"), "SQLite format 3\0")
      expect(await desk.run("ticket", "export", "--out", "chatd.backup", ...AS)).toMatchObject({
        code: 2,
        err: expect.stringContaining("chatd.backup is a database"),
      })
      const exported = whole.find((one: { number: number }) => one.number === number)
      expect(exported.history.map(({ kind }: { kind: string }) => kind)).toEqual([
        "created",
        "status",
        "priority",
        "assignee",
        "comment",
        "comment",
      ])
      await ticket("set", String(number), "status=closed", "assignee=", ...AS)
      expect((await ticket("show", String(number), ...AS)).ticket).toMatchObject({
        status: "closed",
        assignee: null,
      })
    })
  }

  everything("without a server")

  describe("beside a server", () => {
    let server: Serving
    beforeAll(async () => {
      server = await desk.serve()
    })
    afterAll(async () => {
      server.kill("SIGTERM")
      await server.finished
    })

    everything("beside a server")

    test("one of a conversation is told to its customer, but for what is internal", async () => {
      const session = await desk.visit(server, { name: "Ada", email: "ada@example.com" })
      await desk.say(server, session, "My kettle leaks, thank you")
      const [conversation] = await desk.json("conversation", "list", "--view", "all", ...AS)
      const { number } = conversation
      const opened = await ticket("create", "It leaks", "--conversation", String(number), ...AS)
      expect(opened.transcript[0].content).toBe("My kettle leaks, thank you")
      await ticket("comment", String(opened.ticket.number), "Nothing for customers", ...AS)
      await ticket("comment", String(opened.ticket.number), "On its way", "--public", ...AS)
      const seen = JSON.stringify(await desk.seen(server, session))
      expect(seen).toContain("On its way")
      expect(seen).not.toContain("Nothing for customers")
      const shown = await desk.run("conversation", "show", String(number), ...AS)
      expect(shown.out).toContain(`ticket ${opened.ticket.reference} was made`)
      expect(shown.out).toContain(`Grace on ticket ${opened.ticket.reference}: On its way`)
    })
  })

  test("what is wrong is said, with an exit code", async () => {
    const wrong = async (...args: string[]) => {
      const { code, err } = await desk.run("ticket", ...args, ...AS)
      return { code, err }
    }
    expect(await wrong("show", "777")).toEqual({ code: 3, err: "There is no such ticket.\n" })
    expect(await wrong("set", "1", "state=closed")).toMatchObject({ code: 2 })
    expect(await wrong("set", "1", "status=done")).toEqual({
      code: 2,
      err: "status can be open, in-progress, closed.\n",
    })
    expect(await wrong("set", "1", "status=closed", "priority=low", "status=open")).toEqual({
      code: 2,
      err: "status= is given twice.\n",
    })
    expect(await wrong("set", "1", "assignee=nobody@acme.example")).toMatchObject({ code: 3 })
    expect(await wrong("create", "It leaks")).toMatchObject({ code: 2 })
    expect((await wrong("create", "It leaks")).err).toContain("name is required")
    expect(await wrong("comment", "777", "Hm")).toMatchObject({ code: 3 })
    expect((await wrong("export", "--out", "no/such/folder/x.csv")).code).toBe(1)
    expect(await wrong("list", "--status", "done")).toMatchObject({ code: 2 })
  })
})
