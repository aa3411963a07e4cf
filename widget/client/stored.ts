import type { ChatConfig } from "./chat-api.ts"

/** What a browser keeps of the chat. Nothing is written before the visitor acts. */

/** Shared by all tabs. */
export interface Stored {
  /** The session token: it names the customer. */
  token?: string
  /** The token is of a signed customer: without a signature it is not used, another person may sit there now. */
  verified?: boolean
  /** Which one, see owner.ts. */
  owner?: string
  /** Milliseconds until when the session is surely worth asking for. */
  liveUntil?: number
  /** Milliseconds until when a page that is loaded shows the chat at once, because it was open on the one before. */
  openUntil?: number
  /** The server's configuration as it was last: a page can be drawn before the server has answered. */
  config?: ChatConfig
  muted?: boolean
  /** The text that the visitor agreed to. */
  consent?: string
  /** Who was signed in when they did: a signed customer agrees for themselves only. */
  consentOwner?: string
}

/** The name under which this server's and this partner's things are kept. */
export function storageName(baseUrl: string, widgetKey: string | undefined): string {
  return `chatd ${baseUrl} ${widgetKey ?? ""}`
}

/** A browser may forbid storage altogether, by throwing. */
export function storageOf(page: Window, kind: "localStorage" | "sessionStorage"): Storage | undefined {
  try {
    return page[kind]
  } catch {
    return undefined
  }
}

export function readStored<T extends object>(storage: Storage | undefined, name: string): Partial<T> {
  try {
    return JSON.parse(storage?.getItem(name) ?? "{}") as Partial<T>
  } catch {
    return {}
  }
}

export function patchStored<T extends object>(
  storage: Storage | undefined,
  name: string,
  patch: Partial<T>,
): void {
  try {
    storage?.setItem(name, JSON.stringify({ ...readStored<T>(storage, name), ...patch }))
  } catch {
    // The space is used up: the chat works, but does not outlast the page.
  }
}
