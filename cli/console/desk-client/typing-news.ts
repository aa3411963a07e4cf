import type { DeskClientFrame } from "../../../src/api/desk/protocol.ts"

/** Those who are told that somebody types forget it after some seconds. */
const AGAIN_MS = 2500

/** Lets through that one begins, goes on and stops to type, but not each letter. */
export class TypingNews {
  #last: { conversation: number; isTyping: boolean; at: number } | undefined

  isNews(frame: DeskClientFrame, now: number): boolean {
    if (frame.type !== "typing") return true
    const { conversation, isTyping } = frame.payload
    const last = this.#last
    if (last?.conversation === conversation && last.isTyping === isTyping && now - last.at < AGAIN_MS)
      return false
    this.#last = { conversation, isTyping, at: now }
    return true
  }
}
