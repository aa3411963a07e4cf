import { expect, test } from "bun:test"
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import { embedArticle } from "../../kb/embedded-article.ts"
import { type Embedder, TextRefused } from "../../kb/embedder.ts"
import { findSources } from "../../kb/readers/folder.ts"
import { readSource } from "../../kb/readers/read-source.ts"
import { SOURCE_PLACES } from "../../kb/readers/source-places.ts"
import { eachDatabase } from "../../test/databases.ts"
import { aBase, TEST_MODEL } from "../../test/fixtures/knowledge.ts"
import { makePartner } from "../../test/fixtures/partner.ts"
import { ingestStore } from "../storage/ingest-store.ts"
import { listArticles } from "../storage/repositories/kb-articles.ts"
import { type FoundSource, type IngestOptions, ingest } from "./ingest.ts"

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

async function* onDisk(path: string): AsyncGenerator<FoundSource> {
  for await (const one of findSources(path)) if ("source" in one) yield one
}

/** Folders that hold one file each, or none any more. */
function fileUnlessGone(gone: readonly string[]) {
  return (root: string, name: string) => (gone.includes(root) ? undefined : `${root}/${basename(name)}`)
}

function filesOnDisk(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), "chatd-ingest-"))
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  for (const [name, text] of Object.entries(files)) write(name, text)
  return {
    path: (...names: string[]) => join(root, ...names),
    write,
    [Symbol.dispose]: () => rmSync(root, { recursive: true }),
  }
}

const QUESTION = `${JSON.stringify({ id: "invoice", title: "Invoices", body: "By e-mail." })}\n`

