import { expect, spyOn, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { StatsWorld } from "../../../test/stats-world.ts"
import { deskStats } from "./desk-stats.ts"

const STARTS = Date.UTC(2026, 9, 23, 3)

eachDatabase((_name, open) => {
  test("figures are counted once for all who ask within seconds, and anew after them", async () => {
    const database = await open()
    const world = await StatsWorld.open(database, "UTC", STARTS)
    let passed = 0
    using _clock = spyOn(performance, "now").mockImplementation(() => passed)
    try {
      const { report } = deskStats(database)
      const day = { from: "2026-10-23", to: "2026-10-23" }
      const conversations = async (partner = world.partner, span: Parameters<typeof report>[1] = day) =>
        (await report(partner, span)).conversations
      await world.step({ do: "open", customer: 0 })
      await world.step({ do: "ask", at: 0, question: 0 })
      expect(await conversations()).toBe(1)
      await world.step({ do: "open", customer: 1 })
      await world.step({ do: "ask", at: 1, question: 0 })
      passed = 5_000
      expect(await conversations()).toBe(1)
      // Another span, another time zone, and above all another partner have figures of their own.
      expect(await conversations(world.partner, { from: "2026-10-22", to: "2026-10-23" })).toBe(2)
      const hours = { ...world.partner.settings.hours, timeZone: "Pacific/Kiritimati" }
      const elsewhere = { ...world.partner, settings: { ...world.partner.settings, hours } }
      expect((await report(elsewhere, day)).timeZone).toBe("Pacific/Kiritimati")
      expect(await conversations(await makePartner(database))).toBe(0)
      passed = 5_001
      expect(await conversations()).toBe(2)
    } finally {
      await world.close()
    }
  })
})
