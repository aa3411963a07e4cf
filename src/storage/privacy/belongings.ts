import type { Gather, Row } from "./gather.ts"

/** What belongs to customers in one table. */
export interface Belonging {
  table: string
  /** Tells a row from others. */
  key: readonly string[]
  rows(gather: Gather): Promise<Row[]>
  /**
   * `with`: it goes with the rows of that table that it hangs on, by the database's own rules; `deleted`: it is deleted
   * by its key.
   */
  fate: "deleted" | { with: string }
  /** As large as files: only keys are gathered, and the rows themselves read and deleted a few at a time. */
  isHeavy?: boolean
  /** Columns that an export leaves out: they are ours, or stand for something else in it. */
  notExported?: readonly string[]
}

/**
 * Everything that belongs to a customer, parents before what hangs on them. Export and erasure both follow this list; a
 * test holds it against every table of both databases, so that a table that is new must say here whose it is.
 */
export const BELONGINGS: readonly Belonging[] = [
  {
    table: "customer",
    key: ["id"],
    rows: (gather) => gather.linked("customer", "id", gather.subject.customerIds),
    fate: "deleted",
  },
  {
    table: "conversation",
    key: ["id"],
    rows: (gather) => gather.linked("conversation", "customer_id", gather.subject.customerIds),
    fate: "deleted",
  },
  {
    table: "event",
    key: ["id"],
    rows: (gather) =>
      gather.linked("conversation_event", "conversation_id", gather.everyIdOf("conversation")),
    fate: { with: "conversation" },
    notExported: ["client_key"],
  },
  {
    table: "route_decision",
    key: ["id"],
    rows: (gather) => gather.linked("route_decision", "conversation_id", gather.everyIdOf("conversation")),
    fate: { with: "conversation" },
  },
  {
    table: "session",
    key: ["partner_id", "id"],
    rows: (gather) =>
      gather.scanOfUsers("session", ({ user_id, user }) => ({ id: user_id, user: parsed(user) })),
    fate: "deleted",
  },
  {
    table: "interaction",
    key: ["id"],
    rows: async (gather) => {
      const sessions = [...gather.publicIds(), ...gather.everyRowOf("session").map(({ id }) => String(id))]
      const asked = await gather.linked("interaction", "session_id", sessions)
      // A session's id is its caller's to choose: another user may have used it as well.
      const users = new Set([
        ...gather.everyRowOf("session").map(({ user_id }) => user_id),
        ...gather.everyRowOf("conversation").map(({ customer_id }) => String(customer_id)),
      ])
      return asked.filter(
        ({ partner_id, user_id }) => partner_id === gather.subject.partnerId && users.has(user_id),
      )
    },
    fate: "deleted",
  },
  {
    table: "failure",
    key: ["id"],
    rows: (gather) =>
      gather.scanOfUsers("failure", ({ report }) => {
        const { agentId, user } = parsed(report)
        return { id: agentId, user }
      }),
    fate: "deleted",
  },
  {
    table: "ticket",
    key: ["id"],
    rows: (gather) =>
      gather.scan("ticket", ({ customer_id, conversation_id, failure_id, requester }) => {
        const { subject } = gather
        if (subject.customerIds.includes(customer_id as number)) return true
        if (gather.hasId("conversation", conversation_id) || gather.hasId("failure", failure_id)) return true
        // Whose it is stands there already: the address is only what they typed.
        const isAnothers = subject.customerIds.length > 0 && (customer_id !== null || failure_id !== null)
        return !isAnothers && gather.hasTheirAddress(parsed(requester))
      }),
    fate: "deleted",
  },
  {
    table: "ticket_change",
    key: ["ticket_id", "seq"],
    rows: (gather) => gather.linked("ticket_change", "ticket_id", gather.everyIdOf("ticket")),
    fate: { with: "ticket" },
  },
  {
    table: "feedback",
    key: ["id"],
    rows: async (gather) => {
      const ofConversations = await gather.linked("feedback", "session_id", gather.publicIds())
      // A session's id is its caller's to choose, and may be one that nobody asked in: the rating says who gave it.
      const given = await gather.scanOfUsers("feedback", ({ rating }) => {
        const user = userOf(parsed(rating))
        return { id: user.agentId, user }
      })
      return [
        ...ofConversations.filter(({ partner_id }) => partner_id === gather.subject.partnerId),
        ...given,
      ]
    },
    fate: "deleted",
  },
  {
    table: "chatbot_session",
    key: ["conversation_id"],
    rows: (gather) => gather.linked("chatbot_session", "conversation_id", gather.everyIdOf("conversation")),
    fate: { with: "conversation" },
  },
  {
    table: "reply_notice",
    key: ["conversation_id"],
    rows: (gather) => gather.linked("reply_notice", "conversation_id", gather.everyIdOf("conversation")),
    fate: { with: "conversation" },
  },
  {
    table: "reply_notice_stop",
    key: ["customer_id"],
    rows: (gather) => gather.linked("reply_notice_stop", "customer_id", gather.subject.customerIds),
    fate: { with: "customer" },
  },
  {
    table: "attachment",
    key: ["id"],
    rows: async (gather) => [
      ...(await gather.linked("attachment", "conversation_id", gather.everyIdOf("conversation"))),
      ...(await gather.linked("attachment", "ticket_id", gather.everyIdOf("ticket"))),
    ],
    fate: "deleted",
  },
  {
    table: "attachment_part",
    key: ["attachment_id", "part"],
    rows: (gather) =>
      gather.linked("attachment_part", "attachment_id", gather.everyIdOf("attachment"), [
        "attachment_id",
        "part",
      ]),
    fate: { with: "attachment" },
    isHeavy: true,
  },
  {
    table: "outbox",
    key: ["id"],
    rows: async (gather) => {
      const found = await gather.scan("outbox", ({ payload }) => gather.concerns(parsed(payload)))
      // An address may be known to several partners, and a job is of whoever's conversation or ticket it is.
      const ofOthers = await gather.jobsOfOthers(found.map(({ id, payload }) => ({ id, ...parsed(payload) })))
      return found.filter(({ id }) => !ofOthers.has(id))
    },
    fate: "deleted",
  },
]

