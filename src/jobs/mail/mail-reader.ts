import { ChatdError } from "../../core/errors.ts"
import type { MailOutcome } from "../../core/mail/incoming-mail.ts"
import { MailboxError, type MailboxSession } from "../../integrations/mail/incoming/mailbox.ts"
import type { Logger } from "../../log.ts"
import type { Database } from "../../storage/database.ts"
import {
  leaseMailbox,
  leaveMailbox,
  type MailReader,
  saveProgress,
} from "../../storage/repositories/mail-readers.ts"
import { outcomesByUid } from "../../storage/repositories/mail-received.ts"
import { asleep } from "../asleep.ts"
import type { WaitingMail } from "./take-mail.ts"

export interface MailReaderOptions {
  database: Database
  log: Logger
  /** Names the mailbox among those that were ever read. */
  mailbox: string
  /** `seen`, or `move:FOLDER`. */
  after: string
  pollMs: number
  open(): Promise<MailboxSession>
  /** @param since when the mailbox was first looked into */
  take(mail: WaitingMail, since: Date): Promise<MailOutcome>
}

export interface RunningMailReader {
  /** Of the connection, as it was last heard of. */
  health(): Promise<{ ok: true } | { ok: false; detail: string }>
  /** Lets the mail under way finish, and hangs up. */
  stop(): Promise<void>
}

/** A server that is gone is noticed after so long. */
const LEASE_MS = 60_000
const RENEW_MS = 20_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 5 * 60_000
/** Headers that are read at once. */
const BATCH = 100
/** A mail that cannot be taken so often is left where it is. */
const MOST_ATTEMPTS = 5

/** Mails that stay as they are in the mailbox, for whoever looks into it. */
const LEFT: ReadonlySet<MailOutcome> = new Set(["ignored", "empty", "limited", "refused"])

/**
 * Reads a mailbox until stopped. Of several servers on one database one reads at a time; another takes over when it is gone.
 * The first time only unseen mail is read, afterwards everything that is new, seen or not: whoever looks into the mailbox
 * beside us takes nothing away.
 */
export function startMailReader(options: MailReaderOptions): RunningMailReader {
  const { database, log, mailbox, open } = options
  const owner = crypto.randomUUID()
  const abort = new AbortController()
  let state: { ok: true } | { ok: false; detail: string } = { ok: true }

  /** Logs why nothing is read. @returns it in a sentence without secrets */
  function told(error: unknown, retryInMs: number): string {
    // A database that is away says so as well.
    if (error instanceof MailboxError || error instanceof ChatdError) {
      log.warn({ mailbox, reason: error.message, retryInMs }, "mail cannot be read just now")
      return error.message
    }
    log.error({ err: error, mailbox, retryInMs }, "mail cannot be read: a fault of ours")
    return "Reading mail failed by a fault of ours; the log says which."
  }

  async function readOn(): Promise<void> {
    let pause = FIRST_PAUSE_MS
    while (!abort.signal.aborted) {
      try {
        const lease = await leaseMailbox(database.db, mailbox, owner, new Date(), LEASE_MS)
        if (!lease) {
          await asleep(RENEW_MS, abort.signal)
          continue
        }
        const session = await open()
        try {
          log.info({ mailbox, idle: session.tells }, "mail is read")
          state = { ok: true }
          pause = FIRST_PAUSE_MS
          await new Reading(options, session, owner, abort.signal).run()
        } finally {
          await session.close()
        }
      } catch (error) {
        state = { ok: false, detail: told(error, pause) }
        await asleep(pause, abort.signal)
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
      }
    }
    await leaveMailbox(database.db, mailbox, owner).catch(() => {})
  }

  const running = readOn()
  return {
    health: async () => state,
    async stop() {
      abort.abort()
      await running
    },
  }
}

/** One connection's life. */
class Reading {
  /** What is done with, of those above the mark. */
  readonly #settled = new Set<number>()
  readonly #attempts = new Map<number, number>()
  /** The server told of something since the last look. */
  #mayBeNew = false
  #leaseUntil = Number.NEGATIVE_INFINITY
  #progress: MailReader | undefined

