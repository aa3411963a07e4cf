import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import type { Serving } from "./binary.ts"
import { type BinaryDesk, binaryDesk } from "./binary-desk.ts"
import { PASSWORD } from "./desk-agents.ts"
import { inTerminal } from "./terminal.ts"
import { until } from "./wait.ts"

const ADA = ["--as", "ada@acme.example"]

for (const dialect of ["sqlite", "postgres"] as const) {
  describe(`on ${dialect}`, () => {
    let desk: BinaryDesk
    let server: Serving
    let session: { id: string; sessionToken: string }
    beforeAll(async () => {
      desk = await binaryDesk(dialect)
      server = await desk.serve()
      session = await desk.visit(server, { name: "Lin" })
      await desk.say(server, session, "Where is my parcel?")
    })
    afterAll(() => desk.remove())

    const stop = async () => {
      server.kill()
      await server.finished
    }

    /** Everything that an agent does in a conversation, whatever way the commands reach the desk. */
    async function workThrough(prefix: string): Promise<void> {
      const taken = await desk.json("conversation", "take", "1", ...ADA)
      expect(taken[0]).toMatchObject({
        number: 1,
        status: "active",
        handler: "person",
        agent: { name: "Ada" },
      })
      const [said] = await desk.json(
        "conversation",
        "reply",
        "1",
        `${prefix}: on its way`,
        "--client-id",
        `${prefix}-1`,
        ...ADA,
      )
      expect(said).toMatchObject({ conversation: 1, type: "message", text: `${prefix}: on its way` })
      const [again] = await desk.json(
        "conversation",
        "reply",
        "1",
        `${prefix}: on its way`,
        "--client-id",
        `${prefix}-1`,
        ...ADA,
      )
      expect(again.seq).toBe(said.seq)
      const piped = await desk.piped(`${prefix}: two\nlines\n`, "conversation", "reply", "1", "-", ...ADA)
      expect(piped).toMatchObject({ code: 0, err: "" })
      await desk.json("conversation", "note", "1", `${prefix}: secret`, ...ADA)
      const assigned = await desk.json(
        "conversation",
        "assign",
        "1",
        "grace@acme.example",
        "--note",
        `${prefix}: yours`,
        ...ADA,
      )
      expect(assigned[0].agent).toMatchObject({ name: "Grace" })
      expect(
        (await desk.json("conversation", "list", "--view", "open", "--agent", "Grace")).map(
          ({ number }) => number,
        ),
      ).toEqual([1])
      const urgent = await desk.json("conversation", "priority", "1", "urgent", ...ADA)
      expect(urgent[0].priority).toBe("urgent")
      const queued = await desk.json("conversation", "assign", "1", "queue", ...ADA)
      expect(queued[0]).toMatchObject({ status: "waiting", agent: null })
      const [queue] = await desk.json("queue")
      expect(queue).toMatchObject({ waiting: 1, conversations: [{ number: 1, position: 1 }] })
      expect((await desk.run("queue")).out).toMatch(/1 +1 +Lin +urgent/)

      const [shown] = await desk.json("conversation", "show", "1")
      const texts = shown.events.flatMap(({ text }: { text?: string }) => text ?? [])
      expect(texts).toEqual(
        expect.arrayContaining([
          `${prefix}: on its way`,
          `${prefix}: two\nlines`,
          `${prefix}: secret`,
          `${prefix}: yours`,
        ]),
      )
      expect(shown.events.map(({ seq }: { seq: number }) => seq)).toEqual(
        shown.events.map((_: unknown, i: number) => i + 1),
      )

      const closed = await desk.json("conversation", "close", "1", ...ADA)
      expect(closed[0].status).toBe("closed")
      expect(
        (await desk.json("conversation", "list", "--view", "closed")).map(({ number }) => number),
      ).toEqual([1])
      expect((await desk.run("conversation", "list")).out).toBe("There are none.\n")
      const reopened = await desk.json("conversation", "reopen", "1", ...ADA)
      expect(reopened[0].status).not.toBe("closed")
      const back = await desk.json("conversation", "hand-back", "1", ...ADA)
      expect(back[0]).toMatchObject({ handler: "bot", agent: null })

      const explained = await desk.run("route", "explain", "1")
      expect(explained.out).toContain("Now: the bot has it.")
      const elsewhere = { CHATD_SERVER: "https://chat.acme.example" }
      expect(await desk.runWith(elsewhere, "route", "explain", "1")).toMatchObject({
        code: 4,
        out: "",
        err: expect.stringContaining("not signed in to https://chat.acme.example"),
      })
      for (const command of ["route explain", "conversation show"])
        expect((await desk.run(...command.split(" "), "99")).code).toBe(3)

      const text = await desk.run("conversation", "export", "1")
      expect(text.out).toContain(`${prefix}: on its way`)
      expect(text.out).not.toContain("secret")
      const markdown = await desk.run(
        "conversation",
        "export",
        "1",
        "--format",
        "md",
        "--notes",
        "--out",
        "one.md",
      )
      expect(markdown).toMatchObject({ code: 0, out: "" })
      expect(readFileSync(join(desk.folder, "one.md"), "utf8")).toContain(`> ${prefix}: secret`)
      const whole = JSON.parse((await desk.run("conversation", "export", "1", "--format", "json")).out)
      expect(JSON.stringify(whole)).toContain(`${prefix}: two\\nlines`)

      const [customer] = await desk.json("customer", "list", "--search", "lin")
      const [changed] = await desk.json("customer", "set", customer.ref, "phone=+49 30 1234")
      expect(changed).toMatchObject({ name: "Lin", phone: "+49 30 1234" })
      expect((await desk.json("customer", "set", customer.ref, "phone="))[0].phone).toBeNull()
      expect((await desk.json("customer", "show", customer.id))[0].conversations).toHaveLength(1)
      await until("the reply is found", async () =>
        (await desk.json("search", prefix, "on its way")).some((hit) => hit.conversation === 1),
      )
      expect((await desk.json("stats"))[0]).toMatchObject({ conversations: 1 })
      // Everybody's rows would be taken for the agent's.
      const rows = await desk.run("stats", "--csv", "--agent", "1")
      expect(rows).toMatchObject({ code: 2, out: "" })
      expect(rows.err).toContain("--agent")
    }

    test("all of it works beside the running server, and its customer is told", async () => {
      await workThrough("beside")
      const seen = await desk.seen(server, session)
      const texts = seen.map(({ payload }) => payload?.text)
      expect(texts.filter((text) => text === "beside: on its way")).toHaveLength(1)
      expect(JSON.stringify(texts)).not.toContain("secret")
    }, 60_000)

    test("all of it works without a server, and the next one knows it", async () => {
      await stop()
      await workThrough("alone")
      server = await desk.serve()
      const texts = (await desk.seen(server, session)).map(({ payload }) => payload?.text)
      for (const one of ["beside: on its way", "alone: on its way", "alone: two\nlines"])
        expect(texts.filter((text) => text === one)).toHaveLength(1)
    }, 60_000)

    test("replies from scripts while customers write: nothing is lost, nothing is said twice", async () => {
      await desk.json("conversation", "take", "1", ...ADA)
      const before = (await desk.json("conversation", "show", "1"))[0].conversation.lastSeq
      const said = Array.from({ length: 40 }, (_, i) => `customer ${i}`)
      const replies = Array.from({ length: 6 }, (_, i) => `script ${i}`)
      await Promise.all([
        ...replies.map((text) => desk.json("conversation", "reply", "1", text, ...ADA)),
        (async () => {
          for (const text of said) await desk.say(server, session, text)
        })(),
      ])
      const [shown] = await desk.json("conversation", "show", "1")
      const since = shown.events.filter(
        ({ seq, type }: { seq: number; type: string }) => seq > before && type === "message",
      )
      expect(since.map(({ text }: { text: string }) => text).sort()).toEqual([...said, ...replies].sort())
      expect(shown.events.map(({ seq }: { seq: number }) => seq)).toEqual(
        shown.events.map((_: unknown, i: number) => i + 1),
      )
      const seen = await desk.seen(server, session)
      for (const text of [...said, ...replies])
        expect(seen.filter(({ payload }) => payload?.text === text)).toHaveLength(1)
    }, 60_000)

    test("commands without a server wait for each other", async () => {
      await stop()
      const texts = Array.from({ length: 5 }, (_, i) => `at once ${i}`)
      await Promise.all(texts.map((text) => desk.json("conversation", "reply", "1", text, ...ADA)))
      const [shown] = await desk.json("conversation", "show", "1", "--last", "20")
      const all = shown.events.map(({ text }: { text?: string }) => text)
      for (const text of texts) expect(all.filter((one: string) => one === text)).toHaveLength(1)
      server = await desk.serve()
    }, 60_000)

    test("tail goes on through a restart, and tells each event once", async () => {
      const tail = desk.begin("conversation", "tail", "1", "--last", "0", "--json")
      const all = desk.begin("conversation", "tail", "--all", "--json")
      // What is said before they listen is not theirs: so it is said until both have heard.
      let tries = 0
      await until("both listen", async () => {
        await desk.json("conversation", "reply", "1", `are you there ${tries++}`, ...ADA)
        return tail.out().includes("are you there") && all.out().includes("are you there")
      })
      await desk.json("conversation", "reply", "1", "before", ...ADA)
      await tail.says('"before"')
      await all.says('"before"')
      await stop()
      server = await desk.serve()
      await desk.say(server, session, "after")
      const other = await desk.visit(server)
      await desk.say(server, other, "somebody else")
      await tail.says('"after"')
      await all.says('"after"')
      await all.says('"somebody else"')
      for (const process of [tail, all]) process.kill("SIGINT")
      const [one, everything] = await Promise.all([tail.finished, all.finished])
      expect([one.code, everything.code]).toEqual([130, 130])
      for (const { out } of [one, everything]) {
        const events = out
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line))
        const names = events.map(({ conversation, seq }) => `${conversation}.${seq}`)
        expect(new Set(names).size).toBe(names.length)
        const seqs = events.filter(({ conversation }) => conversation === 1).map(({ seq }) => seq)
        expect(seqs).toEqual(seqs.map((_, i) => seqs[0] + i))
        for (const text of ["before", "after"])
          expect(events.filter((event) => event.text === text)).toHaveLength(1)
      }
      expect(one.err).toContain("Trying again.")
      expect(one.out).not.toContain("somebody else")
    }, 90_000)

    test("tail looks by itself where no server runs, and lets one start", async () => {
      await stop()
      const tail = desk.begin("conversation", "tail", "1", "--last", "1", "--json")
      await until("it has shown what was", () => tail.out().includes("\n"))
      await desk.json("conversation", "note", "1", "nobody serves", ...ADA)
      await tail.says("nobody serves")
      server = await desk.serve()
      await desk.say(server, session, "somebody serves")
      await tail.says("somebody serves")
      tail.kill("SIGINT")
      expect((await tail.finished).code).toBe(130)
    }, 60_000)

    test("what a customer sends to a terminal does not reach it", async () => {
      const hostile = "\x1b]52;c;cm0gLXJmIH4=\x07\x1b[2J\x1b[Hpay\u202eme\x9b2J\rnow"
      const mallory = await desk.visit(server, { name: "Mal\u202elory" })
      await desk.say(server, mallory, hostile)
      const [{ number }] = await desk.json("conversation", "list", "--view", "all", "--limit", "1")
      for (const args of [
        ["conversation", "list", "--view", "all"],
        ["conversation", "show", String(number)],
        ["conversation", "export", String(number)],
        ["customer", "list"],
      ]) {
        const terminal = inTerminal(["./chatd", ...args], {
          cwd: desk.folder,
          env: { HOME: join(desk.folder, "home"), NO_COLOR: "1", ...desk.env },
        })
        expect(await terminal.exited).toBe(0)
        await terminal.shows(/pay|Mallory/)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        expect(terminal.raw()).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/)
        await terminal.end()
      }
      // A program gets what was said, and nothing that acts on the way.
      const exported = await desk.run("conversation", "export", String(number), "--json")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(exported.out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/)
      expect(
        JSON.parse(exported.out).lines.some(({ text }: { text: string }) => text.includes("\u202e")),
      ).toBe(true)
      const { out } = await desk.run("conversation", "show", String(number), "--json")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/)
      expect(JSON.parse(out).events.some(({ text }: { text?: string }) => text?.includes("\u202e"))).toBe(
        true,
      )
    }, 60_000)

    test("tables fit into a terminal of 80 columns, and times are this machine's", async () => {
      await desk.visit(server, {
        name: "Wolfeschlegelsteinhausenbergerdorff the Elder",
        phone: "+44 20 7946 0018",
      })
      await desk.json("webhooks", "add", `https://shop.example/${"a-long-way/".repeat(8)}`, ...ADA)
      for (const args of [["customer", "list"], ["webhooks", "list"], ["audit"], ["route", "explain", "1"]]) {
        const terminal = inTerminal(["./chatd", ...args], {
          cwd: desk.folder,
          env: { HOME: join(desk.folder, "home"), NO_COLOR: "1", ...desk.env },
          cols: 80,
        })
        expect(await terminal.exited).toBe(0)
        const lines = terminal.text().split(/\r?\n/)
        expect(lines.length).toBeGreaterThan(1)
        expect({ args, wide: lines.filter((line) => Bun.stringWidth(line) > 80) }).toEqual({ args, wide: [] })
        await terminal.end()
      }
      const [{ at }] = await desk.json("route", "explain", "1")
      const { out } = await desk.runWith({ ...desk.env, TZ: "Asia/Tokyo" }, "route", "explain", "1")
      const there = new Date(Date.parse(at) + 9 * 3_600_000).toISOString().slice(0, 19).replace("T", " ")
      expect(out).toStartWith(there)
    }, 60_000)

    test("from elsewhere, by a token that sign-in leaves and sign-out revokes", async () => {
      const elsewhere = ["--server", server.url]
      const signIn = (password: string) =>
        desk.piped(
          `${password}\n`,
          "sign-in",
          ...elsewhere,
          "--email",
          "grace@acme.example",
          "--password-stdin",
        )
      expect(await desk.run("queue", ...elsewhere)).toMatchObject({
        code: 4,
        err: expect.stringContaining("chatd sign-in --server"),
      })
      expect((await signIn("wrong")).code).toBe(4)
      const signedIn = await signIn(PASSWORD)
      expect(signedIn).toMatchObject({ code: 0, err: "" })
      expect(signedIn.out).toContain("grace@acme.example")
      const file = join(desk.env.XDG_CONFIG_HOME, "chatd/credentials.json")
      expect(statSync(file).mode & 0o777).toBe(0o600)
      const { token } = JSON.parse(readFileSync(file, "utf8")).servers[server.url]

      const [taken] = await desk.json("conversation", "take", "1", ...elsewhere)
      expect(taken.agent).toMatchObject({ name: "Grace" })
      const said = await desk.run("conversation", "reply", "1", "from elsewhere", ...elsewhere)
      expect(said.code).toBe(0)
      expect(
        (await desk.seen(server, session)).some(({ payload }) => payload?.text === "from elsewhere"),
      ).toBe(true)
      const tails = [["1", "--last", "1"], ["--all"]].map((which) =>
        desk.begin("conversation", "tail", ...which, ...elsewhere),
      )
      let tries = 0
      await until("both listen", async () => {
        await desk.run("conversation", "reply", "1", `listening ${tries++}`, ...elsewhere)
        return tails.every((tail) => tail.out().includes("listening"))
      })
      expect((await desk.run("queue", ...elsewhere, ...ADA)).code).toBe(2)

      expect((await desk.run("sign-out")).code).toBe(0)
      expect((await desk.run("queue", ...elsewhere)).code).toBe(4)
      const revoked = await fetch(`${server.url}/api/desk/me`, {
        headers: { authorization: `Bearer ${token}` },
      })
      expect(revoked.status).toBe(401)
      // Who follows with that token is told so, and does not try for ever.
      for (const tail of tails)
        expect(await tail.finished).toMatchObject({ code: 4, err: expect.stringContaining("chatd sign-in") })
      expect((await desk.run("sign-out", ...elsewhere)).code).toBe(3)
    }, 60_000)

    test("what is kept no longer is erased with a line of what goes on, on a terminal alone", async () => {
      expect((await desk.run("settings", "set", "privacy.retention_days=30")).code).toBe(0)
      const terminal = inTerminal(["./chatd", "privacy", "retention"], {
        cwd: desk.folder,
        env: { HOME: join(desk.folder, "home"), ...desk.env },
      })
      await terminal.shows("Days are counted before what was said in them goes")
      await terminal.shows("kept since")
      expect(await terminal.exited).toBe(0)
      await terminal.end()
      expect((await desk.run("privacy", "retention")).err).toBe("")
      expect((await desk.run("settings", "set", "privacy.retention_days=0")).code).toBe(0)
    })

    test("a person who signs in is asked, and nobody reads the password over their shoulder", async () => {
      const terminal = inTerminal(["./chatd", "sign-in", "--server", server.url], {
        cwd: desk.folder,
        env: { HOME: join(desk.folder, "home"), ...desk.env },
      })
      await terminal.shows("E-mail:")
      terminal.type("grace@acme.example\r")
      await terminal.shows("Password:")
      terminal.type(`${PASSWORD}\r`)
      await terminal.shows("Signed in to")
      expect(await terminal.exited).toBe(0)
      expect(terminal.text()).not.toContain(PASSWORD.slice(0, 7))
      await terminal.end()
      expect((await desk.run("sign-out")).code).toBe(0)
    })

    test.each([
      [["conversation", "show", "4711"], 3, "no conversation 4711"],
      [["conversation", "tail", "4711"], 3, "no conversation 4711"],
      [["conversation", "reply", "1", "x"], 4, "--as"],
      [["conversation", "list", "--view", "mine"], 4, "--as"],
      [["conversation", "take", "1", "--as", "nobody@acme.example"], 3, "no agent nobody@acme.example"],
      [["conversation", "assign", "1", "nobody", ...ADA], 3, "no agent nobody"],
      [["conversation", "reply", "1", " ", ...ADA], 2, "text"],
      [["conversation", "show", "one"], 2, "number"],
      [["conversation", "list", "--view", "mein"], 2, "mine"],
      [["conversation", "shwo", "1"], 2, "show"],
      [["conversation", "list", "--limit", "0"], 2, "--limit"],
      [["conversation", "tail"], 2, "--all"],
      [["conversation", "priority", "1", "urgently"], 2, "urgent"],
      [["customer", "show", "v-nobody"], 3, "no customer"],
      [["customer", "set", "v-nobody", "age=3"], 2, "name="],
      [["customer", "sign-out", "v-nobody"], 3, "no customer v-nobody"],
      [["queue", "--partner", "partner-x"], 3, "no partner partner-x"],
      [["queue", "--server", "chat.acme.com"], 2, "no address"],
      [["sign-in", "--server", "http://127.0.0.1:1", "--email", "a@b.example"], 2, "--password-stdin"],
      [["sign-out", "--server", "https://nowhere.example"], 3, "not signed in"],
    ])("%p is refused and says what to do", async (args, code, says) => {
      const finished = await desk.run(...args)
      expect({ args, code: finished.code, out: finished.out, err: finished.err }).toEqual({
        args,
        code,
        out: "",
        err: expect.stringContaining(says),
      })
      expect(finished.err).not.toMatch(/\bat \/|\.ts:\d|bunfs/)
    })

    test("shells are told agents, conversations and partners", async () => {
      const after = async (...words: string[]) => (await desk.run("complete", "--", ...words)).out
      expect(await after("conversation", "assign", "1", "")).toBe(
        "ada@acme.example\tAda\ngrace@acme.example\tGrace\nqueue\n",
      )
      expect(await after("queue", "--as=gr")).toBe("--as=grace@acme.example\tGrace\n")
      expect(await after("conversation", "show", "")).toMatch(/^1\tLin, \w+$/m)
      expect(await after("queue", "--partner", "")).toBe(`${desk.partner.partnerId}\tAcme\n`)
      // Where nothing can be asked, nothing is said.
      expect(await after("conversation", "show", "--server", "http://127.0.0.1:1", "")).toBe("")
    })

    test("a server that does not answer is another failure than one that refuses", async () => {
      const env = { ...desk.env, CHATD_TOKEN: "at_something" }
      const reach = (url: string) => desk.runWith(env, "queue", "--server", url)
      expect((await reach("http://127.0.0.1:1")).code).toBe(69)
      expect((await reach(`${server.url}/no-such-path`)).code).not.toBe(0)
      expect(await reach(server.url)).toMatchObject({ code: 4, err: expect.stringContaining("CHATD_TOKEN") })
    })
  })
}
