import type { ChatClient } from "../client/chat-state.ts"
import type { ClientOptions, ConfigOverrides, VisitorIdentity } from "../client/client-options.ts"
import type { WidgetEvents } from "./widget-api.ts"

/** What the loader finds in chat-ui.js. */
export interface ChatUiModule {
  createChatClient(options: ClientOptions): WidgetClient
  mount(root: ShadowRoot, client: ChatClient, options: MountOptions): () => void
}

export interface MountOptions {
  /** The bubble: focus goes back to it when the panel closes. */
  launcher: HTMLElement
}

/** An event's name and what goes with it. */
export type WidgetEvent = {
  [Name in keyof WidgetEvents]: [name: Name, detail: WidgetEvents[Name]]
}[keyof WidgetEvents]

/** What the page may change while the chat is there; the UI does not need it. */
export interface WidgetClient extends ChatClient {
  /** Goes on with a live session without showing it, so that new messages are counted. */
  resume(): void
  /** Calls back with what pages are told. */
  onEvent(listener: (...event: WidgetEvent) => void): void
  identify(identity: VisitorIdentity): void
  /** Everything that the page decides now; what it no longer says is the server's again. */
  configure(overrides: ConfigOverrides): void
}
