import { expect, test } from "bun:test"
import { eachDatabase } from "../../test/databases.ts"
import { makePartner } from "../../test/fixtures/partner.ts"
import { until } from "../../test/wait.ts"
import { ensureBase } from "./repositories/knowledge-bases.ts"
import { watchRevisions } from "./revision-watch.ts"

eachDatabase((_, open) => {
  test("what cannot be taken over is tried again after a pause, and at once where more has changed", async () => {
    const database = await open()
    const partner = await makePartner(database)
    let looks = 0
    const db = database.db.withPlugin({
      transformQuery({ node }) {
        looks++
        return node
      },
      transformResult: async ({ result }) => result,
    })
    let faults = 0
    const failing = async () => {
      throw new Error("It is damaged.")
    }
    const watch = (pauseMs: number) => watchRevisions(db, failing, () => faults++, { everyMs: 1, pauseMs })
    const lookAgain = async () => {
      const before = looks
      await until("it is looked again", () => looks > before + 5)
    }
    const patient = watch(Number.POSITIVE_INFINITY)
    await lookAgain()
    expect(faults).toBe(1)
    await ensureBase(database.db, partner.id, "faq")
    await lookAgain()
    expect(faults).toBe(2)
    patient.stop()
    const soon = watch(1)
    await until("it is tried again and again", () => faults > 5)
    soon.stop()
  })
})
