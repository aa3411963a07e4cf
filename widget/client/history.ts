import { call } from "./call.ts"
import type { EarlierSession, StoredMessage } from "./chat-api.ts"
import type { ChatClient, ChatState, Outcome } from "./chat-state.ts"
import type { Outcomes } from "./outcomes.ts"
import type { Store } from "./store.ts"
import { createTimeline, type Timeline } from "./timeline.ts"

interface HistoryPorts {
  /** The URL of all sessions. */
  sessions: string
  token(): string | undefined
  /** Whether somebody is signed in. */
  signed(): boolean
  /** Opens a session where there is none. */
  begin(): Promise<Outcome>
  store: Store<ChatState>
  outcomes: Outcomes
  /** The present session's. */
  timeline(): Timeline
  publish(patch: Partial<ChatState>): void
}

interface MessagePage {
  messages: readonly StoredMessage[]
  more: boolean
}

const PAGE = 50

/** Older messages, and earlier sessions of the same customer. */
export function createHistory(ports: HistoryPorts): Pick<ChatClient, "loadOlder" | "earlier" | "read"> {
  const { sessions, store, outcomes } = ports
  let timelineRead = createTimeline()

  async function addOlder(sessionId: string, timeline: Timeline): Promise<Outcome<MessagePage>> {
    const before = timeline.first ? `&before=${timeline.first}` : ""
    const url = `${sessions}/${sessionId}/messages?limit=${PAGE}${before}`
    const result = outcomes.of(await call<MessagePage>(url, { token: ports.token() }))
    if (result.ok) timeline.addOlder(result.value.messages)
    return result
  }

  return {
    async loadOlder() {
      const { reading, session } = store.state
      const timeline = reading ? timelineRead : ports.timeline()
      const result = await addOlder(reading?.session.id ?? session?.id ?? "", timeline)
      if (!result.ok) return result
      const { more } = result.value
      // Meanwhile another conversation may have begun, or be read.
      if (!reading) {
        if (timeline === ports.timeline()) ports.publish({ more })
      } else if (timeline === timelineRead)
        store.set({ reading: { ...reading, more, timeline: timeline.items } })
      return outcomes.done
    },
    async earlier() {
      if (!ports.token() && !ports.signed()) {
        // Nobody knows them yet.
        store.set({ earlier: [] })
        return outcomes.done
      }
      // In a browser that is new to them a token comes with a session alone.
      if (!ports.token() && store.state.phase === "ready") await ports.begin()
      const result = outcomes.of(await call<EarlierSession[]>(sessions, { token: ports.token() }))
      if (!result.ok) return result
      const present = store.state.session?.id
      store.set({ earlier: result.value.filter(({ id }) => id !== present) })
      return outcomes.done
    },
    async read(sessionId) {
      const session = store.state.earlier?.find(({ id }) => id === sessionId)
      const timeline = createTimeline()
      timelineRead = timeline
      if (!session) {
        store.set({ reading: undefined })
        return outcomes.done
      }
      timeline.readUpTo(session.readByAgent)
      const result = await addOlder(session.id, timeline)
      if (!result.ok) return result
      if (timeline === timelineRead)
        store.set({ reading: { session, timeline: timeline.items, more: result.value.more } })
      return outcomes.done
    },
  }
}
