import { createChatClient } from "../chat-client.ts"
import type { ChatMessage, ChatState } from "../chat-state.ts"
import type { ClientOptions } from "../client-options.ts"
import type { Pace, Surroundings } from "../surroundings.ts"

/** A hundred times as fast as in a browser. */
const PACE: Pace = {
  connect: 150,
  backOff: 4,
  backOffMost: 40,
  socketAgain: 60,
  heartbeat: 2_000,
  answer: 150,
  typing: 50,
  typingOver: 50,
  gap: 5,
}

/** A browser: what it stores outlasts its pages. */
export function openBrowserProfile(baseUrl: string) {
  const shared = memoryStorage()

  /** A tab: what it stores outlasts a reload. */
  function openTab() {
    const tab = memoryStorage()
    return {
      tab,
      /** Loads a page. */
      visit(options: Partial<ClientOptions> = {}, pace: Partial<Pace> = {}) {
        const page = { window: new EventTarget(), document: new EventTarget(), online: true, visible: true }
        const surroundings: Surroundings = {
          shared,
          tab,
          window: page.window,
          document: page.document,
          isVisible: () => page.visible,
          isOnline: () => page.online,
          page: () => ({ url: "https://shop.example/", title: "Shop", referrer: "" }),
          language: "en-GB",
          pace: { ...PACE, ...pace },
        }
        const client = createChatClient(
          { baseUrl, widgetKey: "pk_test", identity: {}, overrides: {}, ...options },
          surroundings,
        )
        return { client, page, when: whenOf(client) }
      },
    }
  }

  return { shared, openTab }
}

function whenOf(client: ReturnType<typeof createChatClient>) {
  /** Resolves as soon as the state is so; every change is looked at, none is missed. */
  return (what: string, holds: (state: ChatState) => unknown): Promise<ChatState> => {
    const { promise, resolve, reject } = Promise.withResolvers<ChatState>()
    const look = (state: ChatState) => {
      if (holds(state)) resolve(state)
    }
    const unsubscribe = client.subscribe(look)
    const patience = setTimeout(
      () => reject(new Error(`It is not so that ${what}: ${JSON.stringify(client.state, null, 1)}`)),
      10_000,
    )
    look(client.state)
    return promise.finally(() => {
      clearTimeout(patience)
      unsubscribe()
    })
  }
}

export function messagesOf({ timeline }: ChatState): ChatMessage[] {
  return timeline.filter((item) => item.kind === "message")
}

function memoryStorage(): Storage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => {
      items.set(name, value)
    },
    removeItem: (name) => {
      items.delete(name)
    },
    clear: () => items.clear(),
  }
}
