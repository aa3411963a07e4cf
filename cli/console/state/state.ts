import type {
  CannedReply,
  ConversationDetail,
  CustomerDetail,
  DeskAgent,
  DeskEvent,
  DeskSetting,
  DeskTicket,
  DeskTicketDetail,
  Me,
  ReplySource,
  SearchHit,
  StatsReply,
  Suggestion,
  Summary,
  Today,
} from "../../../src/api/desk/protocol.ts"
import type { Editor } from "../editor.ts"
import type { Call } from "./effect.ts"

/** Everything that the console knows and shows. Times are milliseconds since 1970. */
export interface State {
  server: string
  me: Me | undefined
  link: Link
  now: number
  size: Size
  conversations: ReadonlyMap<number, Summary>
  /** Numbers of those that were erased, which are never given out again: what still comes of them is too late. */
  erased: ReadonlySet<number>
  threads: ReadonlyMap<number, Thread>
  /** What was sent and has not come back, oldest first. */
  outbox: readonly Outgoing[]
  /** Why it is not on this machine's disk; undefined where it is. */
  keepingFault: string | undefined
  agents: readonly DeskAgent[]
  queue: { waiting: number; longestWaitSeconds: number; order: readonly number[]; at: number }
  details: ReadonlyMap<number, Detail>
  canned: readonly CannedReply[]
  tab: Tab
  selected: number | undefined
  focus: Focus
  compositions: ReadonlyMap<number, Composition>
  /** What was begun in forms and left there. */
  begun: readonly Begun[]
  /** The search of which a hit was opened. */
  found: SearchOverlay | undefined
  /** What was sent before, newest last. */
  history: readonly Pick<Outgoing, "conversation" | "kind" | "text">[]
  showsPane: boolean | undefined
  /** Lines that it is scrolled down. */
  paneTop: number
  overlay: Overlay | undefined
  toast: Toast | undefined
  isLeaving: boolean
}

export interface Size {
  columns: number
  rows: number
}

export type Tab = "mine" | "queue" | "others" | "ended"
export const TABS: readonly Tab[] = ["mine", "queue", "others", "ended"]

export type Focus = "list" | "thread" | "composer"

export type Link =
  | { status: "connecting" }
  | { status: "online" }
  /** `retryAt` is when it is tried again. */
  | { status: "offline"; since: number; retryAt: number | undefined; reason: string }
  /** The server knows the token no more. */
  | { status: "refused"; reason: string }

export interface Thread {
  events: readonly DeskEvent[]
  /** Whether all that there was has come. */
  isLoaded: boolean
  typing: { name: string; by: "customer" | "bot" | "agent"; until: number } | undefined
  stream: { answerId: string; text: string } | undefined
  /** Lines that it is scrolled up, above what was the newest event then; 0 shows the newest. */
  scroll: number
  scrolledAt: number
  /** What stood uppermost while it was scrolled, and how wide it was then: with another width it has another place. */
  top: { seq: number; width: number } | undefined
  /** What a search found in it: it is marked, and brought before the agent as soon as all of the conversation is there. */
  hit: { seq: number; isSought: boolean } | undefined
}

export interface Outgoing {
  clientId: string
  conversation: number
  kind: "message" | "note"
  text: string
  source?: ReplySource
  at: number
  /** Why it was refused; it is not sent again by itself. */
  failed?: string
}

/** What is being written in one conversation. */
export interface Composition {
  kind: "message" | "note"
  editor: Editor
  /** Where a suggestion came from whose text was taken. */
  source?: ReplySource
  /** Place in the history while one looks through it; what stood there before comes back at its end. */
  recall?: { index: number; before: Pick<Composition, "kind" | "editor" | "source"> }
  /** Which of the suggestions is shown. */
  suggestion: number
}

/** What was written in a form that was left, and of which conversation, or ticket, it is. */
export type Begun =
  | { kind: "article"; of: number; form: ArticleForm }
  | { kind: "newTicket"; of: number; form: NewTicketOverlay }
  | { kind: "transferNote"; of: number; editor: Editor }
  | { kind: "comment"; of: number; comment: TicketComment }

/** What is beside a conversation, asked for when it is opened. */
export interface Detail {
  detail?: ConversationDetail
  customer?: CustomerDetail
  suggestions?: { seq: number; question: string; list: readonly Suggestion[] }
}

