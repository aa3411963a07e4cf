import { ChatdError } from "./errors.ts"

/** What a client says to prove who its customer is; the partner's server has signed it. */
export type IdentityClaim =
  /** HMAC-SHA256 of the id in hexadecimal. */
  | { customerId: string; signature: string }
  /** HS256 with `sub`, `exp`, and perhaps `name` and `email`. */
  | { jwt: string }

export interface ProvenIdentity {
  customerId: string
  name?: string
  email?: string
}

/** @throws {ChatdError} `unauthenticated` with what is wrong, `invalid_input` where the id cannot be a customer's */
export type VerifyIdentity = (partner: { id: string }, claim: IdentityClaim) => Promise<ProvenIdentity>

/** How the ids begin that chatd makes up for visitors who have proven nothing. */
export const VISITOR_PREFIX = "visitor-"

const LONGEST_ID = 200
/** What is left of a character that was decoded wrongly: ids that differ in nothing else are the same then. */
const UNREADABLE = "\ufffd"

/**
 * A partner's own id for a customer, as it may be.
 *
 * @throws {ChatdError} `invalid_input` naming `customerId`
 */
export function checkedCustomerId(id: string): string {
  if (id === "" || id.length > LONGEST_ID || /\p{Cc}/u.test(id) || id !== id.trim())
    throw invalidId(`customerId must have 1 to ${LONGEST_ID} characters, without spaces around them.`)
  if (!id.isWellFormed() || id.includes(UNREADABLE))
    throw invalidId("customerId has a character in it that could not be read; send it as UTF-8.")
  if (id.startsWith(VISITOR_PREFIX))
    throw invalidId(
      `customerId may not begin with ${VISITOR_PREFIX}: chatd gives such ids to visitors itself.`,
    )
  return id
}

function invalidId(sentence: string): ChatdError {
  return new ChatdError("invalid_input", sentence, { field: "customerId" })
}
