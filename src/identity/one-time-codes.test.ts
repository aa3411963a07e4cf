import { describe, expect, test } from "bun:test"
import { newTotpSecret, stepOfCode, totpCode, totpStep, totpUrl } from "./one-time-codes.ts"

/** The RFC's secret, `12345678901234567890`, as apps take it. */
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

describe("RFC 6238, appendix B, with SHA-1", () => {
  test.each([
    [59, "94287082"],
    [1111111109, "07081804"],
    [1111111111, "14050471"],
    [1234567890, "89005924"],
    [2000000000, "69279037"],
    [20000000000, "65353130"],
  ])("at %p seconds the code is %p", (seconds, code) => {
    const at = new Date(seconds * 1000)
    expect(totpCode(SECRET, totpStep(at), 8)).toBe(code)
    expect(stepOfCode(SECRET, code.slice(2), at)).toBe(totpStep(at))
  })
})

test("a code is taken a step early or late, and with a gap in it", () => {
  const at = new Date("2026-11-21T10:00:00Z")
  const step = totpStep(at)
  for (const near of [step - 1, step, step + 1])
    expect(stepOfCode(SECRET, totpCode(SECRET, near), at)).toBe(near)
  for (const far of [step - 2, step + 2])
    expect(stepOfCode(SECRET, totpCode(SECRET, far), at)).toBeUndefined()
  expect(stepOfCode(SECRET, totpCode(SECRET, step).replace(/^.../, "$& "), at)).toBe(step)
  for (const wrong of ["", "12345", "1234567", "abcdef", "１２３４５６"])
    expect(stepOfCode(SECRET, wrong, at)).toBeUndefined()
})

test("a new secret has 160 bits, and an app is told whose it is", () => {
  const secret = newTotpSecret()
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(newTotpSecret()).not.toBe(secret)
  const url = new URL(totpUrl(secret, "ada@acme.example", "Acme & Co"))
  expect(url.protocol).toBe("otpauth:")
  expect(decodeURIComponent(url.pathname)).toEndWith("Acme & Co:ada@acme.example")
  expect(Object.fromEntries(url.searchParams)).toEqual({ secret, issuer: "Acme & Co" })
})
