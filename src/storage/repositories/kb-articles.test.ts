import { expect, test } from "bun:test"
import fc from "fast-check"
import type { EmbeddedArticle } from "../../../kb/embedded-article.ts"
import { eachDatabase, type OpenTestDatabase } from "../../../test/databases.ts"
import { aBase, embedded, TEST_MODEL } from "../../../test/fixtures/knowledge.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import type { Db } from "../database.ts"
import { articleById, articlesOfSource, changesSince, knownVectors, listArticles } from "./kb-articles.ts"
import { articleHash, putArticle, removeArticles } from "./kb-change-articles.ts"
import { putSource, removeSource, sourcesOf } from "./kb-sources.ts"

/** An index as the server keeps it, reduced to what it holds. */
type Index = ReadonlyMap<string, string>

const IDS = ["a", "A", "b/c.md", "ä", "0", "z z"]
const change = fc.oneof(
  fc.record({ put: fc.constantFrom(...IDS), text: fc.string({ maxLength: 4 }) }),
  fc.record({ remove: fc.subarray(IDS) }),
)

async function openBase(open: OpenTestDatabase) {
  const database = await open()
  const partner = await makePartner(database)
  const base = await aBase(database.db, partner.id, "main")
  return { db: database.db, kb: base.id, partner }
}

async function replay(db: Db, kb: string, index: Index, since: number) {
  const changes = await changesSince(db, kb, since)
  const next = new Map(index)
  for (const id of changes.removed) next.delete(id)
  for await (const { article } of changes.put) next.set(article.id, article.body)
  return { revision: changes.revision, index: next as Index }
}

/** Vectors as lists: two typed arrays are the same only if they lie the same in memory. */
function plain(article: EmbeddedArticle | undefined) {
  return (
    article && {
      ...article,
      vectors: article.vectors.map((item) => ({ ...item, vector: [...item.vector] })),
    }
  )
}

eachDatabase((_name, open) => {
  test("an index at any earlier revision catches up with the whole by the changes since", async () => {
    const { db, partner } = await openBase(open)
    let runs = 0
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
        const { id: kb } = await aBase(db, partner.id, `run ${runs++}`)
        const snapshots = [{ revision: -1, index: new Map() as Index }]
        for (const one of changes) {
          if ("put" in one) await putArticle(db, kb, TEST_MODEL, "s", embedded(one.put, one.text))
          else await removeArticles(db, kb, one.remove)
          snapshots.push(await replay(db, kb, new Map(), -1))
        }
        const whole = await replay(db, kb, new Map(), -1)
        const model = new Map<string, string>()
        for (const one of changes) {
          if ("put" in one) model.set(one.put, one.text)
          else for (const id of one.remove) model.delete(id)
        }
        expect(whole.index).toEqual(model)
        for (const { revision, index } of snapshots)
          expect(await replay(db, kb, index, revision)).toEqual(whole)
      }),
      { numRuns: 25 },
    )
  })

  test("an article comes back whole, with its vectors to the last bit", async () => {
    const { db, kb } = await openBase(open)
    const odd = [0, -0, 1e-45, -3.4028234663852886e38, 0.1, Number.NaN, Number.POSITIVE_INFINITY]
    const vector = new Float32Array(new Float32Array([9, ...odd]).buffer, 4)
    const put = embedded("guides/refunds.md", "line\n\ttext 'quoted' \u{1f600}", {
      url: "https://acme.example/refunds",
      entryType: "how_to",
      examples: ["How?", "When?"],
    })
    put.vectors.splice(1, 0, { kind: "example", ordinal: 1, text: "When?", vector })
    await putArticle(db, kb, TEST_MODEL, "s", put)
    const got = await articleById(db, kb, put.article.id)
    expect(plain(got)).toEqual(plain(put))
    expect((await knownVectors(db, kb, put.article.id)).get("When?")?.buffer).toEqual(
      Float32Array.from(odd).buffer,
    )
  })

  test("what is put again replaces what was there", async () => {
    const { db, kb } = await openBase(open)
    const before = embedded("x", "before")
    before.vectors.push({ kind: "heading", ordinal: 0, text: "gone", vector: Float32Array.of(1, 2) })
    await putArticle(db, kb, TEST_MODEL, "old.md", before)
    await putArticle(db, kb, TEST_MODEL, "new.md", embedded("x", "after"))
    expect(await articleById(db, kb, "x")).toEqual(embedded("x", "after") as never)
    expect((await listArticles(db, kb)).map(({ source }) => source)).toEqual(["new.md"])
    expect(await articlesOfSource(db, kb, "old.md")).toEqual(new Map())
    expect(await articlesOfSource(db, kb, "new.md")).toEqual(
      new Map([["x", articleHash(embedded("x", "after").article)]]),
    )
  })

  test("more articles than a page, and more vectors than a statement takes, come back complete", async () => {
    const { db, kb } = await openBase(open)
    const ids = Array.from({ length: 450 }, (_, i) => `article ${i}`)
    for (const id of ids) await putArticle(db, kb, TEST_MODEL, "s", embedded(id))
    const large = embedded("large")
    for (let ordinal = 1; ordinal <= 1200; ordinal++)
      large.vectors.push({ kind: "chunk", ordinal, text: `${ordinal}`, vector: Float32Array.of(ordinal) })
    await putArticle(db, kb, TEST_MODEL, "s", large)
    const { index } = await replay(db, kb, new Map(), -1)
    expect([...index.keys()].sort()).toEqual([...ids, "large"].sort())
    const vectors = (await articleById(db, kb, "large"))?.vectors.filter(({ kind }) => kind === "chunk") ?? []
    expect(vectors.slice(1).map(({ vector }) => vector[0])).toEqual(
      Array.from({ length: 1200 }, (_, i) => i + 1),
    )
  })

  test("a source with very many articles can go in one piece", async () => {
    const { db, kb } = await openBase(open)
    const present = ["first", "last"]
    for (const id of present) await putArticle(db, kb, TEST_MODEL, "s", embedded(id))
    const absent = Array.from({ length: 70_000 }, (_, i) => `row ${i}`)
    expect(await removeArticles(db, kb, ["first", ...absent, "last"])).toEqual(present)
    expect(await listArticles(db, kb)).toEqual([])
  })

  test("removing what is not there says so and changes nothing", async () => {
    const { db, kb } = await openBase(open)
    await putArticle(db, kb, TEST_MODEL, "s", embedded("x"))
    expect(await removeArticles(db, kb, ["y"])).toEqual([])
    expect(await removeArticles(db, kb, [])).toEqual([])
    expect((await replay(db, kb, new Map(), -1)).index).toEqual(new Map([["x", "text"]]))
  })

  test("what came from a source in one base is not what came from one of that name in another", async () => {
    const { db, kb, partner } = await openBase(open)
    const { id: other } = await aBase(db, partner.id, "other")
    await putArticle(db, kb, TEST_MODEL, "faq.md", embedded("mine", "a"))
    await putArticle(db, other, TEST_MODEL, "faq.md", embedded("theirs", "b"))
    const source = { name: "faq.md", root: "docs", error: undefined }
    for (const base of [kb, other]) await putSource(db, base, { ...source, contentHash: base })
    expect([...(await articlesOfSource(db, kb, "faq.md")).keys()]).toEqual(["mine"])
    await removeSource(db, other, "faq.md")
    expect(await sourcesOf(db, other)).toEqual(new Map())
    expect(await sourcesOf(db, kb)).toEqual(new Map([["faq.md", { ...source, contentHash: kb }]]))
  })
})
