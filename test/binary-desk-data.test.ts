import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { binaryAlone, type Serving } from "./binary.ts"
import { until } from "./wait.ts"

const chatd = binaryAlone()
let server: Serving
let apiKey: string
let token: string

const call = async (method: string, path: string, key: string, body?: unknown) => {
  const response = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return response.status === 204 ? undefined : response.json()
}

beforeAll(async () => {
  const partner = await chatd.partner()
  apiKey = partner.apiKey
  chatd.write("docs/hours.md", "# Opening hours\n\nWe are open from nine to five on working days.\n")
  await chatd.json(["kb", "ingest", "docs"])
  const [agent] = await chatd.json(["agent", "add", "ada@acme.example", "--name", "Ada"])
  server = await chatd.serve()
  const signedIn = await call("POST", "/api/desk/sign-in", "", {
    email: "ada@acme.example",
    password: agent.password,
  })
  token = signedIn.token
})
afterAll(() => chatd.remove())

describe("canned replies from the command line", () => {
  test("are added, changed, listed and removed, beside the server", async () => {
    const hello = { shortcut: "hello", text: "Hello {customer.first_name}!" }
    expect(await chatd.json(["canned", "add", "/Hello", hello.text])).toEqual([hello])
    expect((await call("GET", "/api/desk/canned-replies", token)).replies).toEqual([hello])
    expect(await chatd.json(["canned", "set", "hello", "--shortcut", "hi"])).toEqual([
      { ...hello, shortcut: "hi" },
    ])
    expect((await chatd.run(["canned", "list"])).out).toMatch(/\/hi +Hello \{customer\.first_name\}!/)
    expect((await chatd.run(["canned", "remove", "/hi"])).out).toBe("Removed /hi.\n")
    expect(await chatd.json(["canned", "list"])).toEqual([])
  })

  test("what is wrong is said, with an exit code", async () => {
    const unknown = await chatd.run(["canned", "add", "x", "Hello {customer.nme}"])
    expect(unknown.code).toBe(2)
    expect(unknown.err).toContain("{customer.nme}")
    expect((await chatd.run(["canned", "remove", "nothing"])).code).not.toBe(0)
    expect((await chatd.run(["canned", "set", "x"])).code).toBe(2)
  })
})

describe("an article of an agent's reply", () => {
  test("is listed and shown with where it comes from, and found by what customers say", async () => {
    const begun = await call("POST", "/api/partner/conversations", apiKey, { customerId: "c-1" })
    await call("POST", "/api/partner/messages", apiKey, {
      conversationId: begun.id,
      senderId: "c-1",
      content: "Is there a lift to the third floor?",
    })
    await until("the bot has spoken", async () => {
      const { lastSeq } = (await call("GET", "/api/desk/conversations/1", token)).conversation
      return lastSeq >= 2
    })
    const events = async () => (await call("GET", "/api/desk/conversations/1/events", token)).events
    const said = (await events()).find((one: { sender: { kind: string } }) => one.sender.kind === "customer")
    const reply = await call("POST", "/api/desk/conversations/1/messages", token, {
      clientId: "r",
      text: "Yes, the lift is behind the reception.",
    })
    const article = await call("POST", "/api/desk/conversations/1/article", token, { questionSeq: said.seq })
    expect(article.articleId).toBe(`desk:1.${reply.seq}`)
    const listed = await chatd.json(["kb", "list", "--kb", "main"])
    expect(listed.map((one) => one.id).sort()).toEqual([article.articleId, "hours.md"].sort())
    const shown = await chatd.run(["kb", "show", article.articleId])
    expect(shown.out).toContain("Yes, the lift is behind the reception.")
    expect(shown.out).toContain("conversation 1")
    expect(shown.out).toContain("ada@acme.example")
    const [asked] = await chatd.json(["kb", "ask", "How do I reach the third floor, is there a lift?"])
    expect(JSON.stringify(asked)).toContain("behind the reception")
  })

  test("stays when a folder is read in anew and what is gone from it is removed", async () => {
    const articles = async () =>
      (await chatd.json(["kb", "list", "--kb", "main"])).map(({ id }) => id as string)
    const [kept] = (await articles()).filter((one) => one.startsWith("desk:"))
    expect(kept).toBeDefined()
    chatd.write("docs/desk.md", "# Desk\n\nThe desk is on the ground floor.\n")
    await chatd.json(["kb", "ingest", "docs", "--prune"])
    await Bun.file(`${chatd.folder}/docs/desk.md`).delete()
    await chatd.json(["kb", "ingest", "docs", "--prune"])
    expect((await articles()).sort()).toEqual([kept ?? "", "hours.md"].sort())
    await chatd.json(["kb", "remove", kept ?? ""])
    expect(await articles()).toEqual(["hours.md"])
  })
})

test("messages are found from the command line, beside the server and without one", async () => {
  const found = async () => (await chatd.json(["search", "lift floor"])).map((hit) => hit.conversation)
  await until("they are indexed", async () => (await found()).includes(1))
  await call("POST", "/api/desk/conversations/1/notes", token, {
    clientId: "n",
    text: "The last word: zeppelin",
  })
  server.kill("SIGKILL")
  await server.finished
  expect(await found()).toContain(1)
  // It may have been killed before that was indexed.
  expect((await chatd.json(["search", "zeppelin"])).map((hit) => hit.type)).toEqual(["note"])
})
