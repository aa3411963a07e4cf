import type {
  ConversationDetail,
  CustomerDetail,
  DeskAgent,
  DeskEvent,
  DeskServerFrame,
  DeskTicket,
  Me,
  Summary,
} from "../../../src/api/desk/protocol.ts"
import { keyPresses } from "../keys.ts"
import { initialState, type State } from "../state/state.ts"
import { type Happening, update } from "../state/update.ts"

/** A desk's frames and replies, as docs/desk-api.md has them, for tests of what the console makes of them. */

export const NOW = Date.parse("2026-11-21T10:45:00Z")

export function at(minutesAgo: number): string {
  return new Date(NOW - minutesAgo * 60_000).toISOString()
}

export const GRACE: DeskAgent = {
  number: 2,
  name: "Grace Hopper",
  email: "grace@acme.com",
  role: "admin",
  capacity: 5,
  presence: "online",
  connected: true,
  available: true,
  open: 2,
  disabled: false,
}

const LINUS: DeskAgent = {
  ...GRACE,
  number: 3,
  name: "Linus",
  email: "linus@acme.com",
  role: "agent",
  open: 1,
}

export const ME: Me = {
  agent: GRACE,
  partner: { id: "partner-a", name: "Acme" },
  secondFactor: false,
  settings: { maxMessageLength: 4000 },
}

export function summary(number: number, name: string, change: Partial<Summary> = {}): Summary {
  return {
    number,
    status: "active",
    handler: "person",
    priority: "medium",
    customer: { ref: `u-${number}`, id: `cust-${number}`, name, email: null, verified: false, here: false },
    agent: { number: GRACE.number, name: GRACE.name },
    lastSeq: 1,
    readByAgent: 0,
    readByCustomer: 0,
    unread: 0,
    lastMessage: { seq: 1, from: "customer", text: "Hello?", at: at(3) },
    queuedAt: null,
    assignedAt: at(10),
    position: null,
    createdAt: at(20),
    updatedAt: at(3),
    ...change,
  }
}

export function message(
  seq: number,
  kind: "customer" | "bot" | "agent",
  name: string,
  text: string,
  change: Partial<DeskEvent> = {},
): DeskEvent {
  return {
    seq,
    type: "message",
    at: at(20 - seq),
    sender: { kind, id: `${kind}-${name}`, name },
    text,
    ...change,
  }
}

/** A console that is told things, without a server and without a screen. */
export class Told {
  state: State
  effects: ReturnType<typeof update>["effects"][number][] = []
  #ids = 0

  constructor(columns = 80, rows = 24) {
    this.state = initialState("https://chat.acme.com", { columns, rows }, NOW)
  }

  happen(happening: Happening): this {
    const step = update(this.state, happening, () => `id-${++this.#ids}`)
    this.state = step.state
    this.effects.push(...step.effects)
    return this
  }

  frame(frame: DeskServerFrame): this {
    return this.happen({ type: "frame", frame })
  }

  /** Types it, as Ink hands it over: letters, or names in angle brackets such as `<enter>` and `<ctrl+p>`. */
  type(text: string): this {
    for (const [, name, letters] of text.matchAll(/<([a-z0-9+_]+)>|([^<]+|<)/g)) {
      if (name) this.happen({ type: "key", key: { name, text: undefined } })
      else for (const key of keyPresses(letters ?? "", NO_KEY)) this.happen({ type: "key", key })
    }
    return this
  }

  /** What it asked for since the last time. */
  asked(): typeof this.effects {
    const asked = this.effects
    this.effects = []
    return asked
  }
}

const NO_KEY = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
} as Parameters<typeof keyPresses>[1]

export function online(columns = 80, rows = 24): Told {
  return new Told(columns, rows)
    .frame({ type: "agents", payload: { agents: [GRACE, LINUS] } })
    .frame({ type: "queue", payload: { waiting: 0, longestWaitSeconds: 0, order: [] } })
    .frame({ type: "ready", payload: { at: at(0), me: ME } })
}

