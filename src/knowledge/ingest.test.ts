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
    return { take, articles }
  }

  test("files of the same name in several folders are several articles, however often they are read", async () => {
    const { take, articles } = await emptyBase()
    for (let run = 0; run < 2; run++) {
      for (const root of ["/a/docs", "/b/docs", "/c/docs"])
        await take(root, [file("x.md", `# X\n\nof ${root}`)])
    }
    expect(await articles()).toEqual(["/c/docs/x.md", "docs/x.md", "x.md"])
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
