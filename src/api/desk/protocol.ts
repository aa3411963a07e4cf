import type { AgentRole, Presence } from "../../core/agents/agent.ts"
import type {
  AnswerNote,
  EventType,
  Handler,
  Priority,
  SenderKind,
  Status,
  StatusReason,
} from "../../core/conversations/conversation.ts"
import type { KeyKind } from "../../core/partner-keys.ts"
import type { Definition } from "../../core/stats/definitions.ts"
import type { StatsReport } from "../../core/stats/report.ts"
import type {
  ChangeKind,
  TicketSource,
  TicketStatus,
  TranscriptEntry,
  Visibility,
} from "../../core/tickets/ticket.ts"
import type { DeliveryState, Subject } from "../../core/webhooks/delivery.ts"
import type { EndpointReason, EndpointStatus } from "../../core/webhooks/endpoint.ts"
import type { WebhookEventType } from "../../core/webhooks/event-types.ts"

/** What goes over the desk's wire, for the server and for our own clients; docs/desk-api.md says what it means. */

/** ISO 8601, in UTC. */
export type Time = string

export interface DeskAgent {
  number: number
  name: string
  email: string
  role: AgentRole
  capacity: number
  presence: Presence
  connected: boolean
  available: boolean
  /** Conversations that they have. */
  open: number
  disabled: boolean
}

export interface Me {
  /** Null for the operator's own command line, which is no agent. */
  agent: DeskAgent | null
  partner: { id: string; name: string }
  secondFactor: boolean
  settings: { maxMessageLength: number }
}

export interface SignedIn {
  token: string
  tokenId: string
  expiresAt: Time
  me: Me
}

export interface AccessToken {
  id: string
  label: string
  createdAt: Time
  lastUsedAt: Time | null
  expiresAt: Time
  current: boolean
}

export interface Summary {
  number: number
  status: Status
  handler: Handler
  priority: Priority
  customer: {
    ref: string
    id: string
    name: string | null
    email: string | null
    verified: boolean
    /** Whether a client of theirs is connected to this server. */
    here: boolean
  }
  agent: { number: number; name: string } | null
  lastSeq: number
  readByAgent: number
  readByCustomer: number
  unread: number
  lastMessage: { seq: number; from: SenderKind; text: string; at: Time } | null
  queuedAt: Time | null
  assignedAt: Time | null
  /** From 1; null outside the queue. */
  position: number | null
  createdAt: Time
  updatedAt: Time
}

export type SummaryView = "mine" | "queue" | "open" | "bot" | "closed" | "all"

export interface DeskEvent {
  seq: number
  type: EventType
  at: Time
  sender: { kind: SenderKind; id: string; name: string }
  clientId?: string
  text?: string
  data?: DeskEventData
}

/** What an event may say beside its text, by its type. */
export interface DeskEventData {
  answer?: AnswerNote
  /** Of a reply that was suggested: where it came from. */
  source?: ReplySource
  /** The conversation's or, of a `ticket`, the ticket's. */
  status?: Status | TicketStatus
  handler?: Handler
  agentId?: number | null
  agentName?: string
  reason?: StatusReason
  why?: StoredWhy
  seq?: number
  helpful?: boolean
  score?: number
  /** Of a rating, or of what was said about a ticket. */
  comment?: string
  ticketId?: string
  /** What happened to the ticket. */
  change?: "created" | "status" | "comment"
  /** What came along by mail. */
  attachments?: readonly DeskFile[]
  mail?: {
    from?: string
    subject?: string
    /** The file with the whole text, where anything was left out. */
    original?: string
    /** Names of files that were not kept: too large, or too many. */
    leftOut?: readonly string[]
    /** It may be somebody else's. */
    verified?: false
  }
}

/** A file: `GET /api/desk/attachments/:id`. */
export interface DeskFile {
  id: string
  name: string
  type: string
  size: number
}

export interface ReplySource {
  title: string
  url?: string
}

/** Why a person is wanted, as it was when they were. */
export interface StoredWhy {
  reason: "asked" | "not_sure" | "settings" | "external_failed" | "mail"
  question: string
  /** Of the bot's best answer, 0..1. */
  confidence: number | null
  /** What it looked at, best first. */
  tried: readonly { title: string; url?: string; score: number }[]
  /** What was wrong with the partner's own chatbot. */
  fault?: string
  at: Time
}

