import { createRequire } from "node:module"
import type { AddressInfo, Socket } from "node:net"

interface StoredMail {
  uid: number
  flags: string[]
  raw: string
}

interface Folder {
  uidvalidity: number
  uidnext: number
  messages: StoredMail[]
}

type Handler = (
  connection: { send(response: object, ...about: unknown[]): void },
  parsed: { tag: string },
  data: unknown,
  done: () => void,
) => void

interface FetchItem {
  /** From where, and how much. */
  partial?: number[]
}

type FetchHandler = (connection: object, mail: StoredMail, item: FetchItem) => unknown

/** Of hoodiecrow-imap, which has no types. */
interface Hoodiecrow {
  fetchHandlers: Record<string, FetchHandler>
  server: { address(): AddressInfo; on(event: "connection", listener: (socket: Socket) => void): void }
  storage: Record<string, unknown>
  listen(port: number, host: string, done: () => void): void
  close(done: () => void): void
  folderCache: Record<string, Folder>
  getMailbox(path: string): Folder | undefined
  setCommandHandler(command: string, handler: Handler): void
  appendMessage(folder: string, flags: string[], date: Date, raw: string): { message: StoredMail }
}

export interface ImapServerOptions {
  /** From the first byte, with this key and certificate; otherwise STARTTLS is offered. */
  tls?: { key: string; cert: string }
  /** Whether it tells of new mail by itself. */
  idle?: boolean
  starttls?: boolean
  /** Whether it can remove one mail and leave others that are marked as deleted. */
  removesOne?: boolean
}

export interface ImapServer {
  port: number
  user: string
  password: string
  /** What makes chatd read it. */
  settings: Readonly<Record<string, string | number | boolean>>
  /** A mail comes in. @returns its number */
  deliver(mail: string | Buffer, options?: { flags?: string[]; at?: Date }): number
  /** Numbers of those in a folder that nobody has seen. */
  unseen(folder?: string): number[]
  count(folder?: string): number
  /** Numbers the mails anew. */
  renumber(): void
  /** Deletes the folder and makes it anew; as with Cyrus, whoever has it open goes on with the old one. */
  makeAnew(): void
  /** From now on says no to this, with these words. */
  refuses(command: string, words: string): void
  /** From now on does not answer this at all. @returns resolves where it was asked for this */
  ignores(command: string): Promise<void>
  hangUp(): void
  /** The line breaks when it is next asked for this. */
  breaksAt(command: string): void
  /** It hangs up on whoever asks for this mail, as Dovecot does where one is not as long as its name says. */
  damage(uid: number): void
  /** Somebody moves it away before it can be read whole. */
  goesBeforeItIsRead(uid: number): void
  /** Somebody marks it. */
  flag(uid: number, flag: string): void
  stop(): Promise<void>
}

