import type { ColumnType, Generated, GeneratedAlways } from "kysely"

/** Milliseconds since 1970, on both databases. */
type Time = number
/** JSON as text, on both databases. */
type Json = string
type Unset<T> = ColumnType<T | null, T | null | undefined, T | null>

export interface PartnerTable {
  id: string
  name: string
  domain: string
  allowed_origins: Json
  settings: Generated<Json>
  /** Number of the newest conversation. */
  last_conversation: Generated<number>
  /** Number of the newest ticket. */
  last_ticket: Generated<number>
  /** Rises with everything that happens to any ticket. */
  ticket_changes: Generated<number>
  /** Number of the newest agent. */
  last_agent: Generated<number>
  /** Since when it is set who answers. */
  answering_since: Generated<Time>
  /** It is there for nobody any more, while what it had goes. */
  removed_at: Unset<Time>
  created_at: Time
}

export interface PartnerKeyTable {
  id: GeneratedAlways<number>
  partner_id: string
  kind: string
  hash: string
  /** In clear where it must be read again: never a secret key's. */
  value: Unset<string>
  /** How it begins, so that its owner knows it. */
  prefix: string
  label: Unset<string>
  created_at: Time
  /** To the hour. */
  last_used_at: Unset<Time>
  expires_at: Unset<Time>
  revoked_at: Unset<Time>
}

export interface PartnerInvitationTable {
  id: GeneratedAlways<number>
  hash: string
  uses_left: number
  created_at: Time
  expires_at: Time
}

export interface KbTable {
  id: string
  partner_id: string
  name: string
  revision: number
  calibration: Unset<Json>
  model_id: Unset<string>
  created_at: Time
}

export interface KbArticleTable {
  kb_id: string
  id: string
  /** Name of the file, page or JSONL file that it came from. */
  source: string
  title: string
  body: string
  url: Unset<string>
  entry_type: Unset<string>
  examples: Json
  chunks: Json
  content_hash: string
  /** Of one that an agent's reply became: what it was made of. */
  provenance: Unset<Json>
  /** The knowledge base's revision at which it last changed. */
  revision: number
  updated_at: Time
}

/** An article that has gone, so that a running server can take it out. */
export interface KbTombstoneTable {
  kb_id: string
  article_id: string
  revision: number
}

export interface KbVectorTable {
  kb_id: string
  article_id: string
  kind: string
  ordinal: number
  text: string
  /** 32-bit floats, little endian. */
  vector: Uint8Array
}

export interface KbSourceTable {
  kb_id: string
  name: string
  /** What ingest was pointed at when it found this; `--prune` compares within it. */
  root: string
  content_hash: string
  /** Null where it was read, else why not. */
  error: Unset<string>
  seen_at: Time
}

export interface SessionTable {
  id: string
  partner_id: string
  agent_type: string
  user_id: string
  user: Json
  started_at: Time
  last_at: Time
}

export interface InteractionTable {
  id: GeneratedAlways<number>
  partner_id: string
  session_id: string
  agent_type: string
  user_id: string
  question: string
  answer: string
  sources: Json
  confidence: number
  threshold: number
  escalation: Unset<string>
  composed_by: string
  degraded: number
  detail: Json
  created_at: Time
}

export interface FailureTable {
  id: string
  partner_id: string
  dedupe_key: string
  report: Json
  state: string
  created_at: Time
}

export interface TicketTable {
  /** Never told: it counts everybody's tickets. */
  id: GeneratedAlways<number>
  uuid: string
  partner_id: string
  /** Counts the partner's tickets. */
  number: number
  /** Through which door it came. */
  source: string
  /** What it came of, whatever that was: the same is one ticket. */
  open_key: Unset<string>
  failure_id: Unset<string>
  conversation_id: Unset<number>
  /** Who may see it in the chat. */
  customer_id: Unset<number>
  description: string
  subject: string
  requester: Json
  transcript: Json
  status: string
  priority: string
  /** Number of the agent who has it. */
  assignee: Unset<number>
  /** What the requester was told. */
  reference: Unset<string>
  external_id: Unset<string>
  external_url: Unset<string>
  /** Number of its newest change. */
  last_change: number
  created_at: Time
  updated_at: Time
  closed_at: Unset<Time>
}

