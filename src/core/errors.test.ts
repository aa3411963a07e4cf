import { describe, expect, test } from "bun:test"
import { ChatdError } from "./errors.ts"

describe("ChatdError", () => {
  test("keeps what callers may know apart from what happened", () => {
    const cause = new Error("password=hunter2")
    const error = new ChatdError("invalid_input", "The e-mail address is not valid.", {
      field: "email",
      cause,
    })
    expect(error).toMatchObject({
      code: "invalid_input",
      publicMessage: "The e-mail address is not valid.",
      field: "email",
      cause,
    })
    expect(JSON.stringify(error)).not.toContain("hunter2")
  })

  test("rounds a wait up to whole seconds", () => {
    expect(new ChatdError("rate_limited", "Too often.", { resetInSeconds: 0.2 }).resetInSeconds).toBe(1)
    expect(new ChatdError("rate_limited", "Too often.", { resetInSeconds: 3.1 }).resetInSeconds).toBe(4)
  })
})
