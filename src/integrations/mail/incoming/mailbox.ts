import { isIP } from "node:net"
import type { ImapFlow, ImapFlowOptions } from "imapflow"
import { authorityHint, oneLine } from "../message.ts"
import { undeclaredLines } from "./undeclared-text.ts"

export interface MailboxConfig {
  host: string
  port: number
  /** `implicit`: TLS from the first byte (port 993). `required`: STARTTLS or nothing. `opportunistic`: where offered. */
  tls: "implicit" | "required" | "opportunistic"
  /** Trusted instead of the system's authorities, in PEM. */
  ca?: string | undefined
  user: string | undefined
  password: string | undefined
  mailbox: string
  /** Largest mail that is read, in bytes. */
  maxBytes: number
  /** Milliseconds to connect, to be greeted, and of silence. */
  timeoutMs: number
}

/** What is wrong with a mailbox, in a sentence without secrets. */
export class MailboxError extends Error {
  override readonly name = "MailboxError"
}

export interface WaitingHead {
  uid: number
  /** In bytes. */
  size: number
  header: string
  /** When the server took it. */
  receivedAt: Date
}

/** A mailbox that is open. Everything throws `MailboxError` where the connection is gone. */
export interface MailboxSession {
  /** Mails keep their numbers as long as this stays. */
  readonly uidValidity: number
  /** Whether the server tells of new mail by itself. */
  readonly tells: boolean
  /** Whether it can remove one mail, as moving does, and leave others that bear the mark for it. */
  readonly removesOne: boolean
  /** The highest number that is given out by now. */
  lastUid(): Promise<number>
  unseen(): Promise<number[]>
  /** Numbers above this one, whether seen or not. */
  above(uid: number): Promise<number[]>
  heads(uids: readonly number[]): Promise<WaitingHead[]>
  /** The whole mail; undefined where it has gone. */
  source(uid: number): Promise<Buffer | undefined>
  /** @returns why the server would not, where it would not */
  markSeen(uid: number): Promise<string | undefined>
  /** The folder is made where there is none. @returns why the server would not, where it would not */
  moveTo(uid: number, folder: string): Promise<string | undefined>
  /** Resolves when there may be something new, after so long at the latest, or when aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/**
 * @param signal where it is aborted, what the server has not answered soon after is given up
 * @throws {MailboxError}
 */
export async function openMailbox(config: MailboxConfig, signal?: AbortSignal): Promise<MailboxSession> {
  const { ImapFlow } = await import("imapflow")
  const client = new ImapFlow(optionsOf(config))
  let fault: unknown
  const news = new News()
  client.on("error", (error: unknown) => {
    fault = error
    news.come()
  })
  client.on("close", () => news.come())
  client.on("exists", () => news.come())
  hangUpAfter(client, signal)
  try {
    await client.connect()
    await client.mailboxOpen(config.mailbox)
  } catch (error) {
    client.close()
    throw mailboxError(error, config)
  }
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      if (!client.usable) throw fault ?? new Error("the connection was closed")
      const result = await work()
      // Of a line that broke meanwhile some calls say only that nothing was found or done.
      if (!client.usable) throw fault ?? new Error("the connection was closed")
      return result
    } catch (error) {
      throw mailboxError(fault ?? error, config)
    }
  }
  return new OpenMailbox(client, guarded, news, config.mailbox)
}

/** Whoever stops does not wait for a server that says nothing any more. */
function hangUpAfter(client: ImapFlow, signal: AbortSignal | undefined): void {
  let late: Timer | undefined
  const stop = () => {
    late = setTimeout(() => client.close(), GOODBYE_MS)
  }
  if (signal?.aborted) stop()
  signal?.addEventListener("abort", stop, { once: true })
  client.on("close", () => {
    clearTimeout(late)
    signal?.removeEventListener("abort", stop)
  })
}

/** What the server tells at any time, for who waits for it later. */
class News {
  #came = false
  #wake = () => {}

  come(): void {
    this.#came = true
    this.#wake()
  }

  /** Calls back once, at once where something came since the last time. @returns ends it */
  next(wake: () => void): () => void {
    const end = () => {
      this.#wake = () => {}
    }
    this.#wake = () => {
      this.#came = false
      end()
      wake()
    }
    if (this.#came) this.#wake()
    return end
  }
}

