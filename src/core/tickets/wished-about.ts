import { type NewTicket, subjectOf } from "./ticket.ts"

/**
 * What a ticket says that came of a wish for a person, be it a mere "yes" to the offer of one: it is about the question right
 * before that the bot had no answer to.
 *
 * @param question undefined where there was none: it is about what was said
 */
export function wishedAbout(
  question: string | undefined,
  said: string,
): Pick<NewTicket, "subject" | "description"> {
  if (question === undefined) return { description: said }
  return { subject: subjectOf(question), description: `${question}\n\n${said}` }
}
