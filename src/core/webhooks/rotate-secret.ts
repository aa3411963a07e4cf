import { noSuchEndpoint } from "./endpoint.ts"

export interface RotateSecretPorts {
  /** Stored with the audit log's entry; false where there is none of that number. */
  replaceSecret(
    partnerId: string,
    number: number,
    secret: string,
    /** Until when the one before signs along. */
    previousUntil: Date,
    at: Date,
  ): Promise<boolean>
  newSecret(): string
  now(): Date
}

const HOUR_MS = 3_600_000

/**
 * Gives an endpoint a new secret. For some hours events are signed with the one before as well, so that the receiver can
 * change over without losing any.
 *
 * @throws {ChatdError} `not_found`
 */
export async function rotateSecret(
  ports: RotateSecretPorts,
  partnerId: string,
  number: number,
  overlapHours: number,
): Promise<{ secret: string; previousUntil: Date }> {
  const secret = ports.newSecret()
  const now = ports.now()
  const previousUntil = new Date(now.getTime() + overlapHours * HOUR_MS)
  if (!(await ports.replaceSecret(partnerId, number, secret, previousUntil, now)))
    throw noSuchEndpoint(number)
  return { secret, previousUntil }
}
