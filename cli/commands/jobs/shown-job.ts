import type { Job } from "../../../src/storage/repositories/outbox.ts"
import { span } from "../../times.ts"

/** What each kind of job does, for eyes. */
export const KINDS: Readonly<Record<string, string>> = {
  freshdesk_ticket: "ticket to Freshdesk",
  freshdesk_change: "change of a ticket to Freshdesk",
  freshdesk_pull: "news of a ticket from Freshdesk",
  ticket_confirmation: "mail: number of the ticket, to the customer",
  ticket_team_mail: "mail: new ticket, to the team",
  ticket_status_mail: "mail: another status, to the customer",
  ticket_comment_mail: "mail: answer to the ticket, to the customer",
  reply_mail: "mail: you have a reply, to the customer",
  transcript_mail: "mail: transcript",
  webhook_paused_mail: "mail: a webhook is paused, to the team",
}

export function kindInWords(kind: string): string {
  return KINDS[kind] ?? kind
}

/** What was typed, or the number of no job: `1e1` is not 10. */
export function jobNumber(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0
}

/** What is due so long waits for others, or for a server that runs. */
const LATE_SECONDS = 10

/** What happens next. */
export function nextInWords({ state, nextAt, doneAt, attempts }: Job, now = Date.now()): string {
  switch (state) {
    case "pending": {
      const seconds = (nextAt.getTime() - now) / 1000
      if (seconds < -LATE_SECONDS) return `due for ${span(-seconds)}`
      if (seconds <= 0) return attempts === 0 ? "due now" : "tried again now"
      return attempts === 0 ? `first try in ${span(seconds)}` : `tried again in ${span(seconds)}`
    }
    case "running":
      return "is being delivered"
    case "dead":
      return "given up: chatd jobs retry"
    case "done":
      return doneAt ? `${span((now - doneAt.getTime()) / 1000)} ago` : ""
  }
}

/** Without what it holds, which may be about somebody. */
export function jsonOf({ payload: _, ...job }: Job) {
  return job
}