/** A morning at Acme's desk: two conversations of Grace's, one waits, the bot has some. */
export function busy(columns = 80, rows = 24): Told {
  const ada = summary(17, "Ada Lovelace", {
    customer: {
      ref: "v-ada",
      id: "ada",
      name: "Ada Lovelace",
      email: "ada@example.com",
      verified: true,
      here: true,
    },
    priority: "high",
    lastSeq: 7,
    readByAgent: 5,
    readByCustomer: 6,
    unread: 1,
    lastMessage: { seq: 7, from: "customer", text: "Can you send it to Berlin?", at: at(1) },
  })
  const told = online(columns, rows)
    .frame({ type: "conversations", payload: { conversations: [ada] } })
    .frame({
      type: "conversations",
      payload: {
        conversations: [
          summary(12, "Charles Babbage", {
            readByCustomer: 4,
            lastMessage: { seq: 4, from: "agent", text: "It leaves today.", at: at(12) },
          }),
          summary(18, "Mary Somerville", {
            status: "waiting",
            agent: null,
            position: 1,
            queuedAt: at(2),
            unread: 2,
            lastMessage: { seq: 3, from: "customer", text: "I was charged twice!", at: at(2) },
          }),
          summary(19, "George Boole", {
            handler: "bot",
            agent: null,
            lastMessage: { seq: 2, from: "bot", text: "Choose *Return*.", at: at(4) },
          }),
          summary(9, "Sophie Germain", {
            status: "closed",
            lastMessage: { seq: 9, from: "customer", text: "Thank you!", at: at(90) },
          }),
        ],
      },
    })
    .frame({ type: "queue", payload: { waiting: 1, longestWaitSeconds: 120, order: [18] } })
  for (const event of adasThread()) told.frame({ type: "event", payload: { conversation: 17, event } })
  return told
    .happen({ type: "result", call: { what: "detail", conversation: 17 }, value: adasDetail(ada) })
    .happen({
      type: "result",
      call: { what: "customer", conversation: 17, ref: "v-ada" },
      value: adasHistory(ada),
    })
    .happen({
      type: "result",
      call: { what: "suggestions", conversation: 17, seq: 7 },
      value: {
        question: "Can you send it to Berlin?",
        suggestions: [
          {
            text: "We deliver to all of Germany within three working days. Change the address under *Orders* until the parcel leaves us.",
            confidence: 0.93,
            sources: [{ title: "Delivery abroad", url: "https://acme.com/help/delivery" }],
          },
          { text: "Shipping is free from 50 EUR.", confidence: 0.61, sources: [{ title: "Prices" }] },
        ],
      },
    })
    .happen({
      type: "result",
      call: { what: "canned" },
      value: {
        replies: [
          {
            id: 1,
            shortcut: "hello",
            text: "Hello {customer.first_name}, this is {agent.first_name}. How can I help?",
          },
          { id: 2, shortcut: "thanks", text: "Thank you for your patience." },
        ],
      },
    })
}

function adasThread(): DeskEvent[] {
  return [
    message(1, "customer", "Ada Lovelace", "Where is my order? It was to come yesterday."),
    message(
      2,
      "bot",
      "Bot",
      "You find it under **Orders**:\n\n1. Sign in.\n2. Choose the order and press *Track*.",
      {
        data: {
          answer: {
            confidence: 0.81,
            sources: [{ title: "Track a parcel", url: "https://acme.com/help/tracking" }],
            feedback: true,
            escalation: null,
          },
        },
      },
    ),
    message(3, "customer", "Ada Lovelace", "It says `unknown`. A person, please."),
    {
      seq: 4,
      type: "status",
      at: at(16),
      sender: { kind: "system", id: "system", name: "" },
      data: {
        status: "active",
        handler: "person",
        reason: "assigned",
        agentName: "Grace Hopper",
        agentId: 2,
      },
    },
    { ...message(5, "agent", "Grace Hopper", "Parcel is at the depot, see ticket 41."), type: "note" },
    message(6, "agent", "Grace Hopper", "Hello Ada, it is on its way again and comes tomorrow."),
    message(7, "customer", "Ada Lovelace", "Can you send it to Berlin?", { at: at(1) }),
  ]
}

function adasDetail(conversation: Summary): ConversationDetail {
  return {
    conversation,
    customer: {
      ref: "v-ada",
      id: "ada",
      verified: true,
      name: "Ada Lovelace",
      email: "ada@example.com",
      phone: null,
      locale: "en-GB",
      createdAt: "2026-03-02T09:00:00Z",
      conversations: 3,
    },
    why: {
      reason: "asked",
      question: "It says unknown. A person, please.",
      confidence: 0.42,
      tried: [{ title: "Track a parcel", score: 0.42 }],
      sentiment: { score: -0.4, label: "negative" },
      summary: ["Where is my order? It was to come yesterday."],
      at: at(17),
    },
    page: { url: "https://acme.com/orders/991", title: "Your orders" },
    flashback: null,
  }
}

function adasHistory(conversation: Summary): CustomerDetail {
  return {
    customer: adasDetail(conversation).customer,
    conversations: [
      conversation,
      summary(4, "Ada Lovelace", {
        status: "closed",
        createdAt: "2026-10-03T08:00:00Z",
        lastMessage: { seq: 5, from: "agent", text: "You are welcome.", at: "2026-10-03T08:20:00Z" },
      }),
    ],
    tickets: [ticket(41, "Parcel lost at the depot", { priority: "high" })],
    flashback: null,
  }
}

/** A ticket of Ada's, unless told. */
export function ticket(number: number, subject: string, about: Partial<DeskTicket> = {}): DeskTicket {
  return {
    number,
    reference: `T-${number}`,
    uuid: `3f0e9c1a-4b7d-4c55-9a8e-${String(number).padStart(12, "0")}`,
    subject,
    status: "open",
    priority: "medium",
    requester: { name: "Ada Lovelace", email: "ada@analytical.example", phone: null },
    customer: "v-ada",
    conversation: 4,
    assignee: null,
    source: "handoff",
    external: null,
    createdAt: at(50),
    updatedAt: at(50),
    closedAt: null,
    ...about,
  }
}
