import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openDatabase } from "../src/storage/database.ts"
import { partnerById } from "../src/storage/repositories/partners.ts"
import { binaryAlone, type Serving } from "./binary.ts"
import { addAgent } from "./desk-agents.ts"
import { dropDatabase, freshDatabase } from "./postgres/shared.ts"
import { type Finished, start } from "./process.ts"

/** The compiled binary on a database of its own, with a partner for whom Ada and Grace answer. */
export async function binaryDesk(dialect: "sqlite" | "postgres") {
  const chatd = binaryAlone()
  const url = dialect === "postgres" ? await freshDatabase() : undefined
  const env = {
    ...(url && { CHATD_DATABASE_URL: url }),
    XDG_CONFIG_HOME: mkdtempSync(join(tmpdir(), "chatd-xdg-")),
  }
  const run = (...args: string[]): Promise<Finished> => chatd.run(args, env)
  const json = (...args: string[]) => chatd.json(args, env)
  const partner = await chatd.partner([], env)
  const database = await openDatabase({ dataDir: join(chatd.folder, "data"), ...(url && { url }) })
  const stored = await partnerById(database.db, partner.partnerId)
  if (!stored) throw new Error("The partner is gone.")
  await addAgent(database, stored, { email: "ada@acme.example", name: "Ada", role: "admin" })
  await addAgent(database, stored, { email: "grace@acme.example", name: "Grace" })
  await database.close()

  const visit = async (server: Serving, body: Record<string, unknown> = {}) => {
    const session = await post(`${server.url}/api/chat/sessions`, { widgetKey: partner.widgetKey, ...body })
    return session as { id: string; sessionToken: string }
  }
  return {
    folder: chatd.folder,
    partner,
    env,
    run,
    runWith: (other: Record<string, string>, ...args: string[]) => chatd.run(args, other),
    json,
    begin: (...args: string[]) => chatd.begin(args, env),
    serve: () => chatd.serve([], env),
    /** A command with something on its standard input. */
    async piped(input: string, ...args: string[]): Promise<Finished> {
      const file = chatd.write("input", input)
      const quoted = ["./chatd", ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ")
      return start(["/bin/sh", "-c", `${quoted} < ${file}`], {
        cwd: chatd.folder,
        env: { HOME: join(chatd.folder, "home"), ...env },
      }).finished
    },
    visit,
    async say(server: Serving, session: { id: string; sessionToken: string }, text: string): Promise<void> {
      await post(
        `${server.url}/api/chat/sessions/${session.id}/messages`,
        { clientId: crypto.randomUUID(), text },
        session.sessionToken,
      )
    },
    /** The conversation as its customer sees it. */
    async seen(server: Serving, session: { id: string; sessionToken: string }) {
      const response = await fetch(`${server.url}/api/chat/sessions/${session.id}/events`, {
        headers: { authorization: `Bearer ${session.sessionToken}` },
      })
      return (
        (await response.json()) as {
          events: { seq: number; type: string; payload: { text?: string } | null }[]
        }
      ).events
    },
    async remove(): Promise<void> {
      await chatd.remove()
      if (url) await dropDatabase(url)
    },
  }
}

export type BinaryDesk = Awaited<ReturnType<typeof binaryDesk>>

async function post(url: string, body: unknown, token?: string): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return response.json()
}
