import { expect, test } from "bun:test"
import { ChatdError } from "../core/errors.ts"
import { unavailableOr } from "./unavailable.ts"

test.each([
  "SQLITE_BUSY",
  "SQLITE_FULL",
  "SQLITE_IOERR_WRITE",
  "SQLITE_READONLY",
  "08006",
  "25006",
  "25P03",
  "53100",
  "55P03",
  "57014",
  "57P01",
  "ECONNREFUSED",
])("%s passes, and the caller is told to try again", (code) => {
  const fault = Object.assign(new Error("inside"), { code })
  expect(unavailableOr(fault)).toMatchObject({ code: "unavailable", cause: fault })
})

test.each([
  // A container that is restarted has no name meanwhile.
  ["ENOTFOUND", "getaddrinfo"],
  ["EAI_AGAIN", "getaddrinfo"],
  ["ESERVFAIL", "getaddrinfo"],
  // The socket of a Postgres on this machine goes with it.
  ["ENOENT", "connect"],
])("%s of %s passes, too", (code, syscall) => {
  const fault = Object.assign(new Error("inside"), { code, syscall })
  expect(unavailableOr(fault)).toMatchObject({ code: "unavailable", cause: fault })
})

test("a file that is not there stays what it is", () => {
  const fault = Object.assign(new Error("inside"), { code: "ENOENT", syscall: "open" })
  expect(unavailableOr(fault)).toBe(fault)
})

test.each(["Connection terminated unexpectedly", "timeout expired"])(
  "a connection that breaks, or that nobody takes, has no code: %s",
  (says) => expect(unavailableOr(new Error(says))).toBeInstanceOf(ChatdError),
)

test.each(["SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CORRUPT", "23505", "42P01", "28P01"])(
  "%s would be the same again and stays what it is",
  (code) => {
    const fault = Object.assign(new Error("inside"), { code })
    expect(unavailableOr(fault)).toBe(fault)
  },
)
