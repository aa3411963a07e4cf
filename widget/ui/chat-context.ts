import { createContext } from "preact"
import { useContext } from "preact/hooks"
import type { ChatConfig } from "../client/chat-api.ts"
import type { ChatClient } from "../client/chat-state.ts"
import type { Words } from "../i18n/words.ts"

/** What stands in the panel's body. */
export type View = "chat" | "handoff" | "mail" | "earlier" | "end"

/** Parts that draw, fetched on use. */
export interface DrawnParts {
  /** Those that are there, each made once: what is drawn by one made anew would begin anew. */
  readonly made: Record<string, unknown>
  load<T>(name: string): Promise<T>
}

/** What every part of the panel needs and what seldom changes, so that rows that did not change are not drawn again. */
export interface Chat {
  client: ChatClient
  config: ChatConfig
  words: Words
  parts: DrawnParts
  /** @param opensAt for the form: when people are back */
  show(view: View, opensAt?: string): void
}

export const ChatContext = createContext<Chat | undefined>(undefined)

export function useChat(): Chat {
  const chat = useContext(ChatContext)
  if (!chat) throw new Error("outside of the panel")
  return chat
}
