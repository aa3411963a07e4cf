import { ChatdError } from "../core/errors.ts"

/** As long as a message's own name may be. */
const LONGEST = 100

/**
 * What a caller calls this one attempt, so that it may be made again. One that is too long is refused: cut, two names could
 * become one, and the second message would count as sent.
 *
 * @throws {ChatdError} `invalid_input` naming the header
 */
export function idempotencyKey(request: Request): string | undefined {
  const key = request.headers.get("idempotency-key") || undefined
  if (key === undefined || key.length <= LONGEST) return key
  throw new ChatdError("invalid_input", `Idempotency-Key must have at most ${LONGEST} characters.`, {
    field: "Idempotency-Key",
  })
}
