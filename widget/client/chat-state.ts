/** The state that the chat UI renders, and what it may ask for. State is a snapshot: changed parts are new objects. */
import type {
  Agent,
  Answer,
  ChatConfig,
  EarlierSession,
  Metadata,
  PersonReply,
  Rich,
  Sender,
  Session,
  StatusReason,
} from "./chat-api.ts"

/**
 * - `idle`: the chat was not opened yet; nothing was asked of the server
 * - `loading`: the server is asked whether a session is live
 * - `consent`: the visitor must agree first (`agree()`)
 * - `pre-chat`: the form stands before the conversation (`start()`)
 * - `ready`: no form is wanted; the first message opens the session (welcome text, composer on)
 * - `live`: a session is live
 * - `ended`: the session is over; it can be read and rated, and the next message opens a new one
 * - `failed`: the chat cannot be had; `problem` says why, `open()` tries again
 */
export type Phase = "idle" | "loading" | "consent" | "pre-chat" | "ready" | "live" | "ended" | "failed"

/**
 * - `online`: a socket is open, or none is needed now
 * - `connecting`: the first attempt
 * - `reconnecting`: lost; tried again at `retryAt`
 * - `polling`: sockets fail here, messages come by polling
 * - `offline`: the browser says that there is no network
 */
export type Connection = "online" | "connecting" | "reconnecting" | "polling" | "offline"

/**
 * - `queued`: waits for the connection, for an earlier message or for a limit to pass
 * - `sending`: under way
 * - `sent`: stored by the server
 * - `read`: seen by a person who helps, or answered by the bot
 * - `failed`: refused; `error` says why, `retry()` sends it again
 */
export type Delivery = "queued" | "sending" | "sent" | "read" | "failed"

export interface ChatMessage {
  kind: "message"
  /** Stays the same while the message goes from queued to stored. */
  key: string
  /** Undefined until stored. */
  seq?: number | undefined
  /** Only on the visitor's own messages. */
  clientId: string | undefined
  sender: Sender
  /** Whether the visitor wrote it, in this tab or another. */
  own: boolean
  /** Markdown for a bot's or an agent's; the visitor's own is plain. */
  text: string
  /** ISO time. */
  at: string
  delivery: Delivery
  error?: string | undefined
  answer?: Answer | undefined
  rich?: Rich | undefined
  metadata?: Metadata | undefined
  /** The visitor's thumb, where one was given. */
  helpful?: boolean | undefined
  /** The visitor wants no ticket of what the message could not answer. */
  declined?: boolean
}

/** A line between messages: somebody joined, the session ended. */
export interface StatusNotice {
  kind: "status"
  key: string
  seq: number
  at: string
  reason: StatusReason
  agent: Agent | null
}

export interface TicketNotice {
  kind: "ticket"
  key: string
  seq: number
  at: string
  ticketId: string
}

export type TimelineItem = ChatMessage | StatusNotice | TicketNotice

export interface Typing {
  by: "agent" | "bot"
  name: string | undefined
}

export interface Limit {
  /** A sentence for the visitor. */
  message: string
  /** Milliseconds of `Date.now()` when sending is possible again. */
  until: number
}

export interface Problem {
  /** The server's code, `network`, `not_found` or `SIGNED_OUT`. */
  code: string
  message: string
  /** The field that is at fault, where a form was refused. */
  field: string | undefined
  /** Of a limit: when it is over. */
  resetInSeconds?: number | undefined
}

/** An earlier session that is being read. */
export interface EarlierConversation {
  session: EarlierSession
  timeline: readonly TimelineItem[]
  more: boolean
}

export interface ChatState {
  /** Undefined until the server has answered. */
  config: ChatConfig | undefined
  phase: Phase
  /** Whether the panel is shown. */
  open: boolean
  connection: Connection
  /** Milliseconds of `Date.now()` when the next attempt is due, while `reconnecting`. */
  retryAt: number | undefined
  session: Session | undefined
  /** In order: what is stored by `seq`, then what waits to be sent. */
  timeline: readonly TimelineItem[]
  /** Whether older messages of this session can be had (`loadOlder()`). */
  more: boolean
  typing: Typing | undefined
  /** An answer that is being written, Markdown. */
  stream: { answerId: string; text: string } | undefined
  /** Messages of others since the visitor last looked. */
  unread: number
  /** Nothing can be sent until then. */
  limit: Limit | undefined
  /** What went wrong with the last action, if anything. */
  problem: Problem | undefined
  /** The score that the visitor gave this session. */
  rated: number | undefined
  muted: boolean
  /** What is being typed: survives reloads and is shared by tabs. */
  draft: string
  /** Earlier sessions, newest first, once `earlier()` was called. */
  earlier: readonly EarlierSession[] | undefined
  /** The earlier session that is being read, if one is. */
  reading: EarlierConversation | undefined
}

/** A thing that happened; state says how things are. */
export type ChatSignal =
  | { type: "message"; message: ChatMessage }
  | { type: "open" }
  | { type: "close" }
  | { type: "session"; session: Session }
  | { type: "ended" }
  | { type: "unverified" }

/** In the place of a sentence, or as a code: what proved who the visitor is was not taken any more. */
export const SIGNED_OUT = "signed_out"

export interface PreChatAnswers {
  name?: string
  email?: string
  phone?: string
}

export interface HandoffForm {
  name: string
  email: string
  phone?: string
  message: string
  priority: "low" | "medium" | "high" | "urgent"
}

/** What became of an action. The state says a problem too, but of a form, which has its own place for it. */
export type Outcome<T = undefined> = { ok: true; value: T } | { ok: false; problem: Problem }

export interface ChatClient {
  readonly state: ChatState
  /** What was filled in of forms and not sent, by form and field: the panel may be closed and opened meanwhile. */
  readonly begun: Record<string, Record<string, string>>
  /** Calls `listener` after each change; returns what ends that. */
  subscribe(listener: (state: ChatState) => void): () => void
  /** For sounds and callbacks; a `message` signal is only for what newly came from others. */
  onSignal(listener: (signal: ChatSignal) => void): () => void

  open(): void
  close(): void
  /** The visitor accepts what `config.consent` says. */
  agree(): void
  start(answers: PreChatAnswers): Promise<Outcome>
  send(text: string, metadata?: Metadata): void
  retry(clientId: string): void
  /** Takes a message back that was not sent yet. */
  discard(clientId: string): void
  /** Keeps what is in the composer, and tells the other side that somebody types. */
  setDraft(text: string): void
  /** The visitor sees the end of the conversation: all that is there is read. The UI calls this when it is. */
  seen(): void
  askForPerson(): Promise<Outcome<PersonReply>>
  /** No ticket, thank you. */
  decline(seq: number): void
  handoff(form: HandoffForm): Promise<Outcome<{ ticketId: string }>>
  feedback(seq: number, helpful: boolean): Promise<Outcome>
  rate(score: 1 | 2 | 3 | 4 | 5, comment?: string): Promise<Outcome>
  /** By mail. */
  mailTranscript(email: string): Promise<Outcome>
  /** As text, for the UI to save as a file. */
  transcript(): Promise<Outcome<string>>
  /** The visitor ends the session. */
  end(): Promise<Outcome>
  /** Leaves an ended session for a new one. */
  startAnew(): void
  loadOlder(): Promise<Outcome>
  /** Lists earlier sessions. */
  earlier(): Promise<Outcome>
  /** Shows an earlier session; undefined: back to the present one. */
  read(sessionId: string | undefined): Promise<Outcome>
  setMuted(muted: boolean): void
  dismissProblem(): void
  destroy(): void
}