/** What happened to a ticket, in order. */
export interface TicketChangeTable {
  ticket_id: number
  seq: number
  at: Time
  actor: string
  /** Of a person in another system, who has no account here. */
  actor_name: Unset<string>
  kind: string
  from_value: Unset<string>
  to_value: Unset<string>
  text: Unset<string>
  visibility: Unset<string>
  /** Its actor's own name for it; the same is stored once a ticket. */
  client_id: Unset<string>
}

export interface FeedbackTable {
  id: GeneratedAlways<number>
  partner_id: string
  session_id: string
  message_id: string
  interaction_id: Unset<number>
  helpful: number
  rating: Json
  created_at: Time
}

export interface OutboxTable {
  id: GeneratedAlways<number>
  kind: string
  /** The same key is stored once: a retried request makes no second job. */
  dedupe_key: string
  /** Whose it is; empty where it is nobody's in particular. */
  partner_id: Generated<string>
  payload: Json
  state: string
  attempts: Generated<number>
  next_at: Time
  lease_until: Unset<Time>
  last_error: Unset<string>
  created_at: Time
  done_at: Unset<Time>
}

/** What a partner has put in place of a mail's own words, in one language. */
export interface MailTemplateTable {
  partner_id: string
  mail: string
  language: string
  subject: Unset<string>
  text: Unset<string>
  html: Unset<string>
  updated_at: Time
}

/** What a customer was mailed of, who had gone. */
export interface ReplyNoticeTable {
  conversation_id: number
  up_to: number
  message_at: Time
  noticed_at: Time
  /** A server that has a client of the customer's vouches for it until then. */
  here_until: Generated<Time>
}

/** A customer who wants no such mail. */
export interface ReplyNoticeStopTable {
  customer_id: number
  partner_id: string
  email: string
  at: Time
}

export interface CustomerTable {
  id: GeneratedAlways<number>
  partner_id: string
  /** 1 where the partner's server vouches for them, or a signature does. */
  verified: number
  external_id: string
  /** What an unverified visitor's page called them; opens nothing. */
  claimed_id: Unset<string>
  name: Unset<string>
  email: Unset<string>
  /** 1 where somebody who knows says that the address is theirs. */
  email_vouched: Generated<number>
  phone: Unset<string>
  /** `1990-01-15` */
  birthdate: Unset<string>
  locale: Unset<string>
  /** What was given to them before opens nothing any more. */
  signed_out_at: Unset<Time>
  created_at: Time
  updated_at: Time
}

export interface ConversationTable {
  id: GeneratedAlways<number>
  partner_id: string
  /** Counts the partner's conversations. */
  number: number
  /** Nobody can guess it. */
  public_id: string
  customer_id: number
  status: string
  handler: string
  agent_id: Unset<number>
  agent_name: Unset<string>
  /** 1 low, 2 medium, 3 high, 4 urgent. */
  priority: Generated<number>
  queued_at: Unset<Time>
  assigned_at: Unset<Time>
  closed_at: Unset<Time>
  last_seq: Generated<number>
  read_by_customer: Generated<number>
  read_by_agent: Generated<number>
  last_message_at: Unset<Time>
  /** Kind of who sent the last message. */
  last_from: Unset<string>
  page: Unset<Json>
  created_at: Time
  updated_at: Time
}

export interface EventTable {
  id: GeneratedAlways<number>
  conversation_id: number
  seq: number
  type: string
  sender_kind: string
  sender_id: string
  /** Its sender's own name for it. */
  client_id: Unset<string>
  /** Made of the sender and that name; the same is stored once a conversation. */
  client_key: Unset<number>
  text: Unset<string>
  data: Unset<Json>
  at: Time
}

/** Where SQLite finds an event; Postgres has an index for it. */
export interface EventPlaceTable {
  conversation_id: number
  /** The event's `client_key`, or its id below zero. */
  key: number
  event_id: number
}

/** Up to which id events have their place, on SQLite. */
export interface EventPlacedTable {
  up_to: number
}

export interface AgentTable {
  id: GeneratedAlways<number>
  partner_id: string
  /** Counts the partner's agents. */
  number: number
  email: string
  name: string
  role: string
  capacity: number
  presence: Generated<string>
  last_assigned_at: Unset<Time>
  /** When the last of their clients was gone. */
  gone_at: Unset<Time>
  password_hash: Unset<string>
  totp_secret: Unset<string>
  totp_step: Unset<number>
  disabled_at: Unset<Time>
  created_at: Time
  updated_at: Time
}