/** Connects, signs in and looks whether everything is there that will be needed. @throws {MailboxError} */
export async function checkMailbox(config: MailboxConfig): Promise<{
  tells: boolean
  removesOne: boolean
  waiting: number
}> {
  const session = await openMailbox(config)
  try {
    return { tells: session.tells, removesOne: session.removesOne, waiting: (await session.unseen()).length }
  } finally {
    await session.close()
  }
}

class OpenMailbox implements MailboxSession {
  readonly uidValidity: number
  readonly tells: boolean
  readonly removesOne: boolean

  constructor(
    private readonly client: ImapFlow,
    private readonly guarded: <T>(work: () => Promise<T>) => Promise<T>,
    private readonly news: News,
    private readonly folder: string,
  ) {
    this.uidValidity = client.mailbox ? Number(client.mailbox.uidValidity) : 0
    this.tells = client.capabilities.has("IDLE")
    // Otherwise removing a mail expunges each that bears the mark, whoever made it.
    this.removesOne = ["MOVE", "UIDPLUS"].some((one) => client.capabilities.has(one))
  }

  lastUid(): Promise<number> {
    return this.guarded(async () => {
      const mailbox = this.client.mailbox
      return mailbox ? (Number(mailbox.uidNext) || 1) - 1 : 0
    })
  }

  unseen(): Promise<number[]> {
    return this.#search({ seen: false })
  }

  async above(uid: number): Promise<number[]> {
    // Servers without IDLE tell what is new with their answer to anything; and some leave a folder that was deleted, renamed or
    // made anew open for us as it was.
    const { uidValidity } = await this.guarded(() => this.client.mailboxOpen(this.folder))
    if (Number(uidValidity) !== this.uidValidity)
      throw new MailboxError(`The folder ${this.folder} is another one by now.`)
    // A range always names the last mail too, be its number lower.
    return (await this.#search({ uid: `${uid + 1}:*` })).filter((found) => found > uid)
  }

  heads(uids: readonly number[]): Promise<WaitingHead[]> {
    return this.guarded(async () => {
      if (uids.length === 0) return []
      // Anybody can send megabytes of it, and many are read at once.
      const header = { key: "HEADER", start: 0, maxLength: LONGEST_HEADER }
      const query = { uid: true, size: true, bodyParts: [header], internalDate: true }
      const found = await this.client.fetchAll(uids.join(","), query, { uid: true })
      return found.map(({ uid, size = 0, headers, internalDate }) => ({
        uid,
        size,
        header: headers ? undeclaredLines(headers) : "",
        receivedAt: new Date(internalDate ?? Date.now()),
      }))
    })
  }

  source(uid: number): Promise<Buffer | undefined> {
    return this.guarded(async () => {
      const found = await this.client.fetchOne(String(uid), { uid: true, source: true }, { uid: true })
      return found ? found.source : undefined
    })
  }

  markSeen(uid: number): Promise<string | undefined> {
    return this.guarded(async () => {
      if (await this.client.messageFlagsAdd(String(uid), ["\\Seen"], { uid: true })) return undefined
      return "the server does not mark it"
    })
  }

  moveTo(uid: number, folder: string): Promise<string | undefined> {
    return this.guarded(async () => {
      await this.client.messageFlagsAdd(String(uid), ["\\Seen"], { uid: true })
      if (!this.removesOne)
        return "the server has neither MOVE nor UIDPLUS: what others marked as deleted would go with it"
      const move = () => this.client.messageMove(String(uid), folder, { uid: true }).catch(() => false)
      if (await move()) return undefined
      const fault = await this.client.mailboxCreate(folder).then(() => undefined, saidBy)
      if (await move()) return undefined
      return fault ?? "it moves nothing there"
    })
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    await this.guarded(async () => {
      const woken = Promise.withResolvers<void>()
      const end = this.news.next(() => woken.resolve())
      const timer = setTimeout(woken.resolve, ms)
      const stop = () => woken.resolve()
      signal.addEventListener("abort", stop, { once: true })
      try {
        // It ends by itself with the next command.
        if (this.tells && !this.client.idling) this.client.idle().catch(() => woken.resolve())
        await woken.promise
      } finally {
        clearTimeout(timer)
        signal.removeEventListener("abort", stop)
        end()
      }
    })
  }

  async close(): Promise<void> {
    const late = setTimeout(() => this.client.close(), GOODBYE_MS)
    try {
      await this.client.logout()
    } catch {
      this.client.close()
    } finally {
      clearTimeout(late)
    }
  }

  #search(query: { seen: boolean } | { uid: string }): Promise<number[]> {
    return this.guarded(async () => {
      const found = await this.client.search(query, { uid: true })
      // Taken for an empty mailbox, what is in it would count as looked at.
      if (!Array.isArray(found)) throw new Error("the mailbox could not be searched")
      return found.sort((a, b) => a - b)
    })
  }
}

