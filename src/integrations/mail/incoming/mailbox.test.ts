import { afterEach, expect, test } from "bun:test"
import { type ImapServer, startImapServer } from "../../../../test/servers/imap.ts"
import { selfSigned } from "../../../../test/servers/self-signed.ts"
import { checkMailbox, MailboxError, type MailboxSession, openMailbox } from "./mailbox.ts"

let server: ImapServer | undefined
afterEach(() => server?.stop())

/** Looks into a mailbox by the address 127.0.0.1, where the certificate is for `host`. */
async function lookedInto(host: string, isTrusted: boolean) {
  const identity = selfSigned(host)
  server = await startImapServer({ tls: identity })
  const { port, user, password } = server
  return checkMailbox({
    host: "127.0.0.1",
    port,
    tls: "implicit",
    ca: isTrusted ? identity.cert : undefined,
    user,
    password,
    mailbox: "INBOX",
    maxBytes: 1_000_000,
    timeoutMs: 5_000,
  })
}

test("a server that is called by its address shows a certificate for it", async () => {
  expect(await lookedInto("127.0.0.1", true)).toEqual({ tells: true, waiting: 0 })
})

test("one whose certificate nobody vouches for is not let see the password", async () => {
  await expect(lookedInto("127.0.0.1", false)).rejects.toThrow(
    /^The certificate of 127.0.0.1:\d+ is not trusted: /,
  )
})

test("one whose certificate is for a name is not, and it is said what to do", async () => {
  await expect(lookedInto("localhost", true)).rejects.toThrow(
    /^The certificate of 127.0.0.1:\d+ is for another name: set imap.host to a name that it was made out to\. /,
  )
})

test.each<[string, (session: MailboxSession) => Promise<unknown>]>([
  ["SEARCH", (session) => session.unseen()],
  ["SEARCH", (session) => session.above(0)],
  ["FETCH", (session) => session.heads([1])],
  ["FETCH", (session) => session.source(1)],
  ["STORE", (session) => session.markSeen(1)],
])(
  "a line that breaks within a %s is told, and taken neither for an empty mailbox nor for one that was changed",
  async (command, work) => {
    server = await startImapServer()
    const { port, user, password } = server
    server.deliver("From: ada@customer.example\nSubject: Help\n\nHelp!\n")
    const session = await openMailbox({
      host: "127.0.0.1",
      port,
      tls: "opportunistic",
      ca: undefined,
      user,
      password,
      mailbox: "INBOX",
      maxBytes: 1_000_000,
      timeoutMs: 5_000,
    })
    server.breaksAt(command)
    await expect(work(session)).rejects.toBeInstanceOf(MailboxError)
    await session.close()
  },
)
