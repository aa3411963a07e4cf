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
  answering: AnsweringSettings
  routing: {
    /** `least_busy`: fewest conversations against capacity, then longest idle. `round_robin`: longest without a new one. */
    strategy: "least_busy" | "round_robin"
    /** Conversations at a time of an agent who is added without a number of their own. */
    capacity: number
    /** An agent whose clients are gone keeps their conversations for so long. */
    graceSeconds: number
  }
  hours: BusinessHours
  intents: {
    /** What order ids look like: `#` is a digit, `@` a letter, as in `ORD-######`. */
    orderIds: string[]
  }
  /** How long what is kept; 0: for ever. */
  privacy: {
    /** Conversations that are over, with what hangs on them, and visitors who have none left. */
    retentionDays: number
    /** Questions, ratings and failures of the CRM. */
    crmRetentionDays: number
    /** Closed tickets. */
    ticketRetentionDays: number
    /** Files that came by mail; what they came with stays. */
    fileRetentionDays: number
    /** The audit log. */
    auditDays: number
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
  mail: {
    /** Addresses that are told of each new ticket. */
    team: string[]
    /** A customer who has gone is mailed what an agent wrote, so long after it. 0: never. */
    replyAfterSeconds: number
  }
  sites: {
    /** Whether a site that a page names is read into the knowledge base. */
    enabled: boolean
    /** Beside the partner's domain and origins: host names, which stand for what is below them too, or whole origins. */
    domains: string[]
    /** A site is read anew after so many hours. 0: when it is asked for. */
    refreshHours: number
  }
  google: {
    /** OAuth clients whose sign-ins are taken. */
    clientIds: string[]
  }
  widget: WidgetSettings
}

export interface AnsweringSettings {
  /**
   * Who answers. `auto`: the bot, and a person when one is asked for or the bot is not sure. `external`: a chatbot of the
   * partner's own.
   */
  mode: "bot" | "agent" | "auto" | "external"
  /** What a customer gets who wants a person while nobody is there or it is closed: the handoff form, or the bot alone. */
  absent: "form" | "bot"
  external: {
    url: string | undefined
    /** Sent along as `Authorization: Bearer`. */
    token: string | undefined
    timeoutSeconds: number
    /** Who answers where it does not. */
    fallback: "bot" | "agent" | "form"
  }
}

/** Days as `Date` counts them, by name. */
export type Weekday = "sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat"

/** When people are there. Spans are `09:00-12:30`, local time; `24:00` is midnight at the end of the day. */
export interface BusinessHours {
  /** IANA name: `Europe/Berlin`. */
  timeZone: string
  week: Record<Weekday, string[]>
  /** `2026-12-25` closed all day; `2026-12-24 09:00-12:00` open only then. The day's usual hours do not hold. */
  holidays: string[]
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

const ALL_DAY: string[] = ["00:00-24:00"]

/** What holds for a partner who has set nothing. */
export const DEFAULT_SETTINGS: PartnerSettings = {
  session: { idleSeconds: 300 },
  sockets: { bareClientId: false },
  answering: {
    mode: "auto",
    absent: "form",
    external: { url: undefined, token: undefined, timeoutSeconds: 15, fallback: "bot" },
  },
  routing: { strategy: "least_busy", capacity: 5, graceSeconds: 60 },
  hours: {
    timeZone: "UTC",
    week: {
      mon: ALL_DAY,
      tue: ALL_DAY,
      wed: ALL_DAY,
      thu: ALL_DAY,
      fri: ALL_DAY,
      sat: ALL_DAY,
      sun: ALL_DAY,
    },
    holidays: [],
  },
  intents: { orderIds: [] },
  privacy: {
    retentionDays: 0,
    crmRetentionDays: 0,
    ticketRetentionDays: 0,
    fileRetentionDays: 0,
    auditDays: 0,
  },
  flashback: { enabled: true },
  limits: {
    messagesPerMinute: 60,
    addressMessagesPerMinute: 600,
    partnerMessagesPerMinute: 60_000,
    messageLength: 4_000,
  },
  mail: { team: [], replyAfterSeconds: 120 },
  sites: { enabled: true, domains: [], refreshHours: 24 },
  google: { clientIds: [] },
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