/** How long a server may take to end what is under way, and to say goodbye. */
const GOODBYE_MS = 2_000
/** In bytes; `readHead` reads no more. */
const LONGEST_HEADER = 250_000
/** Beside the mail itself. */
const OVERHEAD_BYTES = 1_048_576

function optionsOf(config: MailboxConfig): ImapFlowOptions {
  const { host, port, tls, ca, user, password = "", maxBytes, timeoutMs } = config
  return {
    host,
    port,
    secure: tls === "implicit",
    ...(tls === "required" && { doSTARTTLS: true }),
    // An address has no name to ask for; what is expected of its certificate stays.
    tls: { minVersion: "TLSv1.2", ...(ca && { ca }), ...(isIP(host) !== 0 && { servername: "" }) },
    auth: { user: user ?? "", pass: password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    // A server that says nothing for so long while nothing is asked of it is looked at anew by the next question.
    socketTimeout: SILENCE_MS,
    maxLiteralSize: maxBytes + OVERHEAD_BYTES,
    maxResponseSize: 4 * (maxBytes + OVERHEAD_BYTES),
    maxLineLength: OVERHEAD_BYTES * 4,
  }
}

const SILENCE_MS = 5 * 60_000

/** As the library tells of it. */
interface ImapFault {
  message?: string
  code?: string
  authenticationFailed?: boolean
  serverResponseCode?: string
  responseText?: string
  /** With which words it hung up. */
  reason?: string
}

function saidBy(error: unknown): string {
  const { message = String(error), responseText, reason } = (error ?? {}) as ImapFault
  return oneLine(responseText ?? reason ?? message).slice(0, 200)
}

function mailboxError(error: unknown, { host, port, mailbox, user }: MailboxConfig): MailboxError {
  if (error instanceof MailboxError) return error
  const {
    message = String(error),
    code,
    authenticationFailed,
    serverResponseCode,
    reason,
  } = (error ?? {}) as ImapFault
  const said = saidBy(error)
  const where = `${host}:${port}`
  if (authenticationFailed && message === "Login is disabled")
    return new MailboxError(
      `${where} takes no passwords as it is set: chatd signs in with a name and a password alone, where LOGIN, AUTH=LOGIN or AUTH=PLAIN is offered.`,
    )
  if (authenticationFailed && serverResponseCode !== "UNAVAILABLE")
    return new MailboxError(`${where} refused the name ${user ?? "(none)"} or its password: ${said}`)
  if (serverResponseCode === "NONEXISTENT" || /nonexist|does ?n.t exist|unknown mailbox|select/i.test(said))
    return new MailboxError(`${where} has no folder ${mailbox}, or does not open it: ${said}`)
  if (/altname/i.test(`${code} ${message}`))
    return new MailboxError(
      `The certificate of ${where} is for another name: set imap.host to a name that it was made out to. ${said}`,
    )
  if (/certificate|self.signed/i.test(`${code} ${message}`))
    return new MailboxError(`The certificate of ${where} is not trusted: ${said}${authorityHint(said)}`)
  if (/STARTTLS|TLS/.test(`${code} ${message}`))
    return new MailboxError(`${where} offers no TLS as it is set: ${said}`)
  return new MailboxError(`${where} is out of reach: ${said}${code && !reason ? ` (${code})` : ""}`)
}
