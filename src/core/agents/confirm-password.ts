import { ChatdError } from "../errors.ts"
import type { Account } from "./account.ts"
import { withAttempt } from "./lock-out.ts"
import { failuresKey, type SignInPorts } from "./sign-in.ts"

export type ConfirmPorts = Pick<SignInPorts, "verifyPassword" | "changeFailures" | "now"> & {
  forgetFailures(key: string): Promise<void>
}

/**
 * Makes sure that whoever holds a token knows the password too. Failures are counted with those of signing in: a token
 * that was left open is no way to guess.
 *
 * @throws {ChatdError} `invalid_input` naming `password`; `rate_limited` while the account is locked
 */
export async function confirmPassword(
  ports: ConfirmPorts,
  account: Account,
  password: string,
): Promise<void> {
  const key = failuresKey(account.agent)
  const now = ports.now().getTime()
  const { before, after } = await ports.changeFailures(key, (known) => withAttempt(known, now))
  if (!after)
    throw new ChatdError("rate_limited", "There were too many wrong passwords.", {
      resetInSeconds: ((before?.lockedUntil ?? now) - now) / 1000,
    })
  if (!(await ports.verifyPassword(password, account.passwordHash)))
    throw new ChatdError("invalid_input", "password is wrong.", { field: "password" })
  await ports.forgetFailures(key)
}
