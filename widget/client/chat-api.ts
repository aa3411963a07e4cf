/** The chat API's objects as docs/chat-api.md writes them. */

export interface ChatConfig {
  partner: { name: string }
  theme: { primaryColor: string; scheme: "auto" | "light" | "dark"; side: "left" | "right" }
  /** Texts that replace the widget's own, by name. */
  texts: Readonly<Record<string, string>>
  /** Language; null: the browser's. */
  locale: string | null
  preChat: { enabled: boolean; fields: readonly PreChatField[] }
  consent: { text: string; url?: string } | null
  idleSeconds: number
  maxMessageLength: number
  /** Whether a transcript can be mailed. */
  mail: boolean
  rating: boolean
}

export interface PreChatField {
  name: "name" | "email" | "phone"
  required: boolean
}

export interface Agent {
  id: number
  name: string
}

export interface QueuePlace {
  position: number
}

export interface Session {
  id: string
  /** Null where a mail's link is the token. */
  customerId: string | null
  verified: boolean
  resumed: boolean
  status: "waiting" | "active" | "closed"
  handler: "bot" | "person"
  agent: Agent | null
  /** Its place among those who wait for a person, from 1. */
  queue: QueuePlace | null
  customer: { name?: string | null; email?: string | null }
  lastSeq: number
  readByCustomer: number
  readByAgent: number
  idleSeconds: number
  /** Null where the session does not end by itself. */
  endsAt: string | null
  createdAt: string
  updatedAt: string
}

/** The reply that opens a session or goes on with one. */
export interface OpenedSession extends Session {
  sessionToken: string
}

export interface EarlierSession extends Session {
  /** The last message's text. */
  preview: string
}

export interface Sender {
  kind: "customer" | "bot" | "agent" | "system"
  id: string
  name: string
}

export interface Source {
  title: string
  url?: string | null
}

export interface Answer {
  confidence: number
  sources: readonly Source[]
  /** Whether to ask for a thumb. Never true beside an `escalation`. */
  feedback: boolean
  escalation: {
    reason:
      | "low_confidence"
      | "no_results"
      | "human_requested"
      | "closed"
      | "nobody_there"
      | "external_failed"
    prompt: string
    /** When people are back, where it is closed. */
    opensAt?: string
  } | null
}

/** What a wish for a person comes to. */
export interface PersonReply {
  /** `form`: nobody is there, show the handoff form; `bot`: the bot has said so, and goes on. */
  outcome: "form" | "queued" | "bot"
  /** When people are back, where it is closed. */
  opensAt?: string
}

export interface RichButton {
  label: string
  /** Sent as the visitor's message. */
  say?: string
  url?: string
}

export interface RichCard {
  title: string
  text?: string
  image?: string
  url?: string
  buttons?: readonly RichButton[]
}

export interface RichFormField {
  name: string
  label: string
  type: "text" | "email" | "tel" | "textarea" | "select"
  required?: boolean
  options?: readonly string[]
}

export interface RichForm {
  id: string
  title?: string
  fields: readonly RichFormField[]
  /** The button's label. */
  submit: string
}

export interface Rich {
  buttons?: readonly RichButton[]
  cards?: readonly RichCard[]
  form?: RichForm
}

export type Metadata = Readonly<Record<string, unknown>>

export interface StoredMessage {
  seq: number
  id: number
  clientId?: string | null
  sender: Sender
  type: string
  /** Markdown. */
  text: string
  createdAt: string
  answer?: Answer | null
  rich?: Rich | null
  metadata?: Metadata | null
}

export type StatusReason =
  | "opened"
  | "answered"
  | "assigned"
  | "person_requested"
  | "agent_joined"
  | "handed_back"
  | "timeout"
  | "closed_by_customer"
  | "closed_by_agent"
  | "reopened"
  | "requeued"

export interface StatusChange {
  status: Session["status"]
  handler: Session["handler"]
  agent: Agent | null
  reason: StatusReason
}

/** A numbered event of the session. */
export type ChatEvent = { seq: number; at: string } & (
  | { type: "message"; payload: StoredMessage }
  | { type: "status"; payload: StatusChange }
  | { type: "read"; payload: { by: "customer" | "agent"; seq: number } }
  | { type: "feedback"; payload: { seq: number; helpful: boolean } }
  | { type: "rating"; payload: { score: number } }
  | {
      type: "ticket"
      payload: {
        ticketId: string
        change: "created" | "status" | "comment"
        /** Shown as its author's words. */
        comment?: Pick<StoredMessage, "sender" | "text">
      }
    }
)

/** What only a socket says, and nobody stores. */
export type PassingFrame =
  | { type: "hello"; payload: Omit<Session, "resumed"> }
  | { type: "typing"; payload: { by: "agent" | "bot" | "customer"; name?: string; isTyping: boolean } }
  | { type: "queue"; payload: QueuePlace }
  | { type: "stream"; payload: { answerId: string; text: string | null } }
  | {
      type: "error"
      payload: { code: string; message: string; clientId?: string; resetInSeconds?: number }
    }
  | { type: "pong"; payload: Record<string, never> }

export type ServerFrame = ChatEvent | PassingFrame
