import { expect, test } from "bun:test"
import pino from "pino"
import { eachDatabase } from "../../../test/databases.ts"
import { until } from "../../../test/wait.ts"
import { ChatdError } from "../../core/errors.ts"
import { MailboxError, type MailboxSession } from "../../integrations/mail/incoming/mailbox.ts"
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
})
