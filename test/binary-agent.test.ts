import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { existsSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { binaryAlone, type Serving } from "./binary.ts"
import { until } from "./wait.ts"

const chatd = binaryAlone()
let server: Serving
beforeAll(async () => {
  await chatd.partner()
  server = await chatd.serve()
})
afterAll(() => chatd.remove())

const run = (...args: string[]) => chatd.run(["agent", ...args])
const json = async (...args: string[]) => (await chatd.json(["agent", ...args]))[0]
const signIn = async (email: string, password: string) => {
  const response = await fetch(`${server.url}/api/desk/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password, label: "a test" }),
  })
  return { status: response.status, token: ((await response.json()) as { token?: string }).token ?? "" }
}
const me = async (token: string) => {
  const headers = { authorization: `Bearer ${token}` }
  return (await fetch(`${server.url}/api/desk/me`, { headers })).status
}
/** A command that reads its standard input. */
const withInput = async (input: string, ...args: string[]) => {
  const process = Bun.spawn(["./chatd", "agent", ...args], {
    cwd: chatd.folder,
    env: { HOME: join(chatd.folder, "home") },
    stdin: new Blob([input]),
    stdout: "pipe",
    stderr: "pipe",
  })
  const [out, err, code] = await Promise.all([
    new Response(process.stdout).text(),
    new Response(process.stderr).text(),
    process.exited,
  ])
  return { out, err, code }
}

describe("beside a running server, chatd agent", () => {
  test("adds who may sign in at once, and says the password this once", async () => {
    const added = await run("add", "Ada@acme.example", "--name", "Ada", "--admin", "--capacity", "3")
    expect(added.code).toBe(0)
    expect(added.out).toContain("Admin 1   Ada <ada@acme.example>")
    const [, password = ""] = /^Password {2}(\w{16}) {3}/m.exec(added.out) ?? []
    expect((await signIn("ada@acme.example", password)).status).toBe(200)
    expect((await run("list")).out).toMatch(/1 {2}Ada {3}ada@acme.example {2}admin {2}offline {3}0\/3/)
    expect((await run("show", "1")).out).not.toContain(password)
    expect(readFileSync(join(chatd.folder, "data", "chatd.db"), "latin1")).not.toContain(password)
  })

  test("takes a password from standard input, and refuses a weak one by its name", async () => {
    const weak = await withInput("short\n", "add", "weak@acme.example", "--password-stdin")
    expect(weak).toMatchObject({ code: 2, err: "password must have at least 10 characters.\n", out: "" })
    const good = await withInput(
      "correct horse battery\n",
      "add",
      "eve@acme.example",
      "--password-stdin",
      "--json",
    )
    expect(JSON.parse(good.out)).toEqual({
      number: 2,
      email: "eve@acme.example",
      name: "eve",
      role: "agent",
      capacity: 5,
      partnerId: expect.stringMatching(/^partner-/),
    })
    expect((await signIn("eve@acme.example", "correct horse battery")).status).toBe(200)
  })

  test("changes an agent, by number or address", async () => {
    expect(await json("set", "eve@acme.example", "--capacity", "9", "--name", "Eve")).toMatchObject({
      number: 2,
      name: "Eve",
      capacity: 9,
    })
    const { password } = await json("set", "2", "--new-password")
    expect((await signIn("eve@acme.example", "correct horse battery")).status).toBe(401)
    expect((await signIn("eve@acme.example", password)).status).toBe(200)
    expect(await json("show", "2")).toMatchObject({
      name: "Eve",
      secondFactor: false,
      lockedUntil: null,
      tokens: [{ label: "a test" }],
    })
  })

  test("signs out and removes within moments, and opens again", async () => {
    const { password } = await json("add", "leaver@acme.example")
    const first = await signIn("leaver@acme.example", password)
    expect(await me(first.token)).toBe(200)
    expect(await json("sign-out", "leaver@acme.example")).toMatchObject({ ended: 1 })
    await until("the token opens nothing", async () => (await me(first.token)) === 401)
    const second = await signIn("leaver@acme.example", password)
    expect(await json("remove", "leaver@acme.example")).toMatchObject({ email: "leaver@acme.example" })
    await until("the token opens nothing", async () => (await me(second.token)) === 401)
    expect((await signIn("leaver@acme.example", password)).status).toBe(401)
    expect((await run("list")).out).not.toContain("leaver")
    expect((await run("list", "--all")).out).toMatch(/leaver@acme.example {2}agent {2}disabled/)
    await json("set", "leaver@acme.example", "--enable")
    expect((await signIn("leaver@acme.example", password)).status).toBe(200)
  })

  test("unlocks who guessed too often", async () => {
    const { password } = await json("add", "forgets@acme.example")
    for (let i = 0; i < 5; i++) await signIn("forgets@acme.example", "not the password")
    expect((await signIn("forgets@acme.example", password)).status).toBe(429)
    expect((await run("show", "forgets@acme.example")).out).toMatch(/Account {8}locked until 20/)
    expect(await json("unlock", "forgets@acme.example")).toMatchObject({ unlocked: true })
    expect((await signIn("forgets@acme.example", password)).status).toBe(200)
    expect(await json("unlock", "forgets@acme.example")).toMatchObject({ unlocked: false })
  })

  test.each([
    [["show", "nobody@acme.example"], 3, "Acme has no agent nobody@acme.example; `chatd agent list` shows"],
    [["add", "not-an-address"], 2, "email must be an address"],
    [["add", "ada@acme.example"], 1, "ada@acme.example is an agent's address already."],
    [["set", "1"], 2, "Say what to change"],
    [["set", "1", "--capacity", "many"], 2, "It is a whole number."],
    [["set", "1", "--role", "owner"], 2, "Allowed choices are admin, agent"],
  ])("%p ends with %p and says why", async (args, code, says) => {
    const ended = await run(...args)
    expect(ended).toMatchObject({ code, out: "" })
    expect(ended.err).toContain(says)
  })

  test.each(["add", "list", "show", "set", "remove", "unlock", "sign-out"])(
    "%s has an example in its help",
    async (name) => {
      const { code, out } = await run(name, "--help")
      expect(code).toBe(0)
      expect(out).toMatch(/Examples?:\n +(.* \| )?chatd agent/)
    },
  )
})

test("what was done stands in the audit log, with the operator's name", async () => {
  const { password } = await json("set", "1", "--new-password")
  const { token } = await signIn("ada@acme.example", password)
  const headers = { authorization: `Bearer ${token}` }
  const { entries } = (await (await fetch(`${server.url}/api/desk/audit?limit=200`, { headers })).json()) as {
    entries: { actor: string; action: string; target: string }[]
  }
  const byOperator = entries.filter(({ actor }) => actor === "operator").map(({ action }) => action)
  for (const action of [
    "agent_added",
    "agent_changed",
    "agent_disabled",
    "unlocked",
    "signed_out_everywhere",
  ])
    expect(byOperator).toContain(action)
})

test("a server says where it listens as long as it runs", async () => {
  const path = join(chatd.folder, "data", "server.json")
  const { url, pid } = JSON.parse(readFileSync(path, "utf8"))
  expect({ url, pid }).toEqual({ url: server.url, pid: server.pid })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  server.kill("SIGTERM")
  await server.finished
  expect(existsSync(path)).toBe(false)
})