export interface AgentTokenTable {
  id: string
  agent_id: number
  hash: string
  label: string
  created_at: Time
  expires_at: Time
  last_used_at: Unset<Time>
  revoked_at: Unset<Time>
}

/** Of an account, or of an address that is nobody's. */
export interface SignInFailureTable {
  key: string
  count: number
  /** 0: not locked. */
  locked_until: Time
  at: Time
}

/** A server vouches for an agent's clients until then. */
export interface AgentConnectionTable {
  server_id: string
  agent_id: number
  lease_until: Time
}

export interface RouteDecisionTable {
  id: GeneratedAlways<number>
  conversation_id: number
  /** Of the event that says what was done. */
  seq: number
  at: Time
  kind: string
  agent_number: Unset<number>
  reason: Json
}

export interface IntentExampleTable {
  id: Generated<number>
  partner_id: string
  intent: string
  text: string
  /** Milliseconds since 1970. */
  created_at: number
}

export interface CannedReplyTable {
  id: GeneratedAlways<number>
  partner_id: string
  shortcut: string
  text: string
  created_at: Time
  updated_at: Time
}

export interface AuditEntryTable {
  id: GeneratedAlways<number>
  partner_id: string
  at: Time
  actor: string
  action: string
  target: Unset<string>
  details: Unset<Json>
}

/** What was done to the installation, and to no partner that is left. */
export type ServerAuditEntryTable = Omit<AuditEntryTable, "partner_id">

/** What a day came to. */
export interface DailyFigureTable {
  partner_id: string
  /** In the partner's time zone: `2026-11-21`. */
  day: string
  /** 0: the partner's own; otherwise the agent's number. */
  agent_number: number
  time_zone: string
  /** Of the definitions. */
  version: number
  figures: Json
  /** Conversations that were not closed yet. */
  open_count: number
  computed_at: Time
}

/** How far a partner's daily figures are counted. */
export interface FiguresCountedTable {
  partner_id: string
  up_to: Time
  lease_until: Generated<Time>
  /** Days that began before have lost rows to their age, and are not counted again. */
  kept_up_to: Generated<Time>
}

/** A conversation as a client of the chatbot contract names it. */
export interface ChatbotSessionTable {
  conversation_id: number
  customer_id: number
  /** Several conversations one after the other may bear it. */
  name: string
  /** Of the ticket that its form becomes, told before there is one. */
  ticket_uuid: Unset<string>
}

/** A site that a partner's knowledge base is read from by itself. */
export interface SiteTable {
  id: GeneratedAlways<number>
  partner_id: string
  origin: string
  requested_by: string
  created_at: Time
  /** When it is to be read next. */
  next_at: Time
  /** Who reads it now. */
  reader: Unset<string>
  lease_until: Unset<Time>
  started_at: Unset<Time>
  /** When it was read to the end for the last time. */
  read_at: Unset<Time>
  attempts: Generated<number>
  pages: Generated<number>
  articles: Generated<number>
  unreadable: Generated<number>
  error: Unset<string>
  /** It was taken off the list. */
  removed_at: Unset<Time>
}

export interface WebhookEndpointTable {
  id: GeneratedAlways<number>
  partner_id: string
  /** Counts the partner's endpoints. */
  number: number
  url: string
  description: Unset<string>
  /** Null: all. */
  events: Unset<Json>
  secret: string
  /** Several are parted by spaces, the oldest first. */
  previous_secret: Unset<string>
  previous_until: Unset<Time>
  status: string
  reason: Unset<string>
  status_at: Time
  /** What happened before is not told. */
  since: Time
  last_number: Generated<number>
  last_success_at: Unset<Time>
  last_error: Unset<string>
  /** It asked to be left alone until then. */
  quiet_until: Unset<Time>
  created_at: Time
}

/** An event for an endpoint, without its contents. */
export interface WebhookDeliveryTable {
  id: GeneratedAlways<number>
  endpoint_id: number
  /** Counts the endpoint's events. */
  number: number
  type: string
  subject: string
  subject_id: number
  seq: number
  state: string
  attempts: Generated<number>
  first_tried_at: Unset<Time>
  next_at: Time
  lease_until: Unset<Time>
  /** When it happened. */
  at: Time
  delivered_at: Unset<Time>
  last_error: Unset<string>
}

