import { setTimeout as pause } from "node:timers/promises"
import type { Command } from "commander"
import type { ConversationDetail, DeskEvent, DeskServerFrame, Summary } from "../../src/api/desk/protocol.ts"
import { CommandFailure, EXIT } from "../failure.ts"
import { DeskClient, DeskUnreachable, type DeskWay } from "./client.ts"
import type { EventPrinter } from "./event-printer.ts"
import { type LiveEnd, live } from "./live.ts"
import { eventsAfter, listConversations } from "./paging.ts"
import { type DeskFlags, reachDesk } from "./reach.ts"

/** What is followed: one conversation, or all of the partner's. */
export interface Tail {
  /** Undefined: all. */
  conversation: number | undefined
  /** Events of the one that are shown of what was before. */
  last: number
  printer: EventPrinter
  /** Something that is no event, for standard error. */
  say(text: string): void
  signal: AbortSignal
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000
/** How often the desk is looked at where no server runs that could tell. */
const POLL_MS = 2_000
/** How long a server that was there is waited for, before the command looks by itself. */
const RESTART_MS = 60_000
/** Conversations whose news is fetched at once. */
const AT_ONCE = 4
const MOST_OPEN = 10_000

/**
 * Follows until it is stopped: over the server's socket, again and again where that breaks; where no server runs, by
 * looking every two seconds, which leaves the data folder to a server that wants to start.
 */
export async function tail(self: Command, flags: DeskFlags, what: Tail): Promise<void> {
  const startedAt = new Date()
  let wait = FIRST_PAUSE_MS
  let serverUntil: number | undefined
  let told = false
  let since: string | undefined
  const retry = async (says: string) => {
    if (!told) what.say(`${says} Trying again.`)
    told = true
    await pause(wait, undefined, { signal: what.signal }).catch(() => {})
    wait = Math.min(wait * 2, LONGEST_PAUSE_MS)
  }
  const isBack = () => {
    if (told) what.say("Connected again.")
    told = false
    wait = FIRST_PAUSE_MS
  }
  while (!what.signal.aborted) {
    try {
      const isWaitingForServer = serverUntil !== undefined && Date.now() < serverUntil
      // In nobody's name: who only looks must not count as there, and be given conversations.
      const way = await reachDesk(self, { ...flags, asNobody: true }, { onlyServer: isWaitingForServer })
      const following = new Following(new DeskClient(way), what, startedAt)
      try {
        if (!way.socket) {
          await following.look()
          isBack()
          await following.close()
          await pause(POLL_MS, undefined, { signal: what.signal }).catch(() => {})
          continue
        }
        const ended = await following.listen(way.socket, since, isBack)
        serverUntil = Date.now() + RESTART_MS
        since = following.since ?? since
        if (what.signal.aborted) return
        if (following.failure) throw following.failure
        refuse(ended, way, told)
        await retry(`The connection broke${ended.reason ? ` (${ended.reason})` : ""}.`)
      } finally {
        await following.close()
      }
    } catch (error) {
      if (!(error instanceof DeskUnreachable)) throw error
      // Who never reached it wants to know at once.
      if (serverUntil === undefined && !told && !hasBegun(what)) throw error
      await retry(error.message)
    }
  }
}

function hasBegun({ conversation, printer }: Tail): boolean {
  return conversation !== undefined && printer.seen(conversation) !== undefined
}

const UNAUTHENTICATED = 4401

/** A token that was refused is refused again. */
function refuse({ code }: LiveEnd, way: DeskWay, told: boolean): void {
  if (code === UNAUTHENTICATED && told)
    throw new CommandFailure(`${way.name} does not know you any more. ${way.signInAgain}`, EXIT.notAllowed)
}

/** One connection's worth of following. */
class Following {
  since: string | undefined
  /** What ended it from this side. */
  failure: unknown
  readonly #stop = new AbortController()
  /** Conversations of which something is to be fetched, and up to where. */
  readonly #due = new Map<number, Summary>()
  #fetching = 0

  constructor(
    private readonly desk: DeskClient,
    private readonly what: Tail,
    private readonly startedAt: Date,
  ) {}