export interface Toast {
  text: string
  tone: "info" | "good" | "warn" | "bad"
  until: number
}

export type PickerKind =
  | "palette"
  | "transfer"
  | "priority"
  | "presence"
  | "canned"
  | "emoji"
  | "choices"
  | "assignee"

export const TICKET_VIEWS = ["open", "mine", "unassigned", "closed", "all"] as const

/** Tickets that are listed; `chatd ticket list` and its filters find the others. */
export const MOST_TICKETS = 200

/** Ended conversations that are asked for; searching finds the others. */
export const MOST_ENDED = 100

/** The tickets, and the one of them that is looked into. */
export interface TicketsOverlay {
  kind: "tickets"
  view: (typeof TICKET_VIEWS)[number]
  list: readonly DeskTicket[] | undefined
  index: number
  shown: { number: number; detail: DeskTicketDetail | undefined; scroll: number } | undefined
  comment: TicketComment | undefined
}

/** What is being written about a ticket. */
export interface TicketComment {
  visibility: "public" | "internal"
  editor: Editor
  isSending: boolean
  /** What was sent last and may have arrived, though no reply came. */
  tried?: Extract<Call, { what: "commentTicket" }>["body"]
}

/** The form of a ticket out of a conversation. */
export interface NewTicketOverlay {
  kind: "newTicket"
  conversation: number
  who: string
  field: 0 | 1 | 2 | 3
  fields: readonly [subject: Editor, about: Editor, name: Editor, email: Editor]
  isSending: boolean
  /** What was sent last and may have arrived, though no reply came. */
  tried?: Extract<Call, { what: "openTicket" }>["body"]
}

/** What is looked for, and what was found. */
export interface SearchOverlay {
  kind: "search"
  query: Editor
  index: number
  asked: string
  hits: readonly SearchHit[] | undefined
  /** Whether there are more than these. */
  isCut: boolean
  /** Whether it is there again after one of its hits was opened: what is typed looks for something else. */
  isBack: boolean
}

export type Overlay =
  | { kind: "help"; scroll: number }
  | {
      kind: "picker"
      picker: PickerKind
      filter: Editor
      index: number
      setting?: string
      /** What is gone back to. */
      back?: TicketsOverlay
    }
  | TicketsOverlay
  | NewTicketOverlay
  | {
      kind: "transferNote"
      to: { agent: number; name: string } | { queue: true }
      editor: Editor
      isSending: boolean
    }
  | SearchOverlay
  | {
      kind: "settings"
      list: readonly DeskSetting[] | undefined
      index: number
      editing: Editor | undefined
    }
  | { kind: "agents" }
  | { kind: "today"; today: Today | undefined; week: StatsReply | undefined; scroll: number }
  | { kind: "article"; form: ArticleForm }
  | { kind: "route"; lines: readonly { at: string; sentence: string }[] | undefined; scroll: number }
  /** The conversation before the agent was. */
  | { kind: "erased"; conversation: number }
  | { kind: "quit" }

export interface ArticleForm {
  conversation: number
  questionSeq: number
  answerSeq: number
  field: 0 | 1 | 2
  fields: readonly [title: Editor, question: Editor, answer: Editor]
  isSending: boolean
}

export const NO_THREAD: Thread = {
  events: [],
  isLoaded: false,
  typing: undefined,
  stream: undefined,
  scroll: 0,
  scrolledAt: 0,
  top: undefined,
  hit: undefined,
}

export function initialState(server: string, size: Size, now: number): State {
  return {
    server,
    me: undefined,
    link: { status: "connecting" },
    now,
    size,
    conversations: new Map(),
    erased: new Set(),
    threads: new Map(),
    outbox: [],
    keepingFault: undefined,
    agents: [],
    queue: { waiting: 0, longestWaitSeconds: 0, order: [], at: now },
    details: new Map(),
    canned: [],
    tab: "mine",
    selected: undefined,
    focus: "list",
    compositions: new Map(),
    begun: [],
    found: undefined,
    history: [],
    showsPane: undefined,
    paneTop: 0,
    overlay: undefined,
    toast: undefined,
    isLeaving: false,
  }
}
