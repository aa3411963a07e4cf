import { storageOf } from "./stored.ts"

/** What the engine needs of the browser around it. */
export interface Surroundings {
  /** Kept for all tabs, and for this one. */
  shared: Storage | undefined
  tab: Storage | undefined
  /** Where `online`, `offline` and `pageshow` are heard. */
  window: EventTarget
  /** Where `visibilitychange` is heard. */
  document: EventTarget
  isVisible(): boolean
  isOnline(): boolean
  page(): { url: string; title: string; referrer: string }
  language: string
  pace: Pace
}

/** Milliseconds. */
export interface Pace {
  /** For a socket to say hello. */
  connect: number
  /** Before the second attempt; twice as much each time, up to the most. */
  backOff: number
  backOffMost: number
  /** Until sockets are tried again while polling; twice as much each time, up to eight times. */
  socketAgain: number
  /** Of silence until the server is asked whether it is there. */
  heartbeat: number
  /** For an acknowledgement, or the answer to that question. */
  answer: number
  /** Between two notes that the visitor types. */
  typing: number
  /** Until somebody else's typing is over. */
  typingOver: number
  /** For a missing event to come by itself. */
  gap: number
}

const PACE: Pace = {
  connect: 6_000,
  backOff: 500,
  backOffMost: 30_000,
  socketAgain: 15_000,
  heartbeat: 25_000,
  answer: 10_000,
  typing: 2_500,
  typingOver: 6_000,
  gap: 300,
}

export function browserSurroundings(): Surroundings {
  return {
    shared: storageOf(window, "localStorage"),
    tab: storageOf(window, "sessionStorage"),
    window,
    document,
    isVisible: () => document.visibilityState === "visible",
    isOnline: () => navigator.onLine,
    page: () => ({ url: location.href, title: document.title, referrer: document.referrer }),
    language: navigator.language,
    pace: PACE,
  }
}