/** The same, with what can be said of the customer now. */
export interface Why extends StoredWhy {
  /** Of the customer's last messages: -1..1. */
  sentiment: { score: number; label: "negative" | "neutral" | "positive" }
  summary: string[]
}

export interface DeskCustomer {
  /** `v-` or `u-` for verified or not, and the id. */
  ref: string
  id: string
  verified: boolean
  name: string | null
  email: string | null
  phone: string | null
  locale: string | null
  createdAt: Time
  conversations: number
}

export interface DeskTicket {
  number: number
  /** What the requester knows. */
  reference: string
  uuid: string
  subject: string
  status: TicketStatus
  priority: Priority
  requester: {
    name: string
    email: string
    phone: string | null
    /** A CRM's user, as it describes them. */
    crm?: {
      id: string
      agency: string
      office: string
      company?: string
      division?: string
      userType?: string
    }
  }
  /** Ref of the customer who sees it in the chat. */
  customer: string | null
  /** Number of the conversation that it came of. */
  conversation: number | null
  assignee: { number: number; name: string } | null
  source: TicketSource
  /** Freshdesk's. */
  external: { id: string; url: string | null } | null
  createdAt: Time
  updatedAt: Time
  closedAt: Time | null
}

export interface DeskTicketChange {
  seq: number
  at: Time
  actor: { id: string; name: string }
  kind: ChangeKind
  /** Of an assignee the number. */
  from: string | null
  to: string | null
  /** What those agents are called. */
  fromName?: string
  toName?: string
  text?: string
  visibility?: Visibility
  /** What came along by mail, with the whole text where anything of it was left out. */
  attachments?: DeskFile[]
}

export interface DeskTicketDetail {
  ticket: DeskTicket
  description: string
  history: DeskTicketChange[]
  transcript: TranscriptEntry[]
}

/** Something to begin a conversation with: what a birthdate tells, as a horoscope would. */
export interface DeskFlashback {
  firstEventDate: { month: string; year: number }
  firstEventTrait: string
  secondEventDate: { month: string; year: number }
  secondEventTrait: string
}

export interface ConversationDetail {
  conversation: Summary
  customer: DeskCustomer
  why: Why | null
  page: Readonly<Record<string, unknown>> | null
  flashback: DeskFlashback | null
}

export interface CustomerDetail {
  customer: DeskCustomer
  conversations: Summary[]
  tickets: DeskTicket[]
  flashback: DeskFlashback | null
}

export interface Suggestion {
  text: string
  /** Calibrated probability that it answers the question, 0..1. */
  confidence: number
  sources: ReplySource[]
}

export interface RouteDecisionReply {
  at: Time
  kind: string
  agent: { number: number; name: string } | null
  reason: Readonly<Record<string, unknown>>
  /** The same for people. */
  sentence: string
}

/** What was said in a conversation, to keep. */
export interface Transcript {
  conversation: number
  startedAt: Time
  lines: {
    seq: number
    type: "message" | "note"
    at: Time
    from: SenderKind
    name: string
    text: string
  }[]
}

export interface SearchHit {
  conversation: number
  seq: number
  type: "message" | "note"
  customer: { ref: string; name: string | null }
  from: SenderKind
  at: Time
  excerpt: { text: string; hit: boolean }[]
}

export interface CannedReply {
  shortcut: string
  text: string
}

/** Figures of some days, with what each means. */
export interface StatsReply extends StatsReport {
  definitions: readonly Definition[]
}

/** A mail's words in one language. */
export interface MailTemplateReply {
  mail: string
  language: string
  meaning: string
  placeholders: string[]
  subject: string
  text: string
  /** Null: made of the text. */
  html: string | null
  /** The parts that are the partner's own. */
  own: ("subject" | "text" | "html")[]
}

export interface RenderedTemplateReply {
  subject: string
  text: string
  html: string
}

export interface DeskSetting {
  key: string
  value: string
  default: string
  description: string
}

export interface PartnerReply {
  id: string
  name: string
  domain: string
  /** For admins only. */
  keys?: PartnerKeyReply[]
}

export interface PartnerKeyReply {
  id: number
  kind: KeyKind
  begins: string
  /** A widget key's, which anybody may read; null of the others. */
  value: string | null
  label: string | null
  createdAt: Time
  lastUsedAt: Time | null
  expiresAt: Time | null
  revokedAt: Time | null
  live: boolean
}

