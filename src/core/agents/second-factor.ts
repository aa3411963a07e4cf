import type { AuditAction, AuditEntry } from "../audit.ts"
import { ChatdError } from "../errors.ts"
import type { Account } from "./account.ts"
import { type ConfirmPorts, confirmPassword, triedWhileOpen } from "./confirm-password.ts"
import type { SignInPorts } from "./sign-in.ts"

export interface SecondFactorPorts extends ConfirmPorts, Pick<SignInPorts, "takeCode"> {
  newSecret(): string
  /** Keeps a secret that is not in force before its first code. */
  saveSecret(account: Account, secret: string, at: Date): Promise<void>
  removeSecret(account: Account, entry: AuditEntry, at: Date): Promise<void>
  note(entry: AuditEntry, at: Date): Promise<void>
}

/**
 * Makes a secret for an authenticator app; it is in force once a code from it was shown.
 *
 * @throws {ChatdError} `conflict` where one is in force; `invalid_input` naming `password`; `rate_limited`
 */
export async function beginSecondFactor(
  ports: SecondFactorPorts,
  account: Account,
  password: string,
): Promise<string> {
  if (account.secondFactor?.inForce)
    throw new ChatdError("conflict", "A second factor is in force already: remove it first.")
  await confirmPassword(ports, account, password)
  const secret = ports.newSecret()
  await ports.saveSecret(account, secret, ports.now())
  return secret
}

/** @throws {ChatdError} `conflict` where none was begun or it is in force; `invalid_input` naming `code`; `rate_limited` */
export async function confirmSecondFactor(
  ports: SecondFactorPorts,
  account: Account,
  code: string,
): Promise<void> {
  if (!account.secondFactor)
    throw new ChatdError("conflict", "Ask for a secret first: POST /api/desk/me/second-factor.")
  if (account.secondFactor.inForce) throw new ChatdError("conflict", "The second factor is in force already.")
  await requireCode(ports, account, code)
  await ports.note(entryOf(account, "second_factor_set"), ports.now())
}

/** @throws {ChatdError} `conflict` where none is in force; `invalid_input` naming `password` or `code`; `rate_limited` */
export async function removeSecondFactor(
  ports: SecondFactorPorts,
  account: Account,
  { password, code }: { password: string; code: string },
): Promise<void> {
  if (!account.secondFactor?.inForce) throw new ChatdError("conflict", "No second factor is in force.")
  await confirmPassword(ports, account, password)
  await requireCode(ports, account, code)
  await ports.removeSecret(account, entryOf(account, "second_factor_removed"), ports.now())
}

async function requireCode(ports: SecondFactorPorts, account: Account, code: string): Promise<void> {
  const isRight = () => ports.takeCode(account, code, ports.now())
  if (!(await triedWhileOpen(ports, account, "codes", isRight)))
    throw new ChatdError("invalid_input", "code is wrong, or was used already.", { field: "code" })
}

function entryOf({ agent: { partnerId, email } }: Account, action: AuditAction): AuditEntry {
  return { partnerId, actor: email, action, target: email }
}
