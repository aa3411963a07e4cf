import type { Partner } from "../../core/partner.ts"
import type { Logger } from "../../log.ts"
import type { Database } from "../../storage/database.ts"
import {
  candidatesById,
  isVouchedFor,
  type NoticeCandidate,
  noticeCandidates,
  noticeReplies,
  noticesAreStopped,
  unreadReplies,
  vouchFor,
} from "../../storage/repositories/reply-notices.ts"
import { eachPartner } from "../each-partner.ts"
import { type Repetition, repeat } from "../repeat.ts"

const EVERY_MS = 5_000
/** After a start, so long ago is looked back: what a server that was gone had to tell is told still. */
const LOOK_BACK_MS = 24 * 3_600_000
/** What is written by another server may be seen so late, and its clock may be another. */
const SLACK_MS = 60_000
/** At most one mail a conversation in so long a time. */
const PAUSE_MS = 10 * 60_000
/** Other servers are told so long before that a customer is here, and again while they are. */
const VOUCH_BEFORE_MS = 15_000
const VOUCH_MS = 30_000
const AT_ONCE = 200
/** Conversations that are looked at again and again, since their customer is here or was mailed just now. */
const MOST_PENDING = 5_000

export interface ReplySweepOptions {
  database: Database
  partners(): Promise<readonly Partner[]>
  /** Whether a customer has a client at this server. */
  isHere(customerId: number): boolean
  /** No other server has clients of this database's customers. */
  sole: boolean
  /** Rows are there to be delivered. */
  wake(): void
  log: Pick<Logger, "error">
  now?: () => number
}

/** Finds what agents said to customers who have gone and have not read it. */
export class ReplySweep {
  /** Of each partner: everything said before was looked at. */
  readonly #lookedAt = new Map<string, number>()
  /** Conversations of which nothing is to be told, with the time of the message that was found so. */
  readonly #settled = new Map<number, number>()
  /**
   * Since when something is unread in conversations of which it is too early to tell. Whatever happens meanwhile, there is
   * nothing to tell of sooner.
   */
  readonly #waiting = new Map<number, number>()
  /** Conversations that are to be looked at again, and whose they are. */
  readonly #pending = new Map<number, string>()
  readonly #now: () => number
  #sweptAt = 0
  #sweeping: Repetition | undefined
  #stopped = false

  constructor(private readonly options: ReplySweepOptions) {
    this.#now = options.now ?? Date.now
  }

  start(): void {
    this.#sweeping = repeat(EVERY_MS, async () => {
      try {
        await this.sweep()
      } catch (err) {
        this.options.log.error({ err }, "customers who have gone could not be looked for")
      }
      return EVERY_MS
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#sweeping?.stop()
  }

  /** Looks once. Everything that it goes by is in the database: it may be done at any time, by several at once. */
  async sweep(): Promise<void> {
    const now = this.#now()
    // The clock was put back: by what it shows now, nothing was looked at yet.
    if (now < this.#sweptAt) this.#lookedAt.clear()
    this.#sweptAt = now
    const wanting = (await this.options.partners()).filter(
      ({ settings }) => settings.mail.replyAfterSeconds > 0,
    )
    await eachPartner(wanting, async (partner) => {
      if (!this.#stopped) await this.#sweepPartner(partner)
    })
  }

  async #sweepPartner({ id, settings }: Partner): Promise<void> {
    const { db } = this.options.database
    const now = this.#now()
    const ripe = now - settings.mail.replyAfterSeconds * 1000
    const again = [...this.#pending].filter(([, owner]) => owner === id).map(([conversation]) => conversation)
    for (let i = 0; i < again.length; i += AT_ONCE) {
      const ids = again.slice(i, i + AT_ONCE)
      const some = await candidatesById(db, ids, now - LOOK_BACK_MS)
      const found = new Map(some.map((candidate) => [candidate.conversation.id, candidate]))
      // None is off the list before it was looked at: the database may be away meanwhile.
      for (const conversation of ids) {
        const candidate = found.get(conversation)
        const isEarly = candidate && (await this.#isEarly(candidate, now, ripe))
        if (!isEarly) this.#pending.delete(conversation)
      }
    }
    let from = this.#lookedAt.get(id) ?? now - LOOK_BACK_MS
    for (;;) {
      const some = await noticeCandidates(db, id, { from, to: now, limit: AT_ONCE })
      for (const candidate of some)
        if (await this.#isEarly(candidate, now, ripe)) this.#lookAgain(candidate.conversation.id, id)
      const last = some.at(-1)?.saidAt
      if (some.length < AT_ONCE || last === undefined || this.#stopped) break
      // What was told of meanwhile is none any more, so that as many of the same moment come up next.
      from = Math.max(last, from + 1)
    }
    this.#lookedAt.set(id, Math.max(this.#lookedAt.get(id) ?? 0, ripe - SLACK_MS))
    for (const [conversation, saidAt] of this.#settled)
      if (saidAt < now - LOOK_BACK_MS) this.#settled.delete(conversation)
    for (const [conversation, since] of this.#waiting)
      if (since < now - LOOK_BACK_MS) this.#waiting.delete(conversation)
  }

  /**
   * Tells of what is unread, where it is time to.
   *
   * @returns whether it is to be looked at again: the customer is here, or was mailed just now
   */
  async #isEarly(
    { conversation, saidAt, toldUpTo, customer }: NoticeCandidate,
    now: number,
    ripe: number,
  ): Promise<boolean> {
    const { database, isHere, sole, wake } = this.options
    const { db } = database
    const { id } = conversation
    if (this.#settled.get(id) === saidAt) return false
    // Other servers are to know in time that the customer is here.
    const soon = sole ? ripe : ripe + VOUCH_BEFORE_MS
    if ((this.#waiting.get(id) ?? 0) > soon) return false
    this.#waiting.delete(id)
    const unread = await unreadReplies(db, conversation, conversation.lastSeq)
    const newest = unread.at(-1)
    const since = unread.find(({ seq }) => seq > toldUpTo)?.at
    if (!newest || since === undefined || (await noticesAreStopped(db, customer))) {
      this.#settled.set(id, saidAt)
      return false
    }
    if (since > soon) {
      this.#waiting.set(id, since)
      return false
    }
    if (isHere(customer.id)) {
      if (!sole) await vouchFor(db, id, now + VOUCH_MS)
      return true
    }
    if (since > ripe) return false
    if (!sole && (await isVouchedFor(db, id, now))) return true
    const notice = { conversationId: id, upTo: newest.seq, saidAt }
    const isTold = await noticeReplies(db, notice, now, PAUSE_MS)
    if (isTold) wake()
    return !isTold
  }

  #lookAgain(conversationId: number, partnerId: string): void {
    if (this.#pending.size < MOST_PENDING) this.#pending.set(conversationId, partnerId)
  }
}
