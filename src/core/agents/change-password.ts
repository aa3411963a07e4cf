import type { AuditEntry } from "../audit.ts"
import type { Account } from "./account.ts"
import { checkedPassword } from "./account-details.ts"
import { type ConfirmPorts, confirmPassword } from "./confirm-password.ts"

export interface ChangePasswordPorts extends ConfirmPorts {
  hashPassword(password: string): Promise<string>
  /** Stores it, ends all tokens but one and notes it, all or nothing. */
  savePassword(
    account: Account,
    hash: string,
    keptToken: string | undefined,
    entry: AuditEntry,
    at: Date,
  ): Promise<void>
}

export interface ChangePasswordInput {
  password: string
  newPassword: string
  /** The token of whoever calls; all others are revoked. */
  keptToken: string | undefined
}

/**
 * An agent's own new password.
 *
 * @throws {ChatdError} `invalid_input` naming `password` or `newPassword`; `rate_limited` while the account is locked
 */
export async function changePassword(
  ports: ChangePasswordPorts,
  account: Account,
  { password, newPassword, keptToken }: ChangePasswordInput,
  actor: string,
): Promise<void> {
  const { agent } = account
  checkedPassword(newPassword, [agent.email, agent.name], "newPassword")
  await confirmPassword(ports, account, password)
  const entry: AuditEntry = {
    partnerId: agent.partnerId,
    actor,
    action: "password_changed",
    target: agent.email,
  }
  await ports.savePassword(account, await ports.hashPassword(newPassword), keptToken, entry, ports.now())
}
