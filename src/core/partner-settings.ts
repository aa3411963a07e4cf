/** What a partner may set for itself; everything has a default that is safe. */
export interface PartnerSettings {
  session: {
    /** A session ends after so many seconds without a message. */
    idleSeconds: number
  }
  sockets: {
    /** Whether the guide's bare `?clientId=` opens a socket, which proves nothing. */
    bareClientId: boolean
  }
  flashback: {
    /** Whether a birthdate becomes a conversation opener for those who help the customer. */
    enabled: boolean
  }
  limits: {
    /** Messages a customer may send in a minute. 0: no limit, here and below. */
    messagesPerMinute: number
    /** Messages that may come from one address in a minute: an office may share one. */
    addressMessagesPerMinute: number
    /** Messages that all customers together may send in a minute. */
    partnerMessagesPerMinute: number
    /** Characters of a message. */
    messageLength: number
  }
  widget: WidgetSettings
}

export interface WidgetSettings {
  primaryColor: string
  scheme: "auto" | "light" | "dark"
  side: "left" | "right"
  /** Texts that replace the widget's own, by name. */
  texts: Record<string, string>
  /** Language; undefined: the browser's. */
  locale: string | undefined
  preChat: { enabled: boolean; fields: PreChatField[] }
  consent: { text: string; url: string | undefined } | undefined
  /** Whether the visitor is asked how it was. */
  rating: boolean
}

export interface PreChatField {
  name: "name" | "email" | "phone"
  required: boolean
}

export const DEFAULT_SETTINGS: PartnerSettings = {
  session: { idleSeconds: 300 },
  sockets: { bareClientId: false },
  flashback: { enabled: true },
  limits: {
    messagesPerMinute: 60,
    addressMessagesPerMinute: 600,
    partnerMessagesPerMinute: 60_000,
    messageLength: 4_000,
  },
  widget: {
    primaryColor: "#3a7bd5",
    scheme: "auto",
    side: "right",
    texts: {},
    locale: undefined,
    preChat: {
      enabled: true,
      fields: [
        { name: "name", required: true },
        { name: "email", required: true },
      ],
    },
    consent: undefined,
    rating: true,
  },
}
