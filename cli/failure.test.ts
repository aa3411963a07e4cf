import { afterAll, afterEach, expect, spyOn, test } from "bun:test"
import { ChatdError } from "../src/core/errors.ts"
import { EXIT, reportFailure } from "./failure.ts"

const said = spyOn(console, "error").mockImplementation(() => {})
afterEach(() => said.mockClear())
afterAll(() => said.mockRestore())

function unavailable(code: string, message: string): ChatdError {
  const cause = Object.assign(new Error(message), { code })
  return new ChatdError("unavailable", "The database is not available just now.", { cause })
}

test.each([
  ["SQLITE_FULL", "database or disk is full", "The disk is full."],
  ["SQLITE_READONLY", "attempt to write a readonly database", "give this user rights"],
  ["SQLITE_CORRUPT", "database disk image is malformed", "The database is damaged (database disk image"],
])("a database that fails with %s is told of by what can be done about it", (code, message, words) => {
  expect(reportFailure(unavailable(code, message))).toBe(EXIT.no)
  expect(said).toHaveBeenCalledWith(expect.stringContaining(words))
})

test("one that does not answer stays that", () => {
  expect(reportFailure(unavailable("ECONNREFUSED", "connect"))).toBe(EXIT.unreachable)
  expect(said).toHaveBeenCalledWith("The database is not available just now.")
})

test.each(["permission denied for table partner", "must be owner of table partner"])(
  "what Postgres refuses its user (%s) is told of with the remedy",
  (message) => {
    expect(reportFailure(Object.assign(new Error(message), { code: "42501" }))).toBe(EXIT.no)
    expect(said).toHaveBeenCalledWith(
      expect.stringContaining(`${message}. Grant it that, or make it the owner`),
    )
  },
)
