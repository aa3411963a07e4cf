import type { MailOutcome } from "../core/mail/incoming-mail.ts"
import type { NewFile } from "../core/mail/mail-text.ts"
import type { ConversationMailPorts } from "../core/mail/take-into-conversation.ts"
import type { TicketMailPorts } from "../core/mail/take-onto-ticket.ts"
import type { SupportTicket, TicketChange } from "../core/tickets/ticket.ts"
import { randomText } from "../random.ts"
import type { OnCommitted } from "./conversations/batching-log.ts"
import type { TicketJobs } from "./core-ports.ts"
import type { Database, Db } from "./database.ts"
import { insertAttachment, type NewAttachment } from "./repositories/attachments.ts"
import { type MailRecord, mailOutcome, recordMail, setMailOutcome } from "./repositories/mail-received.ts"
import { routingTransactions } from "./routing/route-together.ts"
import { ticketPorts } from "./ticket-ports.ts"

/** Of a file, which is found by nothing else: 139 bits. */
export const newFileId = (): string => `at_${randomText(24)}`

/**
 * How one mail reaches conversations: what it becomes, and that it was taken, are one transaction.
 *
 * @param taking that it was taken; of one of ours, which nobody takes, what else is stored with what it becomes
 */
export function conversationMailPorts(
  database: Database,
  onCommitted: OnCommitted,
  taking: MailRecord | ((trx: Db) => Promise<void>),
): ConversationMailPorts {
  const inTransaction = routingTransactions(database, onCommitted)
  return {
    newId: newFileId,
    together: (partnerId, work) =>
      inTransaction(partnerId, async (within, trx) => {
        const done = () =>
          work({
            at: within.at,
            conversation: (number) => within.conversation(number),
            agent: (number) => within.agent(number),
            write: (moves) => within.write(moves),
            keep: ({ id: conversationId }, seq, files) =>
              keepFiles(trx, { partnerId, place: { conversationId }, seq }, files),
          })
        if (typeof taking !== "function") return takenOnce(trx, taking, partnerId, done)
        const outcome = await done()
        await taking(trx)
        return outcome
      }),
  }
}

/** How one mail reaches tickets; what is named by the mail is stored once, and its taking with it. */
export function ticketMailPorts(
  database: Database,
  onCommitted: OnCommitted,
  jobs: Pick<TicketJobs, "jobsForChange" | "wake">,
  record: MailRecord,
  partnerId: string,
): TicketMailPorts {
  const taken = (db: Db, outcome: MailOutcome) => recordMail(db, record, partnerId, outcome, new Date())
  return {
    newId: newFileId,
    clientId: `mail-${record.key.slice(0, 40)}`,
    alongside: (outcome, files, confirms = true) =>
      ticketPorts(database, onCommitted, confirms ? jobs : withoutConfirmation(jobs), async (trx, result) => {
        // Whoever took the mail before kept its files as well.
        if (!(await taken(trx, outcome))) return
        const { ticket, comment } = result as { ticket: SupportTicket; comment?: TicketChange }
        await keepFiles(trx, { partnerId, place: { ticketId: ticket.id }, seq: comment?.seq ?? 1 }, files)
      }),
    async takeNote(outcome) {
      await taken(database.db, outcome)
    },
  }
}

function withoutConfirmation({ jobsForChange, wake }: Pick<TicketJobs, "jobsForChange" | "wake">) {
  const others: typeof jobsForChange = (ticket, change) =>
    jobsForChange(ticket, change).filter(({ kind }) => kind !== "ticket_confirmation")
  return { jobsForChange: others, wake }
}

/** The mark comes first: whoever takes the same mail at the same time waits for it, and finds it taken. */
async function takenOnce(
  trx: Db,
  record: MailRecord,
  partnerId: string,
  work: () => Promise<MailOutcome>,
): Promise<MailOutcome> {
  const fresh = await recordMail(trx, record, partnerId, "ignored", new Date())
  if (!fresh) return (await mailOutcome(trx, record.key)) ?? "ignored"
  const outcome = await work()
  await setMailOutcome(trx, record.key, outcome)
  return outcome
}

async function keepFiles(
  trx: Db,
  where: Pick<NewAttachment, "partnerId" | "place" | "seq">,
  files: readonly NewFile[],
): Promise<void> {
  const at = new Date()
  for (const { id: publicId, ...file } of files)
    await insertAttachment(trx, { ...where, publicId, ...file }, at)
}
