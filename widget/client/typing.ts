import type { Typing } from "./chat-state.ts"
import type { Pace } from "./surroundings.ts"

/** Tells others that the visitor types, seldom enough, and when that is over. */
export function createOwnTyping(pace: Pace, tell: (isTyping: boolean) => void) {
  let toldAt = 0
  return (typing: boolean): void => {
    if (typing ? Date.now() - toldAt < pace.typing : !toldAt) return
    toldAt = typing ? Date.now() : 0
    tell(typing)
  }
}

/** Shows that somebody types, until they stop or nothing more is heard. */
export function createOthersTyping(pace: Pace, show: (typing: Typing | undefined) => void) {
  let over: ReturnType<typeof setTimeout> | undefined
  return (typing: Typing | undefined): void => {
    clearTimeout(over)
    if (typing) over = setTimeout(show, pace.typingOver, undefined)
    show(typing)
  }
}
