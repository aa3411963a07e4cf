import { type CustomerIdentity, type StoredCustomer, vouchedFor } from "./customers.ts"
import { ChatdError } from "./errors.ts"
import type { Partner } from "./partner.ts"

/** Who somebody is, as Google's own signature says. */
export interface GoogleAccount {
  /** Google's, which never changes. */
  id: string
  /** The OAuth client that they signed in at. */
  client: string
  name?: string
  email?: string
  picture?: string
}

/**
 * @param isTaken of the client that the token says it is for: Google is asked for its keys only where somebody takes its sign-ins
 * @throws {ChatdError} `unauthenticated` with what is wrong; `unavailable` where Google's keys cannot be had
 */
export type VerifyGoogleToken = (
  token: string,
  isTaken: (client: string) => boolean | Promise<boolean>,
) => Promise<GoogleAccount>

/** Whether sign-ins at that client are the partner's. @param everybodys clients that all partners share */
export function takesClient({ settings }: Partner, client: string, everybodys: readonly string[]): boolean {
  return settings.google.clientIds.includes(client) || everybodys.includes(client)
}

export interface SignInWithGooglePorts {
  verifyGoogleToken: VerifyGoogleToken
  allPartners(): Promise<readonly Partner[]>
  /** Clients that all partners share. */
  everybodysClients: readonly string[]
  ensureCustomer(identity: CustomerIdentity, at: Date): Promise<StoredCustomer>
  now(): Date
}

export interface GoogleSignIn {
  token: string
  /** Whose page it is, where it says so; else the client tells. */
  partner: Partner | undefined
  /** Whose calls without a key are. */
  keylessPartner: string | undefined
  /** @throws {ChatdError} where the partner may not be signed in to from there */
  requireAllowed(partner: Partner): void
}

/**
 * Signs a customer in with their Google account: they are verified, and the same ever after.
 *
 * @throws {ChatdError} `unauthenticated`, `unavailable`, and what `requireAllowed` throws
 */
export async function signInWithGoogle(
  ports: SignInWithGooglePorts,
  { token, partner: named, keylessPartner, requireAllowed }: GoogleSignIn,
): Promise<{ partner: Partner; customer: StoredCustomer; account: GoogleAccount }> {
  const partners = named ? [named] : await ports.allPartners()
  const takingAt = (client: string) =>
    partners.filter((one) => takesClient(one, client, ports.everybodysClients))
  const account = await ports.verifyGoogleToken(token, (client) => takingAt(client).length > 0)
  const taking = takingAt(account.client)
  const own = taking.filter(({ settings }) => settings.google.clientIds.includes(account.client))
  const keyless = taking.find(({ id }) => id === keylessPartner)
  // A partner may name any client as its own, and gets nobody's sign-ins by it: a client of several does not say whose page it was.
  const partner = named ? taking[0] : (keyless ?? (own.length === 1 ? own[0] : undefined))
  if (!partner)
    throw new ChatdError(
      "unauthenticated",
      "Sign-ins at this Google client are not taken here: name it in the partner's google.client_ids, and send the partner's widget key along where several partners share it.",
    )
  requireAllowed(partner)
  const { name, email } = account
  const details = vouchedFor({ ...(name && { name }), ...(email && { email }) })
  const identity = {
    partnerId: partner.id,
    externalId: googleCustomerId(account),
    verified: true,
    ...details,
  }
  return { partner, customer: await ports.ensureCustomer(identity, ports.now()), account }
}

/** What a customer goes by who has signed in with Google. */
export function googleCustomerId({ id }: Pick<GoogleAccount, "id">): string {
  return `google:${id}`
}
