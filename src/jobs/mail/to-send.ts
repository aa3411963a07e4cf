import type { Mail } from "../../integrations/mail/message.ts"

/** A mail, or why none is sent any more. */
export type ToSend = Mail | { nothing: string }

export function nothing(why: string): ToSend {
  return { nothing: why }
}

export function isMail(given: ToSend): given is Mail {
  return !("nothing" in given)
}