  /** What there is now, where nobody tells. */
  async look(): Promise<void> {
    const { conversation } = this.what
    if (conversation !== undefined) {
      await this.#beginOne(conversation)
      await this.#catchUp(conversation, this.what.printer.seen(conversation) ?? 0)
      return
    }
    const { items } = await listConversations(this.desk, { view: "all" }, MOST_OPEN)
    for (const summary of items.reverse()) await this.#fetch(summary)
  }

  async listen(
    socket: NonNullable<DeskWay["socket"]>,
    since: string | undefined,
    isBack: () => void,
  ): Promise<LiveEnd> {
    const { conversation, printer, signal } = this.what
    // It must be there, and what is shown of the past is known, before anything new is told.
    if (conversation !== undefined) await this.#beginOne(conversation)
    return live(
      socket,
      {
        opened: (send) => {
          if (conversation === undefined) {
            const from = since ?? this.startedAt.toISOString()
            send({ type: "hello", payload: { since: from } })
          } else {
            send({ type: "ping", payload: {} })
            send({ type: "follow", payload: { conversation, after: printer.seen(conversation) ?? 0 } })
          }
        },
        frame: (frame) => this.#take(frame, isBack),
      },
      AbortSignal.any([signal, this.#stop.signal]),
    )
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.desk.way.close()
  }

  #take(frame: DeskServerFrame, isBack: () => void): void {
    const { conversation, printer } = this.what
    if (frame.type === "event" && frame.payload.conversation === conversation)
      printer.print(conversation, frame.payload.event)
    else if (frame.type === "conversations" && conversation === undefined) {
      for (const summary of frame.payload.conversations) this.#due.set(summary.number, summary)
      this.#work()
    } else if (frame.type === "ready" && conversation === undefined) {
      this.since = frame.payload.at
      isBack()
    } else if (frame.type === "pong") {
      // One whose token is refused is opened as well, and then closed.
      isBack()
    } else if (frame.type === "error") this.#fail(errorOf(frame.payload))
  }

  /** Fetches what is due, each conversation once at a time, so that its events stay in order. */
  #work(): void {
    for (const [number, summary] of this.#due) {
      if (this.#fetching >= AT_ONCE) return
      this.#due.delete(number)
      this.#fetching++
      this.#fetch(summary)
        .catch((error) => this.#fail(error))
        .finally(() => {
          this.#fetching--
          this.#work()
        })
    }
  }

  /** Of a conversation that was there before, only what came since the beginning. */
  async #fetch({ number, lastSeq, lastMessage, updatedAt, createdAt }: Summary): Promise<void> {
    const { printer } = this.what
    const seen = printer.seen(number)
    if (seen !== undefined) {
      if (lastSeq > seen) await this.#catchUp(number, seen)
      return
    }
    const newest = Math.max(Date.parse(updatedAt), Date.parse(lastMessage?.at ?? createdAt))
    if (newest < this.startedAt.getTime()) printer.begin(number, lastSeq)
    else await this.#catchUp(number, 0)
  }

  async #beginOne(conversation: number): Promise<void> {
    const { printer, last } = this.what
    if (printer.seen(conversation) !== undefined) return
    const detail = await this.desk.get<ConversationDetail>(`/conversations/${conversation}`)
    printer.begin(conversation, Math.max(0, detail.conversation.lastSeq - last))
  }

  async #catchUp(conversation: number, after: number): Promise<void> {
    const isAll = this.what.conversation === undefined
    for (const event of await eventsAfter(this.desk, conversation, after)) {
      if (isAll && this.what.printer.seen(conversation) === undefined && this.#isOld(event)) continue
      this.what.printer.print(conversation, event)
    }
  }

  #isOld({ at }: DeskEvent): boolean {
    return Date.parse(at) < this.startedAt.getTime()
  }

  #fail(error: unknown): void {
    this.failure = error
    this.#stop.abort()
  }
}

function errorOf({ code, detail }: { code: string; detail: unknown }): CommandFailure {
  const exits: Readonly<Record<string, number>> = {
    not_found: EXIT.notFound,
    forbidden: EXIT.notAllowed,
    unauthenticated: EXIT.notAllowed,
  }
  const says = typeof detail === "string" ? detail : code
  return code === "unavailable" ? new DeskUnreachable(says) : new CommandFailure(says, exits[code] ?? EXIT.no)
}
