import type { Logger } from "./log.ts"
import { DesksElsewhere } from "./realtime/desks-elsewhere.ts"
import type { Hub, Published } from "./realtime/hub.ts"
import { LatelyTold } from "./realtime/lately-told.ts"
import { TypingElsewhere } from "./realtime/typing-elsewhere.ts"
import { foreignEvents } from "./storage/conversations/foreign-events.ts"
import type { Database } from "./storage/database.ts"
import { listenToOtherServers, type NewEvents } from "./storage/postgres/event-feed.ts"
import { NO_NEWS, passesNews } from "./storage/postgres/passes-news.ts"
import { goneAmong } from "./storage/privacy/gone-among.ts"
import { signedOutSince } from "./storage/repositories/sign-out-customer.ts"

/** Conversations whose events are read at once. */
const MOST_AT_ONCE = 500
/** By so much other servers' clocks may be behind. */
const CLOCKS_MS = 60_000

export interface OtherServersOptions {
  url: string
  database: Database
  hub: Hub
  log: Logger
  /** Told of what others wrote, as far as somebody here listens to it. */
  heard(published: readonly Published[]): void
  /** Partners of whose own desk a client is at this server. */
  desksHere(): readonly string[]
}

/** Tells those who listen here what other servers write to the same Postgres, also what they wrote while it could not be heard. */
export async function openOtherServers({ url, database, hub, log, heard, desksHere }: OtherServersOptions) {
  const told = new LatelyTold()
  let stopped = false
  /** Of each conversation from where on, by its id; that of which was heard first comes first. */
  const unread = new Map<number, number>()
  let reading = false
  const tell = (published: readonly Published[]) => {
    told.note(published)
    hub.publish(published)
    heard(published)
  }
  const note = (events: readonly NewEvents[]) => {
    for (const { conversationId, from } of events)
      unread.set(conversationId, Math.min(from, unread.get(conversationId) ?? from))
  }
  /** @returns whether they could be read */
  const readSome = async (): Promise<boolean> => {
    const some = [...unread.entries().take(MOST_AT_ONCE)].map(([conversationId, from]) => ({
      conversationId,
      from,
    }))
    for (const { conversationId } of some) unread.delete(conversationId)
    try {
      const published = await foreignEvents(database.db, some, (conversation) =>
        hub.isListenedTo(conversation),
      )
      tell(published.filter((one) => !told.has(one)))
      return true
    } catch (err) {
      log.error({ err }, "what another server wrote could not be read")
      note(some)
      hub.refresh()
      return false
    }
  }
  /** One look after the other: each finds all that there is by then, and what came first is told first. */
  const readOn = async () => {
    if (reading) return
    reading = true
    let works = true
    while (works && unread.size > 0) works = await readSome()
    reading = false
  }
  const take = (events: readonly NewEvents[]) => {
    note(events)
    void readOn()
  }
  const endErased = async () => {
    const { customerIds, conversationIds } = hub.listenedTo()
    hub.erased({
      customerIds: await goneAmong(database.db, "customer", customerIds),
      conversationIds: await goneAmong(database.db, "conversation", conversationIds),
    })
  }
  /** When others could be heard for sure. */
  let heardAt = Date.now()
  const endSignedOut = async (since: number) => {
    hub.signedOut(await signedOutSince(database.db, new Date(since - CLOCKS_MS)))
  }
  /** Since when there may be some of whom nobody here was told. */
  let untoldSince: number | undefined
  const endGone = async () => {
    const since = untoldSince
    if (since === undefined) return
    untoldSince = undefined
    try {
      await endErased()
      await endSignedOut(since)
    } catch (err) {
      // With the next sign that the connection stands: whoever is signed out must not hear on.
      untoldSince = Math.min(since, untoldSince ?? since)
      log.error({ err }, "who was erased or signed out meanwhile could not be asked")
    }
  }
  const desks = new DesksElsewhere({
    here: desksHere,
    say(word) {
      feed.say(word).catch((err) => log.warn({ err }, "other servers could not be told who is here"))
    },
  })
  const typing = new TypingElsewhere({
    say: (text) => feed.sayTyping(text),
    typing: (signal) => hub.signalHere(signal),
  })
  const feed = await listenToOtherServers(url, database.id, {
    news: take,
    heardSoFar() {
      heardAt = Date.now()
      told.turn()
      // What could not be read before.
      void readOn()
      void endGone()
      desks.tellAll()
    },
    missed: take,
    resumed() {
      hub.refresh()
      untoldSince = Math.min(heardAt, untoldSince ?? heardAt)
      void endGone()
      desks.tellAll()
      desks.ask()
    },
    gone: (erased) => hub.erased(erased),
    signedOut: (theirs) => hub.signedOut(theirs),
    word: (server, word) => desks.heard(server, word),
    typing: (text) => typing.heard(text),
    failed: (err) => log.warn({ err }, "the connection that tells of other servers' events broke"),
  })
  desks.ask()
  // Of a connection that breaks meanwhile the feed tells.
  passesNews(url, database.db).then(
    (passes) => passes || stopped || log.warn(NO_NEWS),
    () => {},
  )
  return {
    desks,
    typing,
    /** Whether another server is there; one that cannot ask does as if there were. */
    hasOthers: () => feed.hasOthers().catch(() => true),
    /** Takes in what listeners were told of that this server wrote itself. */
    noteTold: (published: readonly Published[]) => told.note(published),
    stop() {
      stopped = true
      return feed.stop()
    },
  }
}