/** How far a conversation or a ticket has been told of. */
export interface WebhookPositionTable {
  subject: string
  subject_id: number
  seq: number
}

/** How far something has been gone over: `event`, or the tickets of a partner. */
export interface WebhookFollowedTable {
  source: string
  up_to: number
  /** When that was. */
  at: Generated<Time>
}

/** How far another system has been read. */
export interface IntegrationCursorTable {
  name: string
  at: Time
  /** Whoever reads it has it until then. */
  lease_until: Time
}

export interface ServerSecretTable {
  name: string
  value: string
}

/** A key under which there may be sealed texts, or `plain` where some may not be sealed. */
export interface EncryptionKeyTable {
  id: string
  check_value: Unset<string>
  added_at: Time
  /** Since when everything is being sealed anew with it. */
  rotating_since: Unset<Time>
}

/** That somebody was erased, without saying who. */
export interface ErasureReceiptTable {
  id: string
  partner_id: string
  at: Time
  receipt: Json
}

/** Numbers of conversations that one transaction erased. */
export interface ErasedConversationsTable {
  id: GeneratedAlways<number>
  partner_id: string
  at: Time
  numbers: Json
}

/** A mail that was read, and what became of it. */
export interface MailReceivedTable {
  id: GeneratedAlways<number>
  /** The same mail is taken once. */
  key: string
  mailbox: string
  uid_validity: number
  uid: number
  partner_id: Unset<string>
  /** The same for the same sender, and nobody's address. */
  sender: string
  outcome: string
  at: Time
}

/** How far a mailbox was read, and who reads it. */
export interface MailReaderTable {
  mailbox: string
  uid_validity: Generated<number>
  up_to: Generated<number>
  since: Time
  owner: Unset<string>
  lease_until: Generated<Time>
}

/** A file that came with an event of a conversation, or with a ticket's change. */
export interface AttachmentTable {
  id: GeneratedAlways<number>
  public_id: string
  partner_id: string
  conversation_id: Unset<number>
  ticket_id: Unset<number>
  seq: number
  name: string
  type: string
  size: number
  sha256: string
  agents_only: Unset<number>
  created_at: Time
}

/** A piece of its content, in base64. */
export interface AttachmentPartTable {
  attachment_id: number
  part: number
  content: string
}

export interface Schema {
  partner: PartnerTable
  partner_key: PartnerKeyTable
  partner_invitation: PartnerInvitationTable
  kb: KbTable
  kb_article: KbArticleTable
  kb_tombstone: KbTombstoneTable
  kb_vector: KbVectorTable
  kb_source: KbSourceTable
  session: SessionTable
  interaction: InteractionTable
  failure: FailureTable
  ticket: TicketTable
  ticket_change: TicketChangeTable
  feedback: FeedbackTable
  outbox: OutboxTable
  mail_template: MailTemplateTable
  reply_notice: ReplyNoticeTable
  reply_notice_stop: ReplyNoticeStopTable
  customer: CustomerTable
  conversation: ConversationTable
  event: EventTable
  /** All events, for reading: SQLite finds them in two places. */
  conversation_event: EventTable
  event_place: EventPlaceTable
  event_placed: EventPlacedTable
  agent: AgentTable
  agent_token: AgentTokenTable
  sign_in_failure: SignInFailureTable
  agent_connection: AgentConnectionTable
  route_decision: RouteDecisionTable
  canned_reply: CannedReplyTable
  intent_example: IntentExampleTable
  audit_entry: AuditEntryTable
  server_audit_entry: ServerAuditEntryTable
  daily_figure: DailyFigureTable
  figures_counted: FiguresCountedTable
  chatbot_session: ChatbotSessionTable
  site: SiteTable
  webhook_endpoint: WebhookEndpointTable
  webhook_delivery: WebhookDeliveryTable
  webhook_position: WebhookPositionTable
  webhook_followed: WebhookFollowedTable
  server_secret: ServerSecretTable
  integration_cursor: IntegrationCursorTable
  encryption_key: EncryptionKeyTable
  erasure_receipt: ErasureReceiptTable
  erased_conversations: ErasedConversationsTable
  mail_received: MailReceivedTable
  mail_reader: MailReaderTable
  attachment: AttachmentTable
  attachment_part: AttachmentPartTable
}
