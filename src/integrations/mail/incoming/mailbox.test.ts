import { afterEach, expect, test } from "bun:test"
import { type AddressInfo, createServer } from "node:net"
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
  expect(await lookedInto("127.0.0.1", true)).toEqual({ tells: true, removesOne: true, waiting: 0 })
})

test("one whose certificate nobody vouches for is not let see the password", async () => {
  await expect(lookedInto("127.0.0.1", false)).rejects.toThrow(
    /^The certificate of 127.0.0.1:\d+ is not trusted: self.signed certificate\. Where it is of an authority of your own, start chatd with NODE_EXTRA_CA_CERTS=/,
  )
})

test("one whose certificate is for a name is not, and it is said what to do", async () => {
  await expect(lookedInto("localhost", true)).rejects.toThrow(
    /^The certificate of 127.0.0.1:\d+ is for another name: set imap.host to a name that it was made out to\. /,
  )
})

/** A mailbox with a mail, opened. */
async function opened(): Promise<{ imap: ImapServer; session: MailboxSession }> {
  const imap = await startImapServer()
  server = imap
  imap.deliver("From: ada@customer.example\nSubject: Help\n\nHelp!\n")
  const { port, user, password } = imap
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
  return { imap, session }
}

test("a folder that was made anew is told, though the server leaves the old one open", async () => {
  const { imap, session } = await opened()
  expect(await session.above(0)).toEqual([1])
  imap.makeAnew()
  imap.deliver("From: bob@customer.example\nSubject: Help\n\nHelp, too!\n")
  await expect(session.above(1)).rejects.toThrow(/^The folder INBOX is another one by now\.$/)
  await session.close()
})

test("of a header of megabytes as much is asked for as is read", async () => {
  const { imap, session } = await opened()
  const uid = imap.deliver(
    `From: ada@customer.example\n${`X-Trace: ${"a".repeat(900)}\n`.repeat(2_000)}\nHelp!\n`,
  )
  const [head] = await session.heads([uid])
  expect(head?.header).toStartWith("From: ada@customer.example")
  expect(head?.header).toHaveLength(250_000)
  expect(head?.size).toBeGreaterThan(1_800_000)
  await session.close()
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
    const { imap, session } = await opened()
    imap.breaksAt(command)
    await expect(work(session)).rejects.toBeInstanceOf(MailboxError)
    await session.close()
  },
)

/** What is said of a server that greets so, names these capabilities, and answers whoever signs in. */
async function saidOf(greeting: string, capabilities: string, answer: string): Promise<string> {
  const scripted = createServer((socket) => {
    socket.on("error", () => {})
    socket.write(`${greeting}\r\n`)
    if (greeting.startsWith("* BYE")) socket.end()
    socket.on("data", (data) => {
      const [tag, command] = data.toString().split(/\s/)
      if (command === "CAPABILITY") socket.write(`* CAPABILITY ${capabilities}\r\n${tag} OK done\r\n`)
      else socket.write(`${tag} ${answer}\r\n`)
    })
  })
  await new Promise<void>((resolve) => scripted.listen(0, "127.0.0.1", () => resolve()))
  const { port } = scripted.address() as AddressInfo
  const looked = checkMailbox({
    host: "127.0.0.1",
    port,
    tls: "opportunistic",
    ca: undefined,
    user: "support",
    password: "secret",
    mailbox: "INBOX",
    maxBytes: 1_000_000,
    timeoutMs: 5_000,
  })
  const said = await looked.then(
    () => "nothing",
    (error: MailboxError) => error.message,
  )
  scripted.close()
  return said.replaceAll(String(port), "143")
}

test("who is not let in reads why, in the server's words", async () => {
  const app = "[ALERT] Application-specific password required"
  expect(await saidOf("* OK hi", "IMAP4rev1 AUTH=PLAIN", `NO ${app}`)).toBe(
    "127.0.0.1:143 refused the name support or its password: Application-specific password required",
  )
  const later = "NO [UNAVAILABLE] Temporary authentication failure."
  expect(await saidOf("* OK hi", "IMAP4rev1 AUTH=PLAIN", later)).toBe(
    "127.0.0.1:143 is out of reach: Temporary authentication failure.",
  )
  expect(await saidOf("* OK hi", "IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2", "NO no")).toBe(
    "127.0.0.1:143 takes no passwords as it is set: chatd signs in with a name and a password alone, where LOGIN, AUTH=LOGIN or AUTH=PLAIN is offered.",
  )
  expect(await saidOf("* BYE Too many connections", "IMAP4rev1", "NO no")).toBe(
    "127.0.0.1:143 is out of reach: Too many connections",
  )
})
