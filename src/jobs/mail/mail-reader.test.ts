import { expect, test } from "bun:test"
import pino from "pino"
import { eachDatabase } from "../../../test/databases.ts"
import { type ImapServer, startImapServer } from "../../../test/servers/imap.ts"
import { until } from "../../../test/wait.ts"
import { ChatdError } from "../../core/errors.ts"
import { MailboxError, type MailboxSession, openMailbox } from "../../integrations/mail/incoming/mailbox.ts"
import { startMailReader } from "./mail-reader.ts"

/** A mailbox that opens, and fails when it is looked into. */
function failing(fault: unknown): MailboxSession {
  return {
    uidValidity: 1,
    tells: true,
    lastUid: () => Promise.reject(fault),
    close: async () => {},
  } as unknown as MailboxSession
}

eachDatabase((_, open) => {
  /** What is logged of the first failure, and what the health report says then. */
  async function toldOf(fault: unknown) {
    const lines: string[] = []
    const reader = startMailReader({
      database: await open(),
      log: pino({ level: "warn" }, { write: (line) => void lines.push(line) }),
      mailbox: "support@mail.example/INBOX",
      after: "seen",
      pollMs: 60_000,
      open: async () => failing(fault),
      take: () => Promise.reject(new Error("There is no mail.")),
    })
    const line = await until("it is told", () => lines[0])
    const health = await reader.health()
    await reader.stop()
    return { ...JSON.parse(line), health }
  }

  test("a mailbox or a database that is away is told of as that", async () => {
    for (const fault of [
      new MailboxError("mail.example:993 is out of reach: timeout"),
      new ChatdError("unavailable", "The database is not available just now."),
    ])
      expect(await toldOf(fault)).toMatchObject({
        level: 40,
        reason: fault.message,
        health: { ok: false, detail: fault.message },
        msg: "mail cannot be read just now",
      })
  })

  test("a fault of ours is told of as one, with where it is, and of neither the mailbox nor the database", async () => {
    const told = await toldOf(new TypeError("undefined is not a function"))
    expect(told).toMatchObject({
      level: 50,
      err: { type: "TypeError", stack: expect.stringContaining("mail-reader.test.ts") },
      msg: "mail cannot be read: a fault of ours",
      health: { ok: false, detail: "Reading mail failed by a fault of ours; the log says which." },
    })
  })

  /** Reads a mailbox of this server's. */
  async function reading(
    { port, user, password }: ImapServer,
    { after = "move:Done/2026", pollMs = 60_000 } = {},
  ) {
    const lines: string[] = []
    const taken: string[] = []
    const mailbox = {
      host: "127.0.0.1",
      port,
      tls: "opportunistic",
      user,
      password,
      mailbox: "INBOX",
      maxBytes: 1_000_000,
      timeoutMs: 5_000,
    } as const
    const reader = startMailReader({
      database: await open(),
      log: pino({ level: "warn" }, { write: (line) => void lines.push(line) }),
      mailbox: "support@mail.example/INBOX",
      after,
      pollMs,
      open: (signal) => openMailbox(mailbox, signal),
      async take({ header, source }) {
        await source()
        const subject = /^Subject: (.*)$/m.exec(header)?.[1]?.trim() ?? ""
        if (subject === "odd") throw new Error("It is odd.")
        taken.push(subject)
        return subject.startsWith("old") ? "ignored" : "message"
      },
    })
    return { reader, lines, taken }
  }

  test("a server that will not have a mail moved holds up none of the others, and is told of", async () => {
    const imap = await startImapServer()
    imap.refuses("CREATE", "Invalid mailbox name")
    const deliver = (subject: string) =>
      imap.deliver(`From: ada@customer.example\nSubject: ${subject}\n\nHelp!\n`)
    deliver("one")
    deliver("two")
    const { reader, lines, taken } = await reading(imap)
    await until("both are marked", () => imap.unseen().length === 0)
    deliver("three")
    await until("the third is marked", () => taken.includes("three") && imap.unseen().length === 0)
    expect(taken).toEqual(["one", "two", "three"])
    expect(imap.count()).toBe(3)
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ uid: 1, folder: "Done/2026", reason: "Invalid mailbox name" }),
    )
    expect(await reader.health()).toEqual({ ok: true })
    await reader.stop()
    await imap.stop()
  })

  const letter = (subject: string) => `From: ada@customer.example\nSubject: ${subject}\n\nHelp!\n`

  test("a mail over which the server hangs up holds up no other", async () => {
    const imap = await startImapServer()
    imap.deliver(letter("one"))
    const damaged = imap.deliver(letter("damaged"))
    imap.damage(damaged)
    imap.deliver(letter("three"))
    const { reader, lines, taken } = await reading(imap, { after: "seen" })
    await until("the others are marked", () => imap.unseen().join() === String(damaged))
    imap.deliver(letter("four"))
    await until("what comes later is marked", () => imap.unseen().join() === String(damaged))
    expect(taken).toEqual(["one", "three", "four"])
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ uid: damaged, attempts: 1, msg: "a mail could not be taken" }),
    )
    await until("the mailbox is read", async () => (await reader.health()).ok)
    await reader.stop()
    await imap.stop()
  })

  test("what was looked at is not looked at again however often the line breaks at the first look", async () => {
    const imap = await startImapServer()
    imap.deliver(letter("old 1"))
    const damaged = imap.deliver(letter("damaged"))
    imap.damage(damaged)
    imap.deliver(letter("old 2"))
    const { reader, lines, taken } = await reading(imap, { after: "seen", pollMs: 10 })
    await until("it broke twice over the damaged one", () =>
      lines.some((line) => JSON.parse(line).attempts === 2),
    )
    imap.deliver(letter("new"))
    await until("what comes later is taken", () => taken.includes("new"))
    expect(taken).toEqual(["old 1", "old 2", "new"])
    await reader.stop()
    await imap.stop()
  })

  test("a mail that cannot be taken is left in the end, and what comes later is taken", async () => {
    const imap = await startImapServer()
    const odd = imap.deliver(letter("odd"))
    const { reader, lines, taken } = await reading(imap, { after: "seen", pollMs: 10 })
    const told = await until("it is left", () =>
      lines.map((line) => JSON.parse(line)).find(({ attempts }) => attempts === 7),
    )
    expect(told).toMatchObject({ uid: odd, msg: "a mail could not be taken, and is left in the mailbox" })
    imap.deliver(letter("two"))
    await until("what comes later is marked", () => imap.unseen().join() === String(odd))
    expect(taken).toEqual(["two"])
    await reader.stop()
    await imap.stop()
  })

  test("a server that marks nothing is told of, and what was taken is not taken again", async () => {
    const imap = await startImapServer()
    imap.refuses("UID STORE", "Quota exceeded")
    imap.deliver(letter("one"))
    const { reader, lines, taken } = await reading(imap, { after: "seen" })
    const told = await until("it is told", () => lines[0])
    expect(JSON.parse(told)).toMatchObject({
      uid: 1,
      reason: "the server does not mark it",
      msg: "a mail was taken, but could not be marked as seen",
    })
    imap.deliver(letter("two"))
    await until("the second is taken", () => taken.includes("two"))
    expect(taken).toEqual(["one", "two"])
    await reader.stop()
    await imap.stop()
  })

  test("where nothing can be removed alone nothing is moved: what others deleted would go with it", async () => {
    const imap = await startImapServer({ removesOne: false })
    imap.flag(imap.deliver(letter("somebody's"), { flags: ["\\Seen"] }), "\\Deleted")
    const own = imap.deliver(letter("one"))
    const { reader, lines } = await reading(imap)
    await until("it is marked", () => !imap.unseen().includes(own))
    const told = await until("it is told", () => lines[0])
    expect(imap.count()).toBe(2)
    expect(JSON.parse(told)).toMatchObject({
      uid: own,
      reason: expect.stringContaining("neither MOVE nor UIDPLUS"),
    })
    await reader.stop()
    await imap.stop()
  })

  test.each(["SELECT", "UID SEARCH"])(
    "a server that does not answer a %s is not waited for by who stops",
    async (command) => {
      const imap = await startImapServer()
      const asked = imap.ignores(command)
      const { reader } = await reading(imap)
      await asked
      await reader.stop()
      await imap.stop()
    },
  )
})