  constructor(
    private readonly options: MailReaderOptions,
    private readonly session: MailboxSession,
    private readonly owner: string,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<void> {
    let lookAt = 0
    while (!this.signal.aborted && (await this.#keepsLease())) {
      if (Date.now() >= lookAt || this.#mayBeNew) {
        this.#mayBeNew = false
        await this.#look()
        lookAt = Date.now() + this.options.pollMs
      }
      if (this.signal.aborted) return
      const before = Date.now()
      const ms = Math.max(1, Math.min(lookAt - before, RENEW_MS))
      await this.session.wait(ms, this.signal)
      // Woken before the time: the server told of something.
      this.#mayBeNew = Date.now() - before < ms - 5
    }
  }

  async #look(): Promise<void> {
    const { session } = this
    const progress = this.#progress
    if (!progress) return
    const isKnown = progress.uidValidity === session.uidValidity
    const last = isKnown ? 0 : await session.lastUid()
    const found = isKnown ? await session.above(progress.upTo) : await session.unseen()
    const waiting = found.filter((uid) => !this.#settled.has(uid))
    for (let i = 0; i < waiting.length && !this.signal.aborted; i += BATCH) {
      await this.#readBatch(waiting.slice(i, i + BATCH), progress.since)
      if (!(await this.#keepsLease())) return
    }
    if (this.signal.aborted) return
    const open = found.filter((uid) => !this.#settled.has(uid))
    const upTo = Math.min(
      Math.max(progress.upTo * Number(isKnown), last, ...found.slice(-1)),
      ...open.map((uid) => uid - 1),
    )
    if (isKnown && upTo === progress.upTo) return
    // Before the first look is through, all unseen ones would be looked at again.
    if (!isKnown && open.length > 0) return
    this.#progress = { ...progress, uidValidity: session.uidValidity, upTo }
    for (const uid of this.#settled) if (uid <= upTo) this.#settled.delete(uid)
    await saveProgress(this.options.database.db, this.options.mailbox, this.#progress)
  }

  async #readBatch(uids: readonly number[], since: Date): Promise<void> {
    const { session } = this
    const { database, mailbox } = this.options
    const { uidValidity } = session
    const taken = await outcomesByUid(database.db, { mailbox, uidValidity }, uids)
    for (const [uid, outcome] of taken) {
      // Stored, but not marked: we were interrupted between the two.
      await this.#mark(uid, outcome)
      this.#settled.add(uid)
    }
    const heads = await session.heads(uids.filter((uid) => !taken.has(uid)))
    const there = new Set(heads.map(({ uid }) => uid))
    for (const uid of uids) if (!taken.has(uid) && !there.has(uid)) this.#settled.add(uid)
    for (const head of heads) {
      if (this.signal.aborted || !(await this.#keepsLease())) return
      await this.#takeOne(
        { ...head, place: { mailbox, uidValidity, uid: head.uid }, source: () => session.source(head.uid) },
        since,
      )
    }
  }

  async #takeOne(mail: WaitingMail, since: Date): Promise<void> {
    const { uid } = mail.place
    const { log, mailbox, take } = this.options
    try {
      const outcome = await take(mail, since)
      await this.#mark(uid, outcome)
      this.#settled.add(uid)
      if (outcome !== "ignored") log.info({ mailbox, uid, outcome }, "a mail was read")
    } catch (error) {
      if (error instanceof MailboxError) throw error
      const attempts = (this.#attempts.get(uid) ?? 0) + 1
      this.#attempts.set(uid, attempts)
      // One that cannot be read holds up nobody; the database's troubles pass.
      const isLeft = attempts >= MOST_ATTEMPTS
      if (isLeft) this.#settled.add(uid)
      const what = isLeft
        ? "a mail could not be taken, and is left in the mailbox"
        : "a mail could not be taken"
      log.error({ err: error, mailbox, uid, attempts }, what)
    }
  }

  async #mark(uid: number, outcome: MailOutcome): Promise<void> {
    if (LEFT.has(outcome)) return
    const { after } = this.options
    if (after.startsWith("move:")) await this.session.moveTo(uid, after.slice("move:".length))
    else await this.session.markSeen(uid)
  }

  /** False where another server has taken over. */
  async #keepsLease(): Promise<boolean> {
    // By the time that goes by, not by a clock that may be put back.
    const now = performance.now()
    if (this.#leaseUntil - now > LEASE_MS - RENEW_MS) return true
    const { database, mailbox } = this.options
    const lease = await leaseMailbox(database.db, mailbox, this.owner, new Date(), LEASE_MS)
    if (!lease) return false
    this.#leaseUntil = now + LEASE_MS
    this.#progress = lease
    return true
  }
}
