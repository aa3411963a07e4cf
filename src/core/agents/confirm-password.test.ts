import { expect, test } from "bun:test"
import { ChatdError } from "../errors.ts"
import type { Account } from "./account.ts"
import { confirmPassword } from "./confirm-password.ts"
import type { Failures } from "./lock-out.ts"

const account = { agent: { id: 1, partnerId: "partner-1" }, passwordHash: "hash" } as Account

test("that too many others are looked at is no wrong password of hers", async () => {
  let failures: Failures | undefined
  const ports = {
    verifyPassword: async (): Promise<boolean> => {
      throw new ChatdError("unavailable", "Too many sign in just now.")
    },
    changeFailures: async (_key: string, change: (known: Failures | undefined) => Failures | undefined) => {
      const before = failures
      const after = change(before)
      failures = after ?? before
      return { before, after }
    },
    forgetFailures: async () => {},
    now: () => new Date("2026-11-23T11:00:00Z"),
  }
  for (let attempt = 0; attempt < 20; attempt++)
    await expect(confirmPassword(ports, account, "hers")).rejects.toMatchObject({ code: "unavailable" })
  expect(failures).toMatchObject({ count: 0, lockedUntil: 0 })
})
