import { expect, test } from "bun:test"
import type { Embedder } from "../../kb/embedder.ts"
import { eachDatabase } from "../../test/databases.ts"
import { aBase, TEST_MODEL } from "../../test/fixtures/knowledge.ts"
import { makePartner } from "../../test/fixtures/partner.ts"
import { ingestStore } from "../storage/ingest-store.ts"
import { listArticles } from "../storage/repositories/kb-articles.ts"
import { type FoundSource, ingest } from "./ingest.ts"

const EMBEDDER: Embedder = {
  id: TEST_MODEL,
  dimensions: 2,
  maxTokens: 256,
  countTokens: (text) => text.length / 4,
  embed: async (texts) => texts.map((text) => Float32Array.of(text.length % 2, 1)),
  close: async () => {},
}

async function* found(sources: readonly FoundSource[]): AsyncGenerator<FoundSource> {
  yield* sources
}

function file(name: string, text: string): FoundSource {
  return { source: { name, bytes: new TextEncoder().encode(text) } }
}

eachDatabase((_name, open) => {
  async function emptyBase() {
    const database = await open()
    const { id } = await aBase(database.db, (await makePartner(database)).id, "main")
    const take = (root: string, sources: readonly FoundSource[], gone: readonly string[] = []) =>
      ingest(found(sources), {
        store: ingestStore(database.db, id, TEST_MODEL),
        embedder: EMBEDDER,
        root,
        prune: true,
        stillThere: (other) => !gone.includes(other),
      })
    const articles = async () => (await listArticles(database.db, id)).map((article) => article.id).sort()
    return { take, articles, db: database.db }
  }

  test("files of the same name in several folders are several articles, however often they are read", async () => {
    const { take, articles } = await emptyBase()
    for (let run = 0; run < 2; run++) {
      for (const root of ["/a/docs", "/b/docs", "/c/docs"])
        await take(root, [file("x.md", `# X\n\nof ${root}`)])
    }
    expect(await articles()).toEqual(["/c/docs/x.md", "docs/x.md", "x.md"])
  })

  test("what an older version cut is cut anew, once", async () => {
    const { take, db } = await emptyBase()
    const sources = [file("x.md", "# X\n\nSee https://a.example/?b=c now.")]
    await take("/a/docs", sources)
    // As 0.1 left it: its numbers were part of both hashes.
    const sha = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest("hex").slice(0, 32)
    const body = "See https://a.example/?b=c now."
    const source = sha(`1\n${TEST_MODEL}\n\n# X\n\n${body}`)
    await db.updateTable("kb_source").set({ content_hash: source }).execute()
    const article = sha(JSON.stringify(["x.md", "X", body, null, null, []]))
    await db.updateTable("kb_article").set({ content_hash: article }).execute()
    const stored = JSON.stringify([{ ordinal: 0, section: [], text: "See https://a.example/? b=c now." }])
    await db.updateTable("kb_article").set({ chunks: stored }).execute()

    expect(await take("/a/docs", sources)).toMatchObject({ unchanged: 0, chunks: 1 })
    const { chunks } = await db.selectFrom("kb_article").select("chunks").executeTakeFirstOrThrow()
    expect(chunks).toContain(`"${body}"`)
    expect(await take("/a/docs", sources)).toMatchObject({ unchanged: 1 })
  })

  test("a folder that was moved keeps its articles' names", async () => {
    const { take, articles } = await emptyBase()
    await take("/old/docs", [file("x.md", "# X\n\ntext")])
    const report = await take("/new/docs", [file("x.md", "# X\n\ntext")], ["/old/docs"])
    expect(await articles()).toEqual(["x.md"])
    expect(report).toMatchObject({ embedded: 0, removed: 0 })
  })

  test("a page that a rule leaves out now goes with the next prune, one that cannot be fetched stays", async () => {
    const { take, articles } = await emptyBase()
    await take("https://a.example/", [file("p.md", "# P\n\ntext"), file("q.md", "# Q\n\ntext")])
    const report = await take("https://a.example/", [
      { name: "p.md", passedOver: "asks not to be indexed" },
      { name: "q.md", unreadable: "answers with status 500" },
    ])
    expect(await articles()).toEqual(["q.md"])
    expect(report).toMatchObject({
      removed: 1,
      passedOver: [{ name: "p.md" }],
      unreadable: [{ name: "q.md" }],
    })
  })
})
