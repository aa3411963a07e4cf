import { expect, test } from "bun:test"
import { Passwords } from "./passwords.ts"

test("a password opens its own hash and no other, however its accents are typed", async () => {
  const passwords = new Passwords()
  const hash = await passwords.hash("caf\u00e9 au lait")
  expect(hash).toStartWith("$argon2id$v=19$m=19456,t=2,p=1$")
  expect(await passwords.verify("cafe\u0301 au lait", hash)).toBe(true)
  expect(await passwords.verify("cafe au lait", hash)).toBe(false)
})

test("without a hash the same work is done, at the same cost, and it is false", async () => {
  const compared: string[] = []
  const passwords = new Passwords({
    hash: () => Promise.reject(new Error("not asked for")),
    async verify(_, hash) {
      compared.push(hash)
      return true
    },
  })
  expect(await passwords.verify("whatever it is", undefined)).toBe(false)
  expect(compared).toEqual([expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)])
  expect(await Bun.password.verify("whatever it is", compared[0] ?? "")).toBe(false)
})

test("of a flood few are worked on at once, some wait, and the rest is sent away", async () => {
  let running = 0
  let most = 0
  const gate = Promise.withResolvers<boolean>()
  const passwords = new Passwords({
    hash: () => Promise.reject(new Error("not asked for")),
    async verify() {
      running++
      most = Math.max(most, running)
      await gate.promise
      running--
      return true
    },
  })
  const asked = Array.from({ length: 500 }, () => passwords.verify("a password", "a hash"))
  const settled = Promise.allSettled(asked)
  gate.resolve(true)
  const refused = (await settled).filter(({ status }) => status === "rejected")
  const cores = navigator.hardwareConcurrency
  expect(most).toBe(Math.max(1, Math.floor(cores / 2)))
  expect(refused).toHaveLength(500 - 64 - most)
  expect(refused[0]).toMatchObject({ reason: { code: "unavailable" } })
  expect(await passwords.verify("a password", "a hash")).toBe(true)
})
