import { afterAll, beforeAll, expect, test } from "bun:test"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { DEMO_ARTICLES } from "../kb/demo/articles.ts"
import { readSource } from "../kb/readers/read-source.ts"
import { type Desk, startDesk } from "./desk.ts"
import { chatBody } from "./fixtures/crm.ts"

const FOLDER = join(import.meta.dir, "../kb/demo")

/** None of them stands in an article. */
const ASKED: readonly [question: string, article: string][] = [
  ["how to backup", "backup.md"],
  ["Do I need an OpenAI account?", "llm.md"],
  ["How can my support team log in?", "agents.md"],
  ["How do I embed the widget on my site?", "widget.md"],
  ["Can it read PDF files?", "file-formats.md"],
  ["Set opening hours", "who-answers.md"],
  ["GDPR erasure request", "privacy.md"],
  ["Where can I see open tickets?", "tickets.md"],
  ["Can it answer in French?", "languages.md"],
  ["How do I install it on a server?", "install.md"],
  ["How do I configure mail?", "email.md"],
  ["How long are sessions kept?", "sessions.md"],
]
const NOT_ABOUT_CHATD = [
  "What's the weather in Paris?",
  "How do I cancel my gym membership?",
  "My order has not arrived",
  "Does my car insurance cover hail?",
]

let desk: Desk
beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk.stop())

test("the executable carries every article, as it stands in the folder", () => {
  const files = globSync("*.md", { cwd: FOLDER })
  expect(Object.keys(DEMO_ARTICLES).sort()).toEqual(files.sort())
  for (const file of files) expect(DEMO_ARTICLES[file]).toBe(readFileSync(join(FOLDER, file), "utf8"))
})

test.each(Object.entries(DEMO_ARTICLES))("%s can be read, and has examples", async (name, text) => {
  const [article, ...more] = await readSource({ name, bytes: new TextEncoder().encode(text) })
  expect(more).toEqual([])
  expect(article?.title).toMatch(/^[^#-]/)
  expect(article?.examples?.length).toBeGreaterThan(1)
})

async function ask(message: string) {
  // Each in a session of its own: it is no follow-up of the one before.
  const body = chatBody(message, { session_id: crypto.randomUUID() })
  return (await desk.send("POST", "/api/agent/customer/", { body })).json
}

test.each(ASKED)("newcomers ask %p and are answered", async (question, article) => {
  expect(Object.values(DEMO_ARTICLES).join("\n")).not.toContain(`- ${question}\n`)
  const { requires_escalation, sources } = await ask(question)
  expect(sources[0].entry_id).toBe(article)
  expect(requires_escalation).toBe(false)
})

test.each([
  ["What is chatd?", "what-is-chatd.md"],
  ["is there a rate limit", "limits.md"],
])("%p, which an article names, is answered with it", async (question, article) => {
  const { requires_escalation, classification_confidence, sources } = await ask(question)
  expect(sources[0].entry_id).toBe(article)
  expect(requires_escalation).toBe(false)
  expect(classification_confidence).toBeGreaterThanOrEqual(0.95)
})

test.each(NOT_ABOUT_CHATD)("%p is not answered", async (question) => {
  expect((await ask(question)).requires_escalation).toBe(true)
})
