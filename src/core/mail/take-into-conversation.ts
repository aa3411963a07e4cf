import type { Conversation } from "../conversations/conversation.ts"
import type { Decision } from "../conversations/log.ts"
import { requireRoom } from "../conversations/post-message.ts"
import { customerSender, SYSTEM } from "../conversations/senders.ts"
import { keeperOf, move } from "../conversations/transitions.ts"
import { NOTHING_TRIED, whyData } from "../conversations/why.ts"
import type { StoredCustomer } from "../customers.ts"
import type { Partner } from "../partner.ts"
import { reopening } from "../routing/reopen-conversation.ts"
import type { RouteWork } from "../routing/together.ts"
import { type IncomingMail, isFrom, type MailContent, type MailOutcome } from "./incoming-mail.ts"
import {
  type NewFile,
  namesLine,
  noticeOf,
  outcomeOf,
  type ReadyMail,
  readyMail,
  unverifiedSentence,
} from "./mail-text.ts"

export interface ConversationMailPorts {
  /**
   * Work on the partner's conversations, stored together with the mail's being taken: it is done once a mail, and not at all
   * where the mail was taken before.
   *
   * @param work says what became of the mail
   */
  together(
    partnerId: string,
    work: (within: ConversationMailWork) => Promise<MailOutcome>,
  ): Promise<MailOutcome>
  /** Of a file; nobody can guess it. */
  newId(): string
}

export interface ConversationMailWork extends Pick<RouteWork, "at" | "conversation" | "agent" | "write"> {
  /** Keeps the files that came with this event of the conversation. */
  keep(conversation: Conversation, seq: number, files: readonly NewFile[]): Promise<void>
}

/** Whose conversation it is, as it is known here. */
export interface MailedConversation {
  partner: Partner
  conversation: Conversation
  customer: StoredCustomer
}

/**
 * What becomes of a mail to a conversation's address. Its customer's is a message of theirs. Anybody else's is a note: whoever
 * has seen the address can write to it. Either way it is for a person to read: what the bot has, or nobody, waits for one; what
 * is closed is opened again and goes to whom it had. The bot answers no mails.
 *
 * @throws {ChatdError} `too_large` where the conversation is full
 */
export function takeIntoConversation(
  ports: ConversationMailPorts,
  mailed: MailedConversation,
  content: MailContent,
): Promise<MailOutcome> {
  const { partner, conversation } = mailed
  return ports.together(partner.id, async (within) => {
    const now = await within.conversation(conversation.number)
    if (!now) return "ignored"
    if (content.kind !== "written") return notice(within, now, content)
    const isKnown = isFrom(mailed.customer.email, content.mail.sender)
    const ready = readyMail(content.mail, {
      longest: partner.settings.limits.messageLength,
      isKnown,
      isAnswer: true,
      newId: ports.newId,
    })
    if (!ready) return "empty"
    const text = ready.text || namesLine(content.mail)
    return written(within, { ...mailed, conversation: now }, content.mail, isKnown, { ...ready, text })
  })
}

async function notice(
  { write }: ConversationMailWork,
  conversation: Conversation,
  content: Exclude<MailContent, { kind: "written" }>,
): Promise<MailOutcome> {
  const text = noticeOf(content)
  if (text === undefined) return "automatic"
  const data = { mail: { notice: content.kind } }
  await write([
    {
      conversationId: conversation.id,
      decide(now) {
        requireRoom(now, 1)
        return { events: [{ type: "note", sender: SYSTEM, text, data }], routes: [] }
      },
    },
  ])
  return outcomeOf(content)
}

async function written(
  within: ConversationMailWork,
  { conversation, customer }: MailedConversation,
  mail: IncomingMail,
  isKnown: boolean,
  ready: ReadyMail,
): Promise<MailOutcome> {
  if (conversation.status === "closed") await reopen(within, conversation, customer, ready.text)
  let seq = 0
  await within.write([
    {
      conversationId: conversation.id,
      decide(now, at) {
        requireRoom(now, 3)
        seq = now.lastSeq + 1
        const event = isKnown
          ? ({
              type: "message",
              sender: customerSender(customer),
              text: ready.text,
              data: ready.data,
            } as const)
          : noteOf(mail, ready)
        const asked = wanted(now, at, customer, ready.text)
        return {
          events: [event, ...(asked?.events ?? [])],
          ...(asked?.change && { change: asked.change }),
          routes: [],
        }
      },
    },
  ])
  await within.keep(conversation, seq, ready.files)
  return isKnown ? "message" : "note"
}

function noteOf({ sender }: IncomingMail, { text, data }: ReadyMail) {
  const said = `${unverifiedSentence(sender)}\n\n${text}`
  return {
    type: "note",
    sender: SYSTEM,
    text: said,
    data: { ...data, mail: { ...data.mail, verified: false } },
  } as const
}

/** Where nobody has it who reads mails, a person is wanted. */
function wanted(
  conversation: Conversation,
  at: number,
  customer: StoredCustomer,
  question: string,
): Decision | undefined {
  if (conversation.handler === "person") return undefined
  const data = whyWritten(question, at)
  const moved = move(conversation, "person_requested", { sender: customerSender(customer), at, data })
  return moved && { events: [moved.event], change: moved.change }
}

function whyWritten(question: string, at: number) {
  return whyData({ reason: "mail", question, ...NOTHING_TRIED }, at)
}

async function reopen(
  within: ConversationMailWork,
  conversation: Conversation,
  customer: StoredCustomer,
  question: string,
): Promise<void> {
  const had = keeperOf(conversation)
  const agent = had && (await within.agent(had.number))
  const to = agent?.available ? agent : undefined
  await within.write([
    {
      conversationId: conversation.id,
      decide: (now, at) =>
        reopening(now, at, {
          sender: customerSender(customer),
          by: { kind: "customer" },
          had,
          to,
          data: whyWritten(question, at),
        }),
    },
  ])
}
