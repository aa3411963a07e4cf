/** What a placeholder stands for: words in a sentence, a part with a look of its own, or an address that can be followed. */
export type PlaceholderKind = "text" | "block" | "link"

/** Every mail that goes out. */
export const MAILS = [
  "ticket_confirmation",
  "ticket_team",
  "ticket_status",
  "ticket_comment",
  "reply_notice",
  "transcript",
  "webhook_paused",
] as const
export type MailName = (typeof MAILS)[number]

const ANY = { company: "text", name: "text", first_name: "text", greeting: "text", email: "text" } as const
const TICKET = { ...ANY, ticket: "text", subject: "text", reply_hint: "text", link: "link" } as const

/** What the templates of a mail may say, and no more. */
export const PLACEHOLDERS: Readonly<Record<MailName, Readonly<Record<string, PlaceholderKind>>>> = {
  ticket_confirmation: { ...TICKET, priority: "text", question: "block", transcript: "block" },
  ticket_team: {
    ...ANY,
    ticket: "text",
    subject: "text",
    phone: "text",
    priority: "text",
    page: "link",
    link: "link",
    details: "block",
    question: "block",
    transcript: "block",
  },
  ticket_status: { ...TICKET, status: "text" },
  ticket_comment: { ...TICKET, agent: "text", status: "text", comment: "block" },
  reply_notice: {
    ...ANY,
    agent: "text",
    conversation: "text",
    messages: "block",
    link: "link",
    reply_hint: "text",
    unsubscribe: "link",
  },
  transcript: { ...ANY, conversation: "text", transcript: "block", link: "link" },
  webhook_paused: { ...ANY, webhook: "text", address: "text", fault: "text", command: "text" },
}

/** What a mail is for, as lists say. */
export const MEANINGS: Readonly<Record<MailName, string>> = {
  ticket_confirmation: "to the customer, with the number of their new ticket",
  ticket_team: "to mail.team, with all that is known of a new ticket",
  ticket_status: "to the customer: their ticket has another status",
  ticket_comment: "to the customer: somebody answered their ticket",
  reply_notice: "to a customer who has gone: what an agent wrote since",
  transcript: "to whom the customer asked to send their conversation",
  webhook_paused: "to mail.team: a webhook took nothing for a day and is paused",
}

export function isMailName(text: string): text is MailName {
  return (MAILS as readonly string[]).includes(text)
}
