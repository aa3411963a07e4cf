import { expect, test } from "bun:test"
import { ChatdError } from "../errors.ts"
import type { Account } from "./account.ts"
import type { Failures } from "./lock-out.ts"
import { type SignInPorts, signIn } from "./sign-in.ts"

const ADA: Account = {
  agent: {
    id: 1,
    partnerId: "acme",
    number: 1,
    email: "ada@acme.example",
    name: "Ada",
    role: "agent",
    capacity: 5,
    presence: "offline",
    disabled: false,
    createdAt: new Date(0),
  },
  passwordHash: "right",
  secondFactor: undefined,
}

function house(accounts: readonly Account[]) {
  const failures = new Map<string, Failures>()
  /** What a stop-watch would see: everything that is asked for, in order. */
  const asked: string[] = []
  const ports: SignInPorts = {
    async accountsByEmail(email) {
      asked.push("accounts")
      return accounts.filter(({ agent }) => agent.email === email)
    },
    async verifyPassword(password, hash) {
      asked.push("password")
      return password === hash
    },
    takeCode: async () => false,
    async changeFailures(key, change) {
      asked.push("failures")
      const before = failures.get(key)
      const after = change(before)
      if (after) failures.set(key, after)
      return { before, after }
    },
    async openToken(_agent, _label, key) {
      failures.delete(key)
      return { token: "t", tokenId: "1", expiresAt: new Date(0) }
    },
    async note({ action }) {
      asked.push(action)
    },
    now: () => new Date(1_000_000),
  }
  const attempt = async (email: string, password: string) => {
    asked.length = 0
    const outcome = await signIn(ports, { email, password, label: "test" }).then(
      ({ agent }) => agent.email,
      ({ code, field, message }: ChatdError) => ({ code, field, message }),
    )
    return { outcome, asked: [...asked] }
  }
  return { ports, failures, attempt }
}

test("an address that nobody has costs and says what a wrong password does, to the lock", async () => {
  const { attempt } = house([ADA])
  for (let i = 0; i < 7; i++) {
    const wrong = await attempt("ada@acme.example", "wrong")
    const unknown = await attempt("nobody@acme.example", "wrong")
    expect(unknown.outcome).toEqual(wrong.outcome)
    expect(unknown.asked).toEqual(wrong.asked.filter((one) => one !== "locked_out"))
    expect(wrong.asked.filter((one) => one === "password")).toHaveLength(i < 5 ? 1 : 0)
  }
})

test("a hundred guesses at once are five", async () => {
  const { attempt, ports } = house([ADA])
  let tried = 0
  const gate = Promise.withResolvers<void>()
  ports.verifyPassword = async () => {
    tried++
    await gate.promise
    return false
  }
  const all = Promise.all(Array.from({ length: 100 }, () => attempt("ada@acme.example", "guess")))
  gate.resolve()
  await all
  expect(tried).toBe(5)
})

test("who opens an account of their own under the address wins no guesses at another partner's", async () => {
  const own = { ...ADA, agent: { ...ADA.agent, id: 2, partnerId: "mallory" }, passwordHash: "mallory's" }
  const { attempt, failures } = house([ADA, own])
  for (let i = 0; i < 4; i++) expect((await attempt("ada@acme.example", "guess")).outcome).toMatchObject({})
  expect((await attempt("ada@acme.example", "mallory's")).outcome).toBe("ada@acme.example")
  expect(failures.get("agent:1")).toMatchObject({ count: 5 })
  expect(failures.get("agent:2")).toBeUndefined()
})

test("where several accounts would open it is asked which, and nothing is held against them", async () => {
  const other = { ...ADA, agent: { ...ADA.agent, id: 2, partnerId: "other" } }
  const { attempt, failures } = house([ADA, other])
  for (let i = 0; i < 9; i++)
    expect((await attempt("ada@acme.example", "right")).outcome).toMatchObject({ field: "partner" })
  expect([...failures.values()].map(({ count }) => count)).toEqual([0, 0])
})

test("that too many others sign in is not held against anybody", async () => {
  const { attempt, ports, failures } = house([ADA])
  ports.verifyPassword = () => Promise.reject(new ChatdError("unavailable", "Too many."))
  for (let i = 0; i < 9; i++)
    expect((await attempt("ada@acme.example", "right")).outcome).toMatchObject({ code: "unavailable" })
  expect(failures.get("agent:1")).toMatchObject({ count: 0 })
})
