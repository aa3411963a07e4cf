import { expect, test } from "bun:test"
import { randomBytes } from "node:crypto"
import fc from "fast-check"
import { type EncryptionKey, encryptionKeys } from "./encryption-key.ts"
import { Sealing } from "./sealing.ts"

const given = () => randomBytes(32).toString("base64")
const sealingOf = (key: string | undefined, old = "") => {
  const keys = encryptionKeys(key, old)
  if (!keys) throw new Error("no key")
  return new Sealing(keys)
}
const at = (conversation: number, seq: number) => ({ conversation_id: conversation, seq })

test("what is sealed opens in its own row and column, and nowhere else", () => {
  const sealing = sealingOf(given())
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const sealed = sealing.seal("event", "text", text, at(1, 2))
      const storable = Buffer.from(text.replaceAll("\0", "\uFFFD")).toString()
      expect(sealing.openRow({ text: sealed, ...at(1, 2) }).text).toBe(storable)
      for (const moved of [
        { text: sealed, ...at(1, 3) },
        { data: sealed, ...at(1, 2) },
        { name: sealed, ...at(1, 2) },
      ])
        expect(sealing.openRow(moved)).toEqual(moved)
    }),
  )
})

test("the same text is sealed differently each time, and says neither its text nor its length in clear", () => {
  const sealing = sealingOf(given())
  const seal = () => sealing.seal("ticket", "description", "The parcel is lost", {})
  expect(new Set([seal(), seal(), seal()]).size).toBe(3)
  expect(seal()).toMatch(/^enc1:[0-9a-f]{12}:ticket\.description:/)
  expect(seal()).not.toContain("parcel")
})

test("what was changed by a bit is not opened", () => {
  const sealing = sealingOf(given())
  const sealed = sealing.seal("ticket", "description", "The parcel is lost", {})
  const [, key, place, body = ""] = sealed.split(":")
  const bytes = Buffer.from(body, "base64")
  for (let i = 0; i < bytes.length; i++) {
    const forged = Buffer.from(bytes)
    forged.writeUInt8(forged.readUInt8(i) ^ 1, i)
    const description = `enc1:${key}:${place}:${forged.toString("base64")}`
    expect(sealing.openRow({ description })).toEqual({ description })
  }
})

test("what somebody typed that looks sealed stays what they typed", () => {
  const sealing = sealingOf(given())
  const texts = [
    "enc1:",
    "enc1:aaaaaaaaaaaa:ticket.description:AAAA",
    `enc1:${key(sealing).id}:ticket.description:x`,
  ]
  for (const description of texts) {
    expect(sealing.openRow({ description })).toEqual({ description })
    const sealed = sealing.seal("ticket", "description", description, {})
    expect(sealing.openRow({ description: sealed })).toEqual({ description })
  }
})

test("an old key opens; sealing anew leaves what is under the current one, and takes plain texts along", () => {
  const [first, second] = [given(), given()]
  const before = sealingOf(first)
  const after = sealingOf(second, first)
  const sealed = before.seal("ticket", "description", "lost", {})
  const resealed = after.resealed("ticket", "description", sealed, {}) ?? ""
  expect(resealed).toStartWith(`enc1:${key(after).id}:`)
  expect(after.openRow({ description: resealed })).toEqual({ description: "lost" })
  expect(after.resealed("ticket", "description", resealed, {})).toBeUndefined()
  expect(before.openRow({ description: resealed })).toEqual({ description: resealed })
  const plain = after.resealed("ticket", "description", "plain", {}) ?? ""
  expect(after.openRow({ description: plain })).toEqual({ description: "plain" })
  // Only with old keys everything is opened for good.
  const ending = sealingOf(undefined, `${first}, ${second}`)
  expect(ending.resealed("ticket", "description", resealed, {})).toBe("lost")
  expect(ending.resealed("ticket", "description", "lost", {})).toBeUndefined()
})

test("what is no key is refused with how to make one", () => {
  for (const wrong of [
    "secret",
    randomBytes(16).toString("base64"),
    `${given()}=`,
    randomBytes(32).toString("hex"),
  ])
    expect(() => encryptionKeys(wrong)).toThrow("chatd keys generate")
  expect(encryptionKeys(undefined, " , ")).toBeUndefined()
})

function key({ keys }: Sealing): EncryptionKey {
  if (!keys.current) throw new Error("no key")
  return keys.current
}
