import { expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { secretHash } from "../secret-hash.ts"
import { listPartners, partnerByApiKey, partnerById, partnerByWidgetKey } from "./partners.ts"

eachDatabase((_name, open) => {
  test("a partner comes back whole, by id and by key", async () => {
    const database = await open()
    const {
      apiKey,
      widgetKey,
      identitySecret: _,
      ...partner
    } = await makePartner(database, {
      domain: "https://Acme.example/about",
      allowedOrigins: ["http://localhost:3000/x"],
    })
    expect(partner).toMatchObject({ domain: "acme.example", allowedOrigins: ["http://localhost:3000"] })
    expect(await partnerById(database.db, partner.id)).toEqual(partner)
    expect(await partnerByApiKey(database.db, apiKey)).toEqual(partner)
    expect(await listPartners(database.db)).toEqual([partner])
    expect(await partnerByWidgetKey(database.db, widgetKey)).toEqual(partner)
    expect(widgetKey).toMatch(/^pk_/)
  })

  test("neither a wrong key nor the stored hash lets anybody in", async () => {
    const database = await open()
    const { apiKey, widgetKey } = await makePartner(database)
    for (const wrong of ["", `${apiKey}x`, widgetKey, secretHash(apiKey)])
      expect(await partnerByApiKey(database.db, wrong)).toBeUndefined()
    expect(await partnerById(database.db, "partner-nobody")).toBeUndefined()
  })

  test("keys are stored so that nobody can read them back", async () => {
    const database = await open()
    const { apiKey } = await makePartner(database)
    const partners = await database.db.selectFrom("partner").selectAll().execute()
    const keys = await database.db.selectFrom("partner_key").selectAll().execute()
    expect(JSON.stringify([partners, keys])).not.toContain(apiKey.slice(0, 12))
  })
})
