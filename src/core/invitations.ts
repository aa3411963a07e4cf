import { ChatdError } from "./errors.ts"

export interface InvitationPorts {
  storeInvitation(invitation: NewInvitation, at: Date): Promise<void>
  /** Characters that nobody can guess. */
  random(length: number): string
  now(): Date
}

export interface NewInvitation {
  code: string
  uses: number
  expiresAt: Date
}

const MOST_USES = 9_999

/**
 * Makes a code that registers so many partners; it is shown this once.
 *
 * @throws {ChatdError} `invalid_input` naming `uses`
 */
export async function invitePartners(
  ports: InvitationPorts,
  { uses, lifeMs }: { uses: number; lifeMs: number },
): Promise<NewInvitation> {
  if (!Number.isInteger(uses) || uses < 1 || uses > MOST_USES)
    throw new ChatdError("invalid_input", `uses must be a whole number from 1 to ${MOST_USES}.`, {
      field: "uses",
    })
  const at = ports.now()
  const invitation = {
    code: `inv_${ports.random(24)}`,
    uses,
    expiresAt: new Date(at.getTime() + lifeMs),
  }
  await ports.storeInvitation(invitation, at)
  return invitation
}
