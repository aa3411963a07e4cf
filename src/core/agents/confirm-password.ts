import { ChatdError } from "../errors.ts"
import type { Account } from "./account.ts"
import { withAttempt, withoutAttempt } from "./lock-out.ts"
import { failuresKey, type SignInPorts } from "./sign-in.ts"

export type ConfirmPorts = Pick<SignInPorts, "verifyPassword" | "changeFailures" | "now"> & {
  forgetFailures(key: string): Promise<void>
}

/**
 * Makes sure that whoever holds a token knows the password too.
 *
 * @throws {ChatdError} `invalid_input` naming `password`; `rate_limited` while the account is locked
 */
export async function confirmPassword(
  ports: ConfirmPorts,
  account: Account,
  password: string,
): Promise<void> {
  const isRight = () => ports.verifyPassword(password, account.passwordHash)
  if (!(await triedWhileOpen(ports, account, "passwords", isRight)))
    throw new ChatdError("invalid_input", "password is wrong.", { field: "password" })
}

/**
 * Whether what somebody gives who is signed in is right. Failures are counted with those of signing in: a token that was left
 * open is no way to guess.
 *
 * @throws {ChatdError} `rate_limited` while the account is locked
 */
export async function triedWhileOpen(
  ports: Pick<ConfirmPorts, "changeFailures" | "forgetFailures" | "now">,
  { agent }: Account,
  what: "passwords" | "codes",
  isRight: () => Promise<boolean>,
): Promise<boolean> {
  const key = failuresKey(agent)
  const now = ports.now().getTime()
  const { before, after } = await ports.changeFailures(key, (known) => withAttempt(known, now))
  if (!after)
    throw new ChatdError("rate_limited", `There were too many wrong ${what}.`, {
      resetInSeconds: ((before?.lockedUntil ?? now) - now) / 1000,
    })
  const right = await isRight().catch(async (error) => {
    // Nothing was tried: that too many others are looked at is nobody's fault here.
    await ports.changeFailures(key, (known) => known && withoutAttempt(known))
    throw error
  })
  if (!right) return false
  await ports.forgetFailures(key)
  return true
}
