import type { Transaction } from "kysely"
import type { Config } from "../config/schema.ts"
import type { AskPorts } from "../core/ask-question.ts"
import { type AuditEntry, OPERATOR, REGISTRATION } from "../core/audit.ts"
import type { CustomerPorts } from "../core/change-customer.ts"
import type { ChangePartnerPorts } from "../core/change-partner.ts"
import type { EscalationPorts, FailureReport } from "../core/escalation.ts"
import type { InvitationPorts } from "../core/invitations.ts"
import type { Partner } from "../core/partner.ts"
import type { KeyPorts, NewKey } from "../core/partner-keys.ts"
import type { RatingPorts } from "../core/rate-answer.ts"
import type { RegisterPartnerPorts } from "../core/register-partner.ts"
import { randomText } from "../random.ts"
import type { Database } from "./database.ts"
import { GroupCommit } from "./group-commit.ts"
import { insertAuditEntry } from "./repositories/audit.ts"
import { customerByExternalId, ensureCustomer, updateCustomer } from "./repositories/customers.ts"
import { declineFailure, findFailure, markTicketed, recordFailure } from "./repositories/failures.ts"
import {
  findInteraction,
  findToRate,
  insertInteraction,
  insertRating,
  insertRatingOnce,
  openSession,
  questionBefore,
  sessionUser,
} from "./repositories/interactions.ts"
import { hurryJob } from "./repositories/outbox.ts"
import { insertInvitation, takeInvitation } from "./repositories/partner-invitations.ts"
import { replaceKeys, shownKey } from "./repositories/partner-keys.ts"
import { insertPartner, partnerById, updatePartner } from "./repositories/partners.ts"
import { insertServerAuditEntry } from "./repositories/server-audit.ts"
import { insertTicket, type JobsForChange, settleReference } from "./repositories/tickets.ts"
import type { Schema } from "./schema.ts"
import { secretHash } from "./secret-hash.ts"

/** How the core's verbs reach the database. */
export function questionPorts(
  { db, dialect }: Database,
  config: Config,
): Omit<AskPorts, "answer"> & RatingPorts {
  const idleMs = config.crm.session_idle_minutes * 60_000
  const commits = new GroupCommit(db)
  return {
    openSession: (question, at) => openSession(db, question, at, idleMs),
    recordInteraction: (question, asked) => commits.write((trx) => insertInteraction(trx, question, asked)),
    findInteraction: (rating) => findToRate(db, rating),
    insertRating: (rating, interactionId, at) =>
      interactionId === undefined
        ? insertRating(db, rating, undefined, at)
        : db.transaction().execute(async (trx) => {
            const held = trx.selectFrom("interaction").select("id").where("id", "=", Number(interactionId))
            await (dialect === "postgres" ? held.forUpdate() : held).execute()
            return insertRatingOnce(trx, rating, interactionId, at)
          }),
    now: () => new Date(),
  }
}

export interface TicketJobs {
  /**
   * What must follow from a ticket's change, as outbox rows; its opening is one. What tells the requester its number is held
   * back until that is settled.
   */
  jobsForChange: JobsForChange
  /** Keys of the mails that tell a ticket's number, and wait for it. */
  numberKeys(ticketUuid: string): readonly string[]
  awaitExternalId: EscalationPorts["awaitExternalId"]
  wake(): void
}

export function escalationPorts({ db }: Database, jobs: TicketJobs): EscalationPorts {
  return {
    async recordFailure(report, at) {
      return recordFailure(db, report, await failureKey(db, report), at)
    },
    findFailure: (partnerId, id) => findFailure(db, partnerId, id),
    async contextOf({ partnerId, sessionId, agentId, query }) {
      const user = await sessionUser(db, partnerId, sessionId, agentId)
      return { user, questionBefore: await questionBefore(db, { partnerId, sessionId, agentId, query }) }
    },
    declineFailure: (partnerId, id) => declineFailure(db, partnerId, id),
    async openTicket(failure, ticket, at) {
      const opened = await db.transaction().execute(async (trx) => {
        await markTicketed(trx, failure.id)
        return insertTicket(trx, ticket, jobs.jobsForChange, at)
      })
      jobs.wake()
      return opened.ticket
    },
    awaitExternalId: jobs.awaitExternalId,
    async settleReference(ticket, reference) {
      const settled = await settleReference(db, ticket.uuid, reference)
      for (const key of jobs.numberKeys(ticket.uuid)) await hurryJob(db, key, new Date())
      jobs.wake()
      return settled
    },
  }
}

