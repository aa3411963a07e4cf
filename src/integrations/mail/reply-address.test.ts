import { describe, expect, test } from "bun:test"
import { array, assert, boolean, constantFrom, integer, property, record, string, uuid } from "fast-check"
import { isAddress } from "./message.ts"
import {
  isReplyAddressOf,
  LONGEST_MAILBOX,
  type ReplyTarget,
  readReplyAddress,
  replyAddress,
} from "./reply-address.ts"

const SECRET = "a secret of this installation"
const BASE = "support@acme.example"

const targets = record({
  kind: constantFrom("conversation" as const, "ticket" as const),
  partnerId: string({ maxLength: 60 }),
  id: integer({ min: 1, max: 2 ** 49 }),
  ref: uuid(),
})

/** Whether the address is read as this target's. */
function opens(address: string, target: ReplyTarget, secret = SECRET): boolean {
  const claim = readReplyAddress(address, secret)
  return claim !== undefined && isReplyAddressOf(claim, target, secret)
}

describe("a reply address", () => {
  test("is read as what it was made of, whatever becomes of its case", () => {
    assert(
      property(targets, array(boolean(), { minLength: 90, maxLength: 90 }), (target, capitals) => {
        const address = replyAddress(BASE, target, SECRET)
        const mangled = [...address]
          .map((letter, i) => (capitals[i] ? letter.toUpperCase() : letter))
          .join("")
        expect(readReplyAddress(mangled, SECRET)).toMatchObject({ kind: target.kind, id: target.id })
        expect(opens(mangled, target)).toBe(true)
      }),
    )
  })

  test("is a valid address of at most 64 characters before its domain, the same each time", () => {
    const longest = `${"s".repeat(LONGEST_MAILBOX)}@acme.example`
    assert(
      property(targets, constantFrom(BASE, longest, "Help.Desk@Mail.Acme.Example"), (target, base) => {
        const address = replyAddress(base, target, SECRET)
        expect(isAddress(address)).toBe(true)
        expect(address.lastIndexOf("@")).toBeLessThanOrEqual(64)
        expect(address).toBe(address.toLowerCase())
        expect(replyAddress(base, target, SECRET)).toBe(address)
      }),
    )
  })

  test("opens nothing else: no other kind, partner, number, reference or secret", () => {
    assert(
      property(targets, targets, (target, other) => {
        const address = replyAddress(BASE, target, SECRET)
        const one = (change: Partial<ReplyTarget>) => ({ ...target, ...change })
        const kind = target.kind === "ticket" ? "conversation" : "ticket"
        expect(opens(address, one({ kind }))).toBe(false)
        expect(opens(address, one({ partnerId: `${target.partnerId}x` }))).toBe(false)
        expect(opens(address, one({ id: target.id + 1 }))).toBe(false)
        expect(opens(address, one({ ref: `${target.ref}x` }))).toBe(false)
        expect(opens(address, target, "another secret")).toBe(false)
        if (other.id !== target.id) expect(opens(address, other)).toBe(false)
      }),
    )
  })

  test("with one character changed opens nothing", () => {
    assert(
      property(
        targets,
        integer({ min: 0, max: 36 }),
        constantFrom(..."0123456789abcdez"),
        (target, at, letter) => {
          const address = replyAddress(BASE, target, SECRET)
          const place = "support+".length + at
          const forged = address.slice(0, place) + letter + address.slice(place + 1)
          if (forged !== address) expect(opens(forged, target)).toBe(false)
        },
      ),
    )
  })

  test("tells no numbers: neighbours have nothing in common", () => {
    const tags = Array.from({ length: 200 }, (_, i) =>
      replyAddress(BASE, { kind: "conversation", partnerId: "acme", id: i + 1, ref: "x" }, SECRET).slice(
        10,
        20,
      ),
    )
    expect(new Set(tags).size).toBe(200)
    expect(new Set(tags.map((tag) => tag.slice(0, 3))).size).toBeGreaterThan(150)
  })

  test("is not seen in anything else", () => {
    assert(property(string({ unit: "binary" }), (text) => void readReplyAddress(text, SECRET)))
    for (const other of [
      "",
      "support@acme.example",
      "support+c.x.y@acme.example",
      "support+news@acme.example",
    ])
      expect(readReplyAddress(other, SECRET)).toBeUndefined()
  })

  test("is refused for a mailbox that has no room for it", () => {
    const target = { kind: "ticket", partnerId: "acme", id: 1, ref: "x" } as const
    const long = `${"s".repeat(LONGEST_MAILBOX + 1)}@acme.example`
    expect(() => replyAddress(long, target, SECRET)).toThrow("at most 26 characters")
    expect(() => replyAddress("Support <support@acme.example>", target, SECRET)).toThrow("takes no replies")
  })
})
