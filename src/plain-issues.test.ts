import { expect, test } from "bun:test"
import { z } from "zod"
import { plainIssue } from "./plain-issues.ts"

const said = (schema: z.ZodType, input: unknown) =>
  schema.safeParse(input, { error: plainIssue }).error?.issues[0]?.message

test.each([
  [z.string(), undefined, "is required"],
  [z.string(), 5, "must be a string"],
  [z.coerce.number(), "abc", "must be a number"],
  [z.int(), 1.5, "must be a whole number"],
  [z.boolean(), "yes", "must be true or false"],
  [z.array(z.string()), {}, "must be a list"],
  [z.object({}), [], "must be an object"],
  [z.string().min(1), "", "must not be empty"],
  [z.string().max(3), "abcd", "must have at most 3 characters"],
  [z.array(z.string()).max(1), ["a", "b"], "must have at most 1 entries"],
  [z.number().min(1), 0, "must be at least 1"],
  [z.number().max(65_535), 99_999, "must be at most 65535"],
  [z.number().gt(0), 0, "must be more than 0"],
  [z.enum(["low", "high"]), "middle", "must be low or high"],
  [z.enum(["low", "middle", "high"]), "x", "must be low, middle or high"],
  [z.strictObject({}), { x: 1 }, "is not known here"],
  [
    z.discriminatedUnion("type", [z.object({ type: z.literal("a") }), z.object({ type: z.literal("b") })]),
    {},
    "must be a or b",
  ],
  [z.record(z.string(), z.string()), "no", "must be an object"],
  [z.email(), "x", "must be an e-mail address"],
  [z.iso.datetime(), "x", "must be a time such as 2026-01-31T12:00:00Z"],
])("what is wrong is said as its user would put it: %#", (schema, input, words) => {
  expect(said(schema, input)).toBe(words)
})

test("a schema's own words come first, and what nobody put into words is the library's", () => {
  expect(said(z.string("must be a name"), 5)).toBe("must be a name")
  expect(said(z.ipv4(), "x")).toBe("Invalid IPv4 address")
})