eachDatabase((_name, open) => {
  async function emptyBase() {
    const database = await open()
    const { id } = await aBase(database.db, (await makePartner(database)).id, "main")
    const run = (
      sources: AsyncIterable<FoundSource>,
      options: Pick<IngestOptions, "root" | "places" | "again">,
    ) =>
      ingest(sources, {
        store: ingestStore(database.db, id, TEST_MODEL),
        embedder: EMBEDDER,
        read: readSource,
        prune: true,
        ...options,
      })
    const take = (root: string, sources: readonly FoundSource[], gone: readonly string[] = []) =>
      run(found(sources), { root, places: { ...SOURCE_PLACES, file: fileUnlessGone(gone) } })
    const read = (path: string, again = false) =>
      run(onDisk(path), { root: path, places: SOURCE_PLACES, again })
    const articles = async () => (await listArticles(database.db, id)).map((article) => article.id).sort()
    const { db } = database
    return { take, read, articles, db, store: ingestStore(db, id, TEST_MODEL) }
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

  test("what the model refuses is named and tried again, and all else is taken", async () => {
    const { store, articles } = await emptyBase()
    const sources = [
      file(
        "q.jsonl",
        ["long", "short"].map((id) => JSON.stringify({ id, title: id, body: "Text." })).join("\n"),
      ),
      file("x.md", "# X\n\ntext"),
    ]
    const take = (isRefusing: boolean) =>
      ingest(found(sources), {
        store,
        read: readSource,
        embedder: {
          ...EMBEDDER,
          embed: async (texts) => {
            if (isRefusing && texts.some((text) => text.includes("long")))
              throw new TextRefused("400 too long")
            return EMBEDDER.embed(texts)
          },
        },
        root: "/docs",
      })
    const refused =
      "q.jsonl has an article that the embedding model refuses: long (400 too long). Say it in other words."
    expect((await take(true)).unreadable).toEqual([{ name: "q.jsonl", error: refused }])
    expect(await articles()).toEqual(["short", "x.md"])
    expect((await take(false)).unreadable).toEqual([])
    expect(await articles()).toEqual(["long", "short", "x.md"])
  })

  test("one file of a folder read again is the article that it was, and what changed is taken over", async () => {
    const { read, articles } = await emptyBase()
    using disk = filesOnDisk({ "docs/refunds.md": "# Refunds\n\ntext", "docs/q.jsonl": QUESTION })
    await read(disk.path("docs"))
    for (const name of ["refunds.md", "q.jsonl"])
      expect(await read(disk.path("docs", name))).toMatchObject({ unchanged: 1, articles: 0, removed: 0 })
    disk.write("docs/refunds.md", "# Refunds\n\nother text")
    expect(await read(disk.path("docs/refunds.md"))).toMatchObject({ articles: 1 })
    expect(await articles()).toEqual(["invoice", "refunds.md"])
    expect(await read(disk.path("docs"))).toMatchObject({ unchanged: 2, removed: 0 })
    rmSync(disk.path("docs/refunds.md"))
    await read(disk.path("docs"))
    expect(await articles()).toEqual(["invoice"])
  })

  test("a part of a folder and the whole are the same files, whichever is read first", async () => {
    const { read, articles } = await emptyBase()
    using disk = filesOnDisk({
      "docs/sub/bikes.md": "# Bikes\n\nof the part",
      "docs/bikes.md": "# Bikes\n\nof all",
    })
    await read(disk.path("docs/sub"))
    await read(disk.path("docs"))
    await read(disk.path("docs/sub"))
    expect(await articles()).toEqual(["bikes.md", "docs/bikes.md"])
    expect(await read(disk.path("docs"))).toMatchObject({ unchanged: 2 })
    rmSync(disk.path("docs/sub"), { recursive: true })
    await read(disk.path("docs"))
    expect(await articles()).toEqual(["docs/bikes.md"])
  })

  test("the copy that an earlier version made of a file goes when its folder is read", async () => {
    const { read, articles, store } = await emptyBase()
    using disk = filesOnDisk({ "docs/x.md": "# X\n\ntext" })
    await read(disk.path("docs"))
    const name = "x.md/x.md"
    const contentHash = "of then"
    await store.putSource({ name, root: disk.path("docs/x.md"), contentHash, error: undefined })
    await store.putArticle(name, await embedArticle({ id: name, title: "X", body: "# X\n\ntext" }, EMBEDDER))
    expect(await read(disk.path("docs"))).toMatchObject({ unchanged: 1, removed: 1 })
    expect(await articles()).toEqual(["x.md"])
  })

  test("an id that another file has is refused until that file is gone, and both keep what is theirs", async () => {
    const { read, articles } = await emptyBase()
    const csv = (topic: string) => `id,question,answer\n1,What of ${topic}?,All of ${topic}.\n`
    using disk = filesOnDisk({ "docs/shipping.csv": csv("parcels") })
    await read(disk.path("docs"))
    disk.write("docs/warranty.csv", `${csv("repairs")}2,How long?,Two years.\n`)
    for (let run = 0; run < 2; run++) {
      expect(await read(disk.path("docs"))).toMatchObject({
        unchanged: 1,
        removed: 0,
        unreadable: [
          {
            name: "warranty.csv",
            error:
              'warranty.csv gives the id "1", which shipping.csv has. Give every article an id of its own.',
          },
        ],
      })
      expect(await articles()).toEqual(["1"])
    }
    rmSync(disk.path("docs/shipping.csv"))
    expect(await read(disk.path("docs"))).toMatchObject({ unreadable: [] })
    expect(await articles()).toEqual(["1", "2"])
  })

  test("of two new files that give one id, one is taken, and the other once the first gives it up", async () => {
    const { read, articles } = await emptyBase()
    const text = (word: string, id: string) => `---\nid: ${id}\n---\n# ${word}\n\ntext`
    using disk = filesOnDisk({ "docs/a.md": text("A", "keep"), "docs/b.md": text("B", "keep") })
    const { unreadable } = await read(disk.path("docs"))
    const [refused = ""] = unreadable.map(({ name }) => name)
    expect(["a.md", "b.md"]).toContain(refused)
    expect(await articles()).toEqual(["keep"])
    const taken = refused === "a.md" ? "b.md" : "a.md"
    disk.write(`docs/${taken}`, text("C", "other"))
    expect(await read(disk.path("docs"))).toMatchObject({ unreadable: [], articles: 2 })
    expect(await articles()).toEqual(["keep", "other"])
  })

  test("a file that is called otherwise keeps its ids, and gets them back under its first name", async () => {
    const { read, articles } = await emptyBase()
    using disk = filesOnDisk({ "docs/q.jsonl": QUESTION })
    await read(disk.path("docs"))
    for (const [from, to] of [
      ["docs/q.jsonl", "docs/r.jsonl"],
      ["docs/r.jsonl", "docs/q.jsonl"],
    ] as const) {
      renameSync(disk.path(from), disk.path(to))
      expect(await read(disk.path("docs"))).toMatchObject({ articles: 1, embedded: 0, unreadable: [] })
      expect(await articles()).toEqual(["invoice"])
    }
  })

  test("what an agent answered is not replaced by a file that gives its id", async () => {
    const { read, store } = await emptyBase()
    const reply = { id: "desk:17.6", title: "Reply", body: "Of an agent." }
    await store.putArticle(reply.id, await embedArticle(reply, EMBEDDER))
    using disk = filesOnDisk({ "docs/x.md": "---\nid: desk:17.6\n---\n# X\n\ntext" })
    expect((await read(disk.path("docs"))).unreadable).toHaveLength(1)
    expect(await store.articlesOf(reply.id)).toEqual(new Map([[reply.id, store.hashOf(reply)]]))
  })

  test("what was removed by hand stays away with its folder, and comes back when its file is named", async () => {
    const { read, articles, store } = await emptyBase()
    using disk = filesOnDisk({ "docs/x.md": "# X\n\ntext", "docs/q.jsonl": QUESTION })
    await read(disk.path("docs"))
    await store.removeArticles(["x.md"])
    expect(await read(disk.path("docs"))).toMatchObject({ unchanged: 2 })
    expect(await articles()).toEqual(["invoice"])
    expect(await read(disk.path("docs/x.md"), true)).toMatchObject({ unchanged: 0, articles: 1 })
    expect(await articles()).toEqual(["invoice", "x.md"])
    expect(await read(disk.path("docs/x.md"), true)).toMatchObject({ unchanged: 1, articles: 0 })
  })

  test("a site's address is the same with and without its last slash", async () => {
    const { take, articles } = await emptyBase()
    await take("https://a.example", [file("p.md", "# P\n\ntext"), file("q.md", "# Q\n\ntext")])
    await take("https://a.example/", [file("p.md", "# P\n\ntext")])
    expect(await articles()).toEqual(["p.md"])
  })
})