/** Where the partner's own server is told of events. */
export interface DeskWebhook {
  number: number
  url: string
  description: string | null
  /** Null: all. */
  events: WebhookEventType[] | null
  status: EndpointStatus
  reason: EndpointReason | null
  /** Since when its status is so. */
  statusAt: Time
  /** Of its newest event. */
  lastNumber: number
  lastSuccessAt: Time | null
  lastError: string | null
  /** Events that it has yet to take. */
  waiting: number
  /** Events that were given up. */
  failed: number
  createdAt: Time
}

export type NewDeskWebhook = DeskWebhook & { secret: string }

export interface DeskDelivery {
  number: number
  type: WebhookEventType
  /** What it is of; its number is null where it was erased. */
  of: { kind: Subject; number: number | null }
  state: DeliveryState
  attempts: number
  at: Time
  /** When it is tried next; null where it is not its turn, or done. */
  nextAt: Time | null
  deliveredAt: Time | null
  lastError: string | null
}

export interface AuditEntryReply {
  id: number
  at: Time
  actor: string
  action: string
  target: string | null
  details: Readonly<Record<string, unknown>> | null
}

/** As the core counts it. */
export type { Today } from "../../core/today/show-today.ts"

export type NoticeKind = "assigned" | "transferred" | "queued" | "reply" | "taken"

export type DeskClientFrame =
  | { type: "hello"; payload: { since?: Time } }
  | { type: "follow"; payload: { conversation: number; after: number } }
  | { type: "unfollow"; payload: { conversation: number } }
  | {
      type: "message"
      payload: { conversation: number; clientId: string; text: string; source?: ReplySource }
    }
  | { type: "note"; payload: { conversation: number; clientId: string; text: string } }
  | { type: "read"; payload: { conversation: number; seq: number } }
  | { type: "typing"; payload: { conversation: number; isTyping: boolean } }
  | { type: "presence"; payload: { presence: Presence } }
  | { type: "ping"; payload: Record<string, never> }

export type DeskServerFrame =
  | { type: "conversations"; payload: { conversations: Summary[] } }
  | { type: "ready"; payload: { at: Time; me: Me } }
  | { type: "event"; payload: { conversation: number; event: DeskEvent } }
  | { type: "notice"; payload: { kind: NoticeKind; conversation: number; text: string } }
  | {
      type: "typing"
      payload: {
        conversation: number
        by: "customer" | "bot" | "agent"
        name?: string
        isTyping: boolean
      }
    }
  | { type: "stream"; payload: { conversation: number; answerId: string; text: string | null } }
  | { type: "flashback"; payload: { conversation: number } & DeskFlashback }
  | { type: "agents"; payload: { agents: DeskAgent[] } }
  | { type: "queue"; payload: { waiting: number; longestWaitSeconds: number; order: number[] } }
  | { type: "settings"; payload: Record<string, never> }
  | { type: "gone"; payload: { conversations: number[] } }
  | { type: "tickets"; payload: Record<string, never> }
  | {
      type: "error"
      payload: {
        code: string
        /** A sentence. */
        detail: string
        clientId?: string
        conversation?: number
        field?: string
        resetInSeconds?: number
      }
    }
  | { type: "pong"; payload: Record<string, never> }

/** A copy in another system, which must be erased there. */
export interface ForeignCopyReply {
  system: string
  id: string
  url: string | null
}

export interface ErasureReceiptReply {
  id: string
  at: Time
  by: string
  /** With it and a name `subjects` can be checked: SHA-256 of both. */
  salt: string
  subjects: string[]
  erased: Readonly<Record<string, number>>
  elsewhere: ForeignCopyReply[]
  filesScrubbed: boolean
  hash: string
}

export interface ErasureReply {
  /** Rows by table. */
  erased: Readonly<Record<string, number>>
  elsewhere: ForeignCopyReply[]
  /** Null where nothing was erased yet. */
  receipt: ErasureReceiptReply | null
}

export interface RetentionReply {
  /** What is kept for so long only, by table. */
  rules: { what: string; before: Time }[]
  /** Rows by table: that would go, or went. */
  rows: Readonly<Record<string, number>>
  /** False: ask again, until nothing is left. */
  done: boolean
}

export interface EncryptionReply {
  /** What is written is sealed with it; null: it is not sealed. */
  current: string | null
  /** What texts may be sealed with; `plain` among it where some may not be sealed. */
  keys: { id: string; addedAt: Time; rotatingSince: Time | null }[]
  progress: { rows: number; total: number; startedAt: Time } | null
}
