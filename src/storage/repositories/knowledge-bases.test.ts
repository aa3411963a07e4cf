import { expect, test } from "bun:test"
import { DEFAULT_CALIBRATION } from "../../../kb/default-calibration.ts"
import { eachDatabase } from "../../../test/databases.ts"
import { aBase, embedded, TEST_MODEL } from "../../../test/fixtures/knowledge.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { articleById } from "./kb-articles.ts"
import { putArticle, removeArticles } from "./kb-change-articles.ts"
import { putSource, sourcesOf } from "./kb-sources.ts"
import {
  baseById,
  baseByName,
  basesOf,
  ensureBase,
  removeBase,
  setCalibration,
  summarizeBases,
} from "./knowledge-bases.ts"

eachDatabase((_name, open) => {
  test("a name is a partner's own, and made once however many ask for it", async () => {
    const database = await open()
    const [ours, theirs] = [await makePartner(database), await makePartner(database, { name: "Other" })]
    const made = await Promise.all(Array.from({ length: 8 }, () => ensureBase(database.db, ours.id, "main")))
    expect(new Set(made.map((base) => base.id)).size).toBe(1)
    const other = await ensureBase(database.db, theirs.id, "main")
    expect(other.id).not.toBe(made[0]?.id as string)
    expect((await basesOf(database.db, ours.id)).map((base) => base.id)).toEqual([made[0]?.id as string])
    expect(await baseByName(database.db, theirs.id, "drafts")).toBeUndefined()
  })

  test("who writes to one that was removed meanwhile is told so", async () => {
    const database = await open()
    const base = await aBase(database.db, (await makePartner(database)).id, "a")
    await removeBase(database.db, base.id)
    expect(putArticle(database.db, base.id, TEST_MODEL, "s", embedded("x", "of a"))).rejects.toMatchObject({
      code: "conflict",
      message: "The knowledge base was removed meanwhile.",
    })
  })

  test("an article of one base is not in another, even by the same id", async () => {
    const database = await open()
    const partner = await makePartner(database)
    const [a, b] = [await aBase(database.db, partner.id, "a"), await aBase(database.db, partner.id, "b")]
    await putArticle(database.db, a.id, TEST_MODEL, "s", embedded("x", "of a"))
    expect(await articleById(database.db, b.id, "x")).toBeUndefined()
    await putArticle(database.db, b.id, TEST_MODEL, "s", embedded("x", "of b"))
    await removeArticles(database.db, b.id, ["x"])
    expect((await articleById(database.db, a.id, "x"))?.article.body).toBe("of a")
  })

  test("the revision rises with every put, removal and calibration", async () => {
    const { db, ...database } = await open()
    const { id } = await aBase(db, (await makePartner({ db, ...database })).id, "main")
    const revision = async () => (await baseById(db, id))?.revision ?? -1
    const seen = [await revision()]
    const changes = [
      () => putArticle(db, id, TEST_MODEL, "s", embedded("x")),
      () => putArticle(db, id, TEST_MODEL, "s", embedded("x", "other")),
      () => removeArticles(db, id, ["x"]),
      () => setCalibration(db, id, { ...DEFAULT_CALIBRATION, threshold: 0.6 }),
      () => setCalibration(db, id, undefined),
    ]
    for (const change of changes) {
      await change()
      seen.push(await revision())
    }
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b))
    expect(seen).toHaveLength(6)
  })

  test("a calibration comes back as it was put", async () => {
    const { db, ...database } = await open()
    const { id } = await aBase(db, (await makePartner({ db, ...database })).id, "main")
    const calibration = { ...DEFAULT_CALIBRATION, threshold: 0.1 + 0.2 }
    await setCalibration(db, id, calibration)
    expect((await baseById(db, id))?.calibration).toEqual(calibration)
    await setCalibration(db, id, undefined)
    expect((await baseById(db, id))?.calibration).toBeUndefined()
  })

  test("a summary counts, and a base that is removed takes everything along", async () => {
    const { db, ...database } = await open()
    const partner = await makePartner({ db, ...database })
    const { id } = await aBase(db, partner.id, "main")
    await putArticle(db, id, TEST_MODEL, "s", embedded("x"))
    await putArticle(db, id, TEST_MODEL, "s", embedded("y"))
    await removeArticles(db, id, ["y"])
    await putSource(db, id, { name: "s", root: "/r", contentHash: "1", error: undefined })
    await putSource(db, id, { name: "t", root: "/r", contentHash: "2", error: "damaged" })
    expect(await summarizeBases(db, partner.id)).toMatchObject([{ articles: 1, sources: 2, unreadable: 1 }])
    expect([...(await sourcesOf(db, id)).values()].map(({ error }) => error)).toEqual([undefined, "damaged"])
    await removeBase(db, id)
    for (const table of ["kb", "kb_article", "kb_vector", "kb_source", "kb_tombstone"] as const)
      expect(await db.selectFrom(table).selectAll().execute()).toEqual([])
  })
})
