import { ChatdError } from "../../core/errors.ts"
import type { MailOutcome } from "../../core/mail/incoming-mail.ts"
import {
  MailboxError,
  type MailboxSession,
  type WaitingHead,
} from "../../integrations/mail/incoming/mailbox.ts"
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
  /** @param signal aborted where the reader stops */
  open(signal: AbortSignal): Promise<MailboxSession>
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
const MOST_ATTEMPTS = 7

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
  const known = new Known(options.pollMs)
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
        const session = await open(abort.signal)
        try {
          log.info({ mailbox, idle: session.tells }, "mail is read")
          await new Reading(options, session, owner, known, abort.signal).run(() => {
            state = { ok: true }
            pause = FIRST_PAUSE_MS
          })
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

interface Trouble {
  /** How often it could not be taken; 0 where one beside it may have been the reason. */
  attempts: number
  /** In milliseconds of `performance.now()`. */
  notBefore: number
}

/**
 * What is known of mails from one connection to the next: which could not be taken, since servers hang up on who asks for one
 * that is damaged, and which are done with, so that the first look at a full mailbox does not begin anew each time.
 */
class Known {
  #uidValidity = 0
  readonly #all = new Map<number, Trouble>()
  /** What is done with, of those above the mark. */
  readonly settled = new Set<number>()

  constructor(private readonly pauseMs: number) {}

  /** Numbers are other mails' where the mailbox was numbered anew. */
  within(uidValidity: number): void {
    if (uidValidity !== this.#uidValidity) {
      this.#all.clear()
      this.settled.clear()
    }
    this.#uidValidity = uidValidity
  }

  of(uid: number): Trouble | undefined {
    return this.#all.get(uid)
  }

  /** One of these was it: each is asked for alone. */
  doubt(uids: readonly number[]): void {
    for (const uid of uids) this.#all.set(uid, this.of(uid) ?? { attempts: 0, notBefore: 0 })
  }

  failed(uid: number): Trouble {
    const attempts = (this.of(uid)?.attempts ?? 0) + 1
    // A server whose disk is away fails for all of them: that passes within an hour, more often than not.
    const trouble = { attempts, notBefore: performance.now() + this.pauseMs * 2 ** (attempts - 1) }
    this.#all.set(uid, trouble)
    return trouble
  }

  isLeft(uid: number): boolean {
    return (this.of(uid)?.attempts ?? 0) >= MOST_ATTEMPTS
  }

  settle(uid: number): void {
    this.settled.add(uid)
    this.#all.delete(uid)
  }

  forgetUpTo(last: number): void {
    for (const uid of this.#all.keys()) if (uid <= last) this.#all.delete(uid)
    for (const uid of this.settled) if (uid <= last) this.settled.delete(uid)
  }
}

/** One connection's life. */
class Reading {
  /** The server told of something since the last look. */
  #mayBeNew = false
  #leaseUntil = Number.NEGATIVE_INFINITY
  #progress: MailReader | undefined

  constructor(
    private readonly options: MailReaderOptions,
    private readonly session: MailboxSession,
    private readonly owner: string,
    private readonly known: Known,
    private readonly signal: AbortSignal,
  ) {
    known.within(session.uidValidity)
  }

  /** @param looked told after each look that went through */
  async run(looked: () => void): Promise<void> {
    let lookAt = 0
    while (!this.signal.aborted && (await this.#keepsLease())) {
      if (Date.now() >= lookAt || this.#mayBeNew) {
        this.#mayBeNew = false
        await this.#look()
        looked()
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
    const isOpen = (uid: number) => !this.known.settled.has(uid) && !this.known.isLeft(uid)
    for (const uids of this.#batches(found.filter(isOpen))) {
      if (this.signal.aborted) return
      await this.#readBatch(uids, progress.since)
      if (!(await this.#keepsLease())) return
    }
    if (this.signal.aborted) return
    const open = found.filter(isOpen)
    const upTo = Math.min(
      Math.max(progress.upTo * Number(isKnown), last, ...found.slice(-1)),
      ...open.map((uid) => uid - 1),
    )
    if (isKnown && upTo === progress.upTo) return
    // Before the first look is through, all unseen ones would be looked at again.
    if (!isKnown && open.length > 0) return
    this.#progress = { ...progress, uidValidity: session.uidValidity, upTo }
    await saveProgress(this.options.database.db, this.options.mailbox, this.#progress)
    this.known.forgetUpTo(upTo)
  }

  /** What made trouble comes alone, last, and not before its time: it holds up no other. */
  #batches(uids: readonly number[]): (readonly number[])[] {
    const clear = uids.filter((uid) => this.known.of(uid) === undefined)
    const batches: (readonly number[])[] = []
    for (let i = 0; i < clear.length; i += BATCH) batches.push(clear.slice(i, i + BATCH))
    const now = performance.now()
    const doubted = uids.flatMap((uid) => {
      const trouble = this.known.of(uid)
      return trouble && trouble.notBefore <= now ? { uid, ...trouble } : []
    })
    doubted.sort((one, other) => one.attempts - other.attempts)
    return [...batches, ...doubted.map(({ uid }) => [uid])]
  }

  async #readBatch(uids: readonly number[], since: Date): Promise<void> {
    const { session } = this
    const { database, mailbox } = this.options
    const { uidValidity } = session
    const taken = await outcomesByUid(database.db, { mailbox, uidValidity }, uids)
    // Stored, but not marked: we were interrupted between the two.
    for (const [uid, outcome] of taken) await this.#settle(uid, () => this.#mark(uid, outcome))
    const fresh = uids.filter((uid) => !taken.has(uid))
    const heads = await this.#headsOf(fresh)
    const there = new Set(heads.map(({ uid }) => uid))
    for (const uid of fresh) if (!there.has(uid)) this.known.settle(uid)
    for (const head of heads) {
      if (this.signal.aborted || !(await this.#keepsLease())) return
      const place = { mailbox, uidValidity, uid: head.uid }
      const mail = { ...head, place, source: () => session.source(head.uid) }
      await this.#settle(head.uid, () => this.#takeOne(mail, since))
    }
  }

  async #headsOf(uids: readonly number[]): Promise<WaitingHead[]> {
    try {
      return await this.session.heads(uids)
    } catch (error) {
      this.known.doubt(uids)
      const [uid] = uids
      if (uid !== undefined && uids.length === 1) this.#failed(uid, error)
      throw error
    }
  }

  async #takeOne(mail: WaitingMail, since: Date): Promise<void> {
    const { uid } = mail.place
    const { log, mailbox, take } = this.options
    const outcome = await take(mail, since)
    await this.#mark(uid, outcome)
    if (outcome !== "ignored") log.info({ mailbox, uid, outcome }, "a mail was read")
  }

  async #settle(uid: number, work: () => Promise<void>): Promise<void> {
    try {
      await work()
      this.known.settle(uid)
    } catch (error) {
      this.#failed(uid, error)
      if (error instanceof MailboxError) throw error
    }
  }

  /** One that cannot be read holds up nobody; the database's troubles pass. */
  #failed(uid: number, error: unknown): void {
    const { log, mailbox } = this.options
    const { attempts } = this.known.failed(uid)
    const why = error instanceof MailboxError ? { reason: error.message } : { err: error }
    if (this.known.isLeft(uid))
      log.error({ ...why, mailbox, uid, attempts }, "a mail could not be taken, and is left in the mailbox")
    else if (error instanceof MailboxError)
      log.warn({ ...why, mailbox, uid, attempts }, "a mail could not be taken")
    else log.error({ ...why, mailbox, uid, attempts }, "a mail could not be taken")
  }

  async #mark(uid: number, outcome: MailOutcome): Promise<void> {
    if (LEFT.has(outcome)) return
    const { after, log, mailbox } = this.options
    // It was taken: nothing that comes after it waits for this.
    if (!after.startsWith("move:")) {
      const reason = await this.session.markSeen(uid)
      if (reason !== undefined)
        log.warn({ mailbox, uid, reason }, "a mail was taken, but could not be marked as seen")
      return
    }
    const folder = after.slice("move:".length)
    const reason = await this.session.moveTo(uid, folder)
    if (reason !== undefined)
      log.warn(
        { mailbox, uid, folder, reason },
        "a mail was taken, but could not be moved: it is marked as seen",
      )
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
