import { noSuchEndpoint } from "./endpoint.ts"

export interface RotateSecretPorts {
  /**
   * Stored with the audit log's entry. Those that still sign along from an earlier change go on with the one before.
   *
   * @returns until when those before sign; undefined where there is none of that number
   */
  replaceSecret(
    partnerId: string,
    number: number,
    secret: string,
    /** Until when the one before signs along; where that is now, no other does either. */
    previousUntil: Date,
    at: Date,
  ): Promise<Date | undefined>
  newSecret(): string
  now(): Date
}

const HOUR_MS = 3_600_000

/**
 * Gives an endpoint a new secret. For some hours events are signed with the one before as well, so that the receiver can
 * change over without losing any. Whichever the receiver has by then: of a secret that is replaced twice within these hours,
 * all sign.
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
  const overlapEnds = new Date(now.getTime() + overlapHours * HOUR_MS)
  const previousUntil = await ports.replaceSecret(partnerId, number, secret, overlapEnds, now)
  if (!previousUntil) throw noSuchEndpoint(number)
  return { secret, previousUntil }
}
