import { ChatdError } from "../errors.ts"

const EMAIL = /^[^\s@"<>(),;:\\]+@[^\s@"<>(),;:\\]+$/
const LEAST_PASSWORD = 10
/** Hashing a book takes no longer, but a mistake should be noticed. */
const MOST_PASSWORD = 200
/** `aaaaaaaaaa` and `1212121212` have fewer. */
const LEAST_DIFFERENT = 5

/**
 * An agent's address, in small letters: however it is typed, it is the same account.
 *
 * @throws {ChatdError} `invalid_input` naming `email`
 */
export function checkedEmail(text: string): string {
  const email = text.trim().toLowerCase()
  if (email.length <= 254 && EMAIL.test(email)) return email
  throw new ChatdError("invalid_input", "email must be an address such as ada@example.com.", {
    field: "email",
  })
}

/** @throws {ChatdError} `invalid_input` naming `capacity` */
export function checkedCapacity(capacity: number): number {
  if (Number.isInteger(capacity) && capacity >= 1 && capacity <= 1_000) return capacity
  throw new ChatdError("invalid_input", "capacity must be a whole number from 1 to 1000.", {
    field: "capacity",
  })
}

/**
 * A password that is worth hashing.
 *
 * @param known what everybody knows of its owner, and would try first
 * @param field as the caller's input names it
 * @throws {ChatdError} `invalid_input` naming the field
 */
export function checkedPassword(password: string, known: readonly string[], field = "password"): string {
  const length = [...password].length
  const refuse = (problem: string) => new ChatdError("invalid_input", `${field} ${problem}`, { field })
  if (length < LEAST_PASSWORD) throw refuse(`must have at least ${LEAST_PASSWORD} characters.`)
  if (length > MOST_PASSWORD) throw refuse(`must have at most ${MOST_PASSWORD} characters.`)
  if (new Set(password).size < LEAST_DIFFERENT)
    throw refuse("repeats too few characters: it would be guessed at once.")
  const plain = password.trim().toLowerCase()
  if (known.some((one) => one.toLowerCase() === plain))
    throw refuse("must not be the agent's own name or address.")
  return password
}
