/** What a page may say to the widget. It is published as chat-module.d.ts and imports nothing for that. */

export interface WidgetTheme {
  /** Any opaque CSS colour: the text on it adapts. */
  primaryColor?: string
  headerText?: string
  welcomeMessage?: string
  scheme?: "auto" | "light" | "dark"
  side?: "left" | "right"
}

/** Who the visitor is said to be. Only a signature or a token from the site's server proves it. */
export interface WidgetIdentity {
  customerId?: string
  /** HMAC-SHA256 of `customerId` under the partner's identity secret, in hex. */
  signature?: string
  /** Instead of id and signature: a token (HS256) whose `sub` is the id. */
  jwt?: string
  name?: string
  email?: string
  phone?: string
}

export interface WidgetOptions extends WidgetIdentity {
  /** The widget key, pk_…; without one the server's own partner is meant, where it has one. */
  apiKey?: string
  /** The chatd server; where the script came from, if not said. */
  baseUrl?: string
  theme?: WidgetTheme
  /** What the chat is about: a site of the partner's is read into the knowledge base when it is first named. */
  site?: { url?: string; description?: string }
  /** A language tag; the browser's, if not said. */
  locale?: string
  /** Texts that replace the widget's own, by name. */
  texts?: Readonly<Record<string, string>>
}

/** `window.ChatbotWidgetConfig`, another way to say the same. */
export interface ChatbotWidgetConfig {
  colors?: { primary?: string; primaryDark?: string; accent?: string }
  title?: string
  backendBaseUrl?: string
  /** What the chatbot is about. */
  hostUrl?: string
  hostDescription?: string
  widgetKey?: string
  googleClientId?: string
  calendlyUrl?: string
  emailJsUserId?: string
  emailJsServiceId?: string
  emailJsSupportTemplateId?: string
  emailJsUserTemplateId?: string
}

/**
 * `message`: somebody wrote to the visitor; `session`: a session was opened or goes on; `unverified`: the signature or the token
 * was not taken, or not any more, and the visitor goes on unsigned until they are identified again.
 */
export interface WidgetEvents {
  open: undefined
  close: undefined
  message: { text: string; from: string }
  session: { id: string; customerId: string | null; verified: boolean }
  ended: undefined
  unverified: undefined
}

export interface ChatWidget {
  /** Shows the bubble; called again it changes what it shows. */
  init(options?: WidgetOptions): void
  open(): void
  close(): void
  toggle(): void
  /** Opens the chat and sends this as the visitor's message, once they have filled in what is asked of them first. */
  ask(text: string): void
  /** Takes the widget off the page. */
  destroy(): void
  identify(identity: WidgetIdentity): void
  /** Returns what takes the listener away. */
  on<Name extends keyof WidgetEvents>(event: Name, listener: (detail: WidgetEvents[Name]) => void): () => void
}