/** A real IMAP server with a mailbox in memory. */
export async function startImapServer({
  tls,
  idle = true,
  starttls = false,
  removesOne = true,
}: ImapServerOptions = {}): Promise<ImapServer> {
  const hoodiecrow = createRequire(import.meta.url)("hoodiecrow-imap") as (options: object) => Hoodiecrow
  const server = hoodiecrow({
    plugins: [
      ...["ID", "SASL-IR", "AUTH-PLAIN", "ENABLE", "UNSELECT", "LITERALPLUS"],
      ...(removesOne ? ["UIDPLUS", "MOVE"] : []),
      ...(starttls ? ["STARTTLS", "LOGINDISABLED"] : []),
      ...(idle ? ["IDLE"] : []),
    ],
    ...(tls && { secureConnection: true, credentials: tls }),
    storage: { INBOX: { messages: [] }, "": { folders: {} } },
  })
  Object.assign(server.fetchHandlers, eachAskedForAsTheFirst())
  const sockets = new Set<Socket>()
  let last: string | undefined
  const damaged = new Set<number>()
  const going = new Set<number>()
  /** @returns whether the line breaks over it */
  const asked = (command: string): boolean => {
    if (last !== undefined && command.includes(` ${last} `)) {
      last = undefined
      return true
    }
    const [, uids = "", what = ""] = / UID FETCH ([\d,]+) (.*)/.exec(command) ?? []
    const wanted = uids.split(",").map(Number)
    if (what.includes("BODY.PEEK[]")) for (const uid of wanted) if (going.delete(uid)) remove(uid)
    return wanted.some((uid) => damaged.has(uid))
  }
  server.server.on("connection", (socket) => {
    sockets.add(socket)
    // Ahead of the server, whose reply must not get through.
    socket.prependListener("data", (data) => {
      if (asked(data.toString("latin1"))) socket.destroy()
    })
    socket.on("close", () => sockets.delete(socket)).on("error", () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const folderAt = (path: string) => server.getMailbox(path)
  const mailAt = (uid: number) => folderAt("INBOX")?.messages.find((mail) => mail.uid === uid)
  const remove = (uid: number) => {
    const inbox = folderAt("INBOX")
    if (inbox) inbox.messages = inbox.messages.filter((mail) => mail.uid !== uid)
  }
  const hangUp = () => {
    for (const socket of sockets) socket.destroy()
  }
  const { port } = server.server.address()
  const [user, password] = ["testuser", "testpass"]
  return {
    port,
    user,
    password,
    settings: {
      "imap.host": "localhost",
      "imap.port": port,
      "imap.tls": false,
      "imap.require_tls": false,
      "imap.user": user,
      "imap.password": password,
    },
    deliver(mail, { flags = [], at = new Date() } = {}) {
      // It counts and sends characters as bytes.
      const bytes = typeof mail === "string" ? Buffer.from(mail) : mail
      const raw = bytes.toString("latin1").replace(/\r?\n/g, "\r\n")
      return server.appendMessage("INBOX", flags, at, raw).message.uid
    },
    unseen: (folder = "INBOX") =>
      folderAt(folder)?.messages.flatMap(({ uid, flags }) => (flags.includes("\\Seen") ? [] : [uid])) ?? [],
    count: (folder = "INBOX") => folderAt(folder)?.messages.length ?? 0,
    renumber() {
      const inbox = folderAt("INBOX")
      if (!inbox) return
      inbox.uidvalidity++
      inbox.messages.forEach((mail, i) => {
        mail.uid = i + 100
      })
      inbox.uidnext = inbox.messages.length + 100
    },
    makeAnew() {
      const { INBOX } = server.folderCache
      if (INBOX)
        server.folderCache.INBOX = { ...INBOX, messages: [], uidnext: 1, uidvalidity: INBOX.uidvalidity + 1 }
    },
    refuses(command, words) {
      server.setCommandHandler(command, (connection, parsed, data, done) => {
        const no = { tag: parsed.tag, command: "NO", attributes: [{ type: "TEXT", value: words }] }
        connection.send(no, "REFUSED", parsed, data)
        done()
      })
    },
    ignores: (command) => new Promise<void>((resolve) => server.setCommandHandler(command, () => resolve())),
    hangUp,
    breaksAt(command) {
      last = command
    },
    damage: (uid) => void damaged.add(uid),
    goesBeforeItIsRead: (uid) => void going.add(uid),
    flag: (uid, flag) => void mailAt(uid)?.flags.push(flag),
    async stop() {
      hangUp()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Of several mails of which a beginning is asked for, it forgets behind the first how much. */
function eachAskedForAsTheFirst(): Record<string, FetchHandler> {
  const own = createRequire(import.meta.url)("hoodiecrow-imap/lib/commands/handlers/fetch") as Record<
    string,
    FetchHandler
  >
  const asked = new WeakMap<FetchItem, number[]>()
  const handler: FetchHandler = (connection, mail, item) => {
    if (item.partial) {
      const partial = asked.get(item) ?? [...item.partial]
      asked.set(item, partial)
      item.partial = [...partial]
    }
    return own.BODY?.(connection, mail, item)
  }
  return { BODY: handler, "BODY.PEEK": handler }
}
