import type { Logger } from "./log.ts"
import { DesksElsewhere } from "./realtime/desks-elsewhere.ts"
import type { Hub, Published } from "./realtime/hub.ts"
import { LatelyTold } from "./realtime/lately-told.ts"
import { foreignEvents } from "./storage/conversations/foreign-events.ts"
import type { Database } from "./storage/database.ts"
import { listenToOtherServers, type NewEvents } from "./storage/postgres/event-feed.ts"

/** Conversations whose events are read at once. */
const MOST_AT_ONCE = 500

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
  const read = (events: readonly NewEvents[]) =>
    foreignEvents(database.db, events, (conversation) => hub.isListenedTo(conversation))
  const tell = (published: readonly Published[]) => {
    told.note(published)
    hub.publish(published)
    heard(published)
  }
  const unreadable = (err: unknown) => {
    log.error({ err }, "what another server wrote could not be read")
    hub.refresh()
  }
  const tellMissed = async (events: readonly NewEvents[]) => {
    for (let i = 0; i < events.length; i += MOST_AT_ONCE) {
      const published = await read(events.slice(i, i + MOST_AT_ONCE))
      tell(published.filter((one) => !told.has(one)))
    }
  }
  const desks = new DesksElsewhere({
    here: desksHere,
    say(word) {
      feed.say(word).catch((err) => log.warn({ err }, "other servers could not be told who is here"))
    },
  })
  const feed = await listenToOtherServers(url, database.id, {
    news: (events) => {
      read(events).then(tell).catch(unreadable)
    },
    heardSoFar() {
      told.turn()
      desks.tellAll()
    },
    missed: (events) => {
      tellMissed(events).catch(unreadable)
    },
    resumed() {
      hub.refresh()
      desks.tellAll()
      desks.ask()
    },
    gone: (erased) => hub.erased(erased),
    word: (server, word) => desks.heard(server, word),
    failed: (err) => log.warn({ err }, "the connection that tells of other servers' events broke"),
  })
  desks.ask()
  return {
    desks,
    /** Takes in what listeners were told of that this server wrote itself. */
    noteTold: (published: readonly Published[]) => told.note(published),
    stop: () => feed.stop(),
  }
}
