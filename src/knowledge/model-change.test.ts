import { expect, test } from "bun:test"
import { pino } from "pino"
import { embedArticle } from "../../kb/embedded-article.ts"
import type { Embedder } from "../../kb/embedder.ts"
import { eachDatabase } from "../../test/databases.ts"
import { makePartner } from "../../test/fixtures/partner.ts"
import { putArticle } from "../storage/repositories/kb-change-articles.ts"
import { allBases, ensureBase } from "../storage/repositories/knowledge-bases.ts"
import { claimModel } from "../storage/repositories/model-claim.ts"
import { storedKnowledge } from "../storage/stored-knowledge.ts"
import { Embedders } from "./embedders.ts"
import { Knowledge } from "./knowledge.ts"
import { followModelChange } from "./model-change.ts"

function model(id: string): Embedder {
  return {
    id,
    dimensions: 1,
    maxTokens: 8,
    countTokens: (text) => text.length,
    embed: async (texts) => texts.map(() => new Float32Array([1])),
    async close() {},
  }
}

eachDatabase((_name, open) => {
  test("a model is there until nothing is looked up with it any more", async () => {
    const database = await open()
    const { db } = database
    const [old, next] = [model("old"), model("next")]
    const { id: partnerId } = await makePartner(database)
    const { id: kb } = await ensureBase(db, partnerId, "main")
    await claimModel(db, kb, old.id)
    await putArticle(db, kb, old.id, "s", await embedArticle({ id: "a", title: "a", body: "b" }, old))
    const store = storedKnowledge(db)
    const knowledge = new Knowledge(store)
    const [loaded] = await knowledge.of(partnerId)
    const embedders = new Embedders(next)
    embedders.add(old)
    const { signal } = new AbortController()
    const log = pino({ level: "silent" })
    await followModelChange(store, await allBases(db), embedders, log, signal, () => knowledge.refresh())
    expect(loaded?.stored.modelId).toBe("next")
    expect(embedders.byId("old")).toBeUndefined()
  })
})
