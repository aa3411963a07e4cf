import { expect, test } from "bun:test"
import { embedArticle } from "../../kb/embedded-article.ts"
import { type Embedder, EmbedderAway } from "../../kb/embedder.ts"
import { eachDatabase } from "../../test/databases.ts"
import { makePartner } from "../../test/fixtures/partner.ts"
import { changesSince } from "../storage/repositories/kb-articles.ts"
import { putArticle } from "../storage/repositories/kb-change-articles.ts"
import { baseById, ensureBase } from "../storage/repositories/knowledge-bases.ts"
import { claimModel } from "../storage/repositories/model-claim.ts"
import { storedKnowledge } from "../storage/stored-knowledge.ts"
import { LoadedBase } from "./loaded-base.ts"
import { reembed } from "./reembed.ts"

/** A model whose vectors tell the letters that a text starts with; two of them differ in id and length. */
function letters(id: string, dimensions: number, beforeEach: () => Promise<void> = async () => {}): Embedder {
  return {
    id,
    dimensions,
    maxTokens: 256,
    countTokens: (text) => text.split(/\s+/).length,
    async embed(texts) {
      await beforeEach()
      return texts.map((text) => {
        const vector = new Float32Array(dimensions)
        vector[(text.codePointAt(0) ?? 0) % dimensions] = 1
        return vector
      })
    },
    async close() {},
  }
}

const OLD = letters("old", 4)

eachDatabase((_name, open) => {
  async function stored() {
    const database = await open()
    const { db } = database
    const { id: kb } = await ensureBase(db, (await makePartner(database)).id, "main")
    await claimModel(db, kb, OLD.id)
    const put = async (id: string, embedder: Embedder) =>
      putArticle(
        db,
        kb,
        embedder.id,
        "s",
        await embedArticle({ id, title: id, body: `${id} body` }, embedder),
      )
    for (const id of ["a", "b", "c"]) await put(id, OLD)
    return { db, kb, put, store: storedKnowledge(db) }
  }

  async function dimensionsOf({ db, kb }: Pick<Awaited<ReturnType<typeof stored>>, "db" | "kb">) {
    const found = new Map<string, number[]>()
    for await (const { article, vectors } of (await changesSince(db, kb, -1)).put) {
      found.set(article.id, [...new Set(vectors.map(({ vector }) => vector.length))])
    }
    return Object.fromEntries(found)
  }

  test("all vectors and the model's name change at once, what was written meanwhile included", async () => {
    const all = await stored()
    let late = false
    const next = letters("new", 7, async () => {
      if (late) return
      late = true
      await all.put("d", OLD)
    })
    expect(await reembed(all.store, all.kb, next)).toBe(true)
    expect(await dimensionsOf(all)).toEqual({ a: [7], b: [7], c: [7], d: [7] })
    expect((await baseById(all.db, all.kb))?.modelId).toBe("new")
  })

  test("stopped half way, everything is as it was", async () => {
    const all = await stored()
    const stop = new AbortController()
    const next = letters("new", 7, async () => stop.abort())
    expect(await reembed(all.store, all.kb, next, { signal: stop.signal })).toBe(false)
    expect(await dimensionsOf(all)).toEqual({ a: [4], b: [4], c: [4] })
    expect((await baseById(all.db, all.kb))?.modelId).toBe("old")
  })

  test("a model that is away for a while is waited for, and what it has embedded is kept", async () => {
    const all = await stored()
    let calls = 0
    const next = letters("new", 7, async () => {
      if (++calls === 2 || calls === 3) throw new EmbedderAway("429 too many requests")
    })
    const waited: string[] = []
    const whenAway = async ({ message }: EmbedderAway) => void waited.push(message)
    expect(await reembed(all.store, all.kb, next, { whenAway })).toBe(true)
    expect(waited).toEqual(["429 too many requests", "429 too many requests"])
    expect(calls).toBe(5)
    expect(await dimensionsOf(all)).toEqual({ a: [7], b: [7], c: [7] })
  })

  test("one that hangs keeps nobody from stopping", async () => {
    const all = await stored()
    const stop = new AbortController()
    const next = letters("new", 7, () => {
      stop.abort()
      return new Promise(() => {})
    })
    expect(await reembed(all.store, all.kb, next, { signal: stop.signal })).toBe(false)
  })

  test("an ingest that still runs with the old model is refused, and says why", async () => {
    const all = await stored()
    await reembed(all.store, all.kb, letters("new", 7))
    expect(all.put("e", OLD)).rejects.toThrow("was embedded with new meanwhile")
  })

  test("a running server serves the old vectors until the new ones are all there", async () => {
    const all = await stored()
    const base = await baseById(all.db, all.kb)
    if (!base) throw new Error("no base")
    const loaded = new LoadedBase(base, all.store, 1_000)
    await loaded.refresh()
    const ask = (dimensions: number) => {
      const vector = new Float32Array(dimensions)
      vector["b".charCodeAt(0) % dimensions] = 1
      return loaded.index.search({ text: "b", vector }).hits[0]?.articleId
    }
    expect([loaded.stored.modelId, ask(4)]).toEqual(["old", "b"])
    await reembed(all.store, all.kb, letters("new", 7))
    expect([loaded.stored.modelId, ask(4)]).toEqual(["old", "b"])
    await loaded.refresh()
    expect([loaded.stored.modelId, ask(7)]).toEqual(["new", "b"])
  })
})