/** Tables that hold nothing of a customer's, or nothing that says whose it is; and why. */
export const NOT_THEIRS: Readonly<Record<string, string>> = {
  partner: "a company",
  partner_key: "a company's",
  partner_invitation: "for companies",
  kb: "a company's knowledge",
  kb_article: "a company's; what customers' words stand in is taken out of it (articles.ts)",
  kb_vector: "of articles, and goes with their words",
  kb_tombstone: "of articles",
  kb_source: "where articles come from",
  mail_template: "a company's",
  intent_example: "a company's",
  site: "a company's pages",
  daily_figure: "numbers, and nobody's words",
  figures_counted: "how far days have been counted",
  agent: "of those who answer",
  agent_token: "of those who answer",
  agent_connection: "of those who answer",
  sign_in_failure: "of those who answer; under a hash",
  canned_reply: "a company's",
  audit_entry: "kept, with whom it names made unknown (audit.ts)",
  server_audit_entry: "what was done to the installation, which names partners alone",
  server_secret: "the server's",
  encryption_key: "the server's",
  erasure_receipt: "says that somebody is gone, and not who",
  erased_conversations: "numbers of conversations that are no more",
  webhook_endpoint: "a company's",
  webhook_delivery: "numbers of events, and nobody's words",
  webhook_position: "numbers of events",
  webhook_followed: "how far events have been told of",
  integration_cursor: "how far other systems have been read",
  event_place: "where an event stands; goes with it",
  event_placed: "how far events have been placed",
  mail_received: "that a mail was read; its sender is a number that only this server can make",
  mail_reader: "how far a mailbox has been read",
  message_index: "words of an event; goes with it, and scrub.ts takes them out of the file",
  message_indexed: "how far messages have been indexed",
}

type Parsed = Record<string, unknown>

function parsed(json: unknown): Parsed {
  if (typeof json !== "string") return {}
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === "object" && value !== null ? (value as Parsed) : {}
  } catch {
    return {}
  }
}

function userOf({ user }: Parsed): Parsed {
  return typeof user === "object" && user !== null ? (user as Parsed) : {}
}
