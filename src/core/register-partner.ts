import {
  type CreatePartnerPorts,
  createPartner,
  type NewPartnerInput,
  type PartnerKeys,
} from "./create-partner.ts"
import { ChatdError } from "./errors.ts"
import type { Partner } from "./partner.ts"
import type { NewKey } from "./partner-keys.ts"

export type RegistrationMode = "open" | "closed" | "invitation"

export interface RegisterPartnerPorts extends CreatePartnerPorts {
  /** Stores the partner and takes one use off the invitation, both or neither; false where it is not valid. */
  storeInvited(partner: Partner, keys: readonly NewKey[], invitation: string): Promise<boolean>
}

export interface RegisterInput extends NewPartnerInput {
  mode: RegistrationMode
  /** Whether the operator asks. */
  isAdmin: boolean
  invitation?: string
}

/**
 * Registers a tenant by itself, as far as the operator allows that.
 *
 * @throws {ChatdError} `unauthenticated` where registration is closed, `invalid_input` naming the wrong field
 */
export async function registerPartner(
  ports: RegisterPartnerPorts,
  { mode, isAdmin, invitation, ...input }: RegisterInput,
): Promise<Partner & PartnerKeys> {
  if (isAdmin || mode === "open") return createPartner(ports, input)
  if (mode === "closed")
    throw new ChatdError(
      "unauthenticated",
      "Registration is closed here: it takes the operator's admin token, as Authorization: Bearer ADMIN_TOKEN.",
    )
  if (!invitation)
    throw invalidInvitation(
      "invitation is required: registration takes a code from whoever runs this server.",
    )
  return createPartner(
    { ...ports, store: (partner, keys) => storeInvited(ports, partner, keys, invitation) },
    input,
  )
}

async function storeInvited(
  ports: RegisterPartnerPorts,
  partner: Partner,
  keys: readonly NewKey[],
  invitation: string,
): Promise<void> {
  if (!(await ports.storeInvited(partner, keys, invitation)))
    throw invalidInvitation("invitation is not valid, used up or too old.")
}

function invalidInvitation(sentence: string): ChatdError {
  return new ChatdError("invalid_input", sentence, { field: "invitation" })
}
