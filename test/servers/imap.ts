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

/** Of hoodiecrow-imap, which has no types. */
interface Hoodiecrow {
  server: { address(): AddressInfo; on(event: "connection", listener: (socket: Socket) => void): void }
  storage: Record<string, unknown>
  listen(port: number, host: string, done: () => void): void
  close(done: () => void): void
  getMailbox(path: string): Folder | undefined
  appendMessage(folder: string, flags: string[], date: Date, raw: string): { message: StoredMail }
}

export interface ImapServerOptions {
  /** From the first byte, with this key and certificate; otherwise STARTTLS is offered. */
  tls?: { key: string; cert: string }
  /** Whether it tells of new mail by itself. */
  idle?: boolean
  starttls?: boolean
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
  hangUp(): void
  /** The line breaks when it is next asked for this. */
  breaksAt(command: string): void
  stop(): Promise<void>
}

/** A real IMAP server with a mailbox in memory. */
export async function startImapServer({
  tls,
  idle = true,
  starttls = false,
}: ImapServerOptions = {}): Promise<ImapServer> {
  const hoodiecrow = createRequire(import.meta.url)("hoodiecrow-imap") as (options: object) => Hoodiecrow
  const server = hoodiecrow({
    plugins: [
      ...["ID", "SASL-IR", "AUTH-PLAIN", "ENABLE", "UNSELECT", "UIDPLUS", "MOVE", "LITERALPLUS"],
      ...(starttls ? ["STARTTLS", "LOGINDISABLED"] : []),
      ...(idle ? ["IDLE"] : []),
    ],
    ...(tls && { secureConnection: true, credentials: tls }),
    storage: { INBOX: { messages: [] }, "": { folders: {} } },
  })
  const sockets = new Set<Socket>()
  let last: string | undefined
  server.server.on("connection", (socket) => {
    sockets.add(socket)
    // Ahead of the server, whose reply must not get through.
    socket.prependListener("data", (data) => {
      if (last === undefined || !data.toString("latin1").includes(` ${last} `)) return
      last = undefined
      socket.destroy()
    })
    socket.on("close", () => sockets.delete(socket)).on("error", () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const folderAt = (path: string) => server.getMailbox(path)
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
    hangUp,
    breaksAt(command) {
      last = command
    },
    async stop() {
      hangUp()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