/**
 * The same question asked twice in a session is two failures, a report sent twice is one: the interaction that it is
 * about tells them apart.
 */
async function failureKey(db: Database["db"], report: FailureReport): Promise<string> {
  const interaction = await findInteraction(db, {
    ...report,
    response: report.agentResponse,
    user: { agentId: report.agentId },
  })
  if (interaction) return `interaction:${interaction.id}`
  return `report:${secretHash(JSON.stringify([report.sessionId, report.agentId, report.query, report.agentResponse]))}`
}

/** @param actor who makes partners, for the audit logs; who was invited registers itself */
export function partnerPorts({ db }: Database, actor: string = OPERATOR): RegisterPartnerPorts {
  const insert = async (trx: Transaction<Schema>, partner: Partner, keys: readonly NewKey[], by: string) => {
    await insertPartner(trx, partner, keys)
    const { id: partnerId, name, domain, createdAt } = partner
    const entry = {
      actor: by,
      action: "partner_created",
      target: partnerId,
      details: { name, domain },
    } as const
    await insertAuditEntry(trx, { ...entry, partnerId }, createdAt)
    await insertServerAuditEntry(trx, entry, createdAt)
  }
  return {
    store: (partner, keys) => db.transaction().execute((trx) => insert(trx, partner, keys, actor)),
    storeInvited: (partner, keys, invitation) =>
      db.transaction().execute(async (trx) => {
        if (!(await takeInvitation(trx, invitation, partner.createdAt))) return false
        await insert(trx, partner, keys, REGISTRATION)
        return true
      }),
    random: randomText,
    now: () => new Date(),
  }
}

export function invitationPorts({ db }: Database): InvitationPorts {
  return {
    storeInvitation: (invitation, at) =>
      db.transaction().execute(async (trx) => {
        await insertInvitation(trx, invitation, at)
        const details = { uses: invitation.uses, expiresAt: invitation.expiresAt }
        await insertServerAuditEntry(trx, { actor: OPERATOR, action: "invitation_made", details }, at)
      }),
    random: randomText,
    now: () => new Date(),
  }
}

export function customerPorts({ db }: Database): CustomerPorts {
  return {
    findCustomer: (partnerId, externalId) => customerByExternalId(db, partnerId, externalId, true),
    saveCustomer: (partnerId, externalId, changes, at) =>
      db.transaction().execute(async (trx) => {
        const customer = await ensureCustomer(trx, { partnerId, externalId, verified: true }, at)
        return updateCustomer(trx, customer, changes, at)
      }),
    now: () => new Date(),
  }
}

export function changePartnerPorts({ db, dialect }: Database): ChangePartnerPorts {
  return {
    change: (partnerId, change, at) =>
      db.transaction().execute(async (trx) => {
        const held = trx.selectFrom("partner").select("id").where("id", "=", partnerId)
        await (dialect === "postgres" ? held.forNoKeyUpdate() : held).execute()
        const before = await partnerById(trx, partnerId)
        if (!before) return undefined
        const { after, entry } = change(before)
        await updatePartner(trx, after)
        if (entry) await insertAuditEntry(trx, entry, at)
        return after
      }),
    now: () => new Date(),
  }
}

export function keyPorts({ db }: Database): KeyPorts {
  return {
    replaceKeys: (partnerId, made, end, at) =>
      db.transaction().execute(async (trx) => {
        const ended = await replaceKeys(trx, partnerId, made, end, at)
        const { kind, label } = made
        const entry: AuditEntry = {
          partnerId,
          actor: OPERATOR,
          action: "key_made",
          target: shownKey(made.key),
          details: {
            kind,
            ...(label && { label }),
            ...(end && { ended: ended.map(({ prefix }) => prefix), endedAt: end }),
          },
        }
        await insertAuditEntry(trx, entry, at)
        return ended
      }),
    random: randomText,
    now: () => new Date(),
  }
}
