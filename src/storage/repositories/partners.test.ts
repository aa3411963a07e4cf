import { expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { secretHash } from "../secret-hash.ts"
import { listPartners, partnerByApiKeyHash, partnerById } from "./partners.ts"

eachDatabase((_name, open) => {
  test("a partner comes back whole, by id and by key", async () => {
    const database = await open()
    const { apiKey, ...partner } = await makePartner(database, {
      domain: "https://Acme.example/about",
      allowedOrigins: ["http://localhost:3000/x"],
    })
    expect(partner).toMatchObject({ domain: "acme.example", allowedOrigins: ["http://localhost:3000"] })
    expect(await partnerById(database.db, partner.id)).toEqual(partner)
    expect(await partnerByApiKeyHash(database.db, secretHash(apiKey))).toEqual(partner)
    expect(await listPartners(database.db)).toEqual([partner])
    expect(partner.widgetKey).toMatch(/^pk_/)
  })

  test("neither a wrong key nor the stored hash lets anybody in", async () => {
    const database = await open()
    const { apiKey, widgetKey } = await makePartner(database)
    for (const wrong of ["", `${apiKey}x`, widgetKey, secretHash(apiKey)])
      expect(await partnerByApiKeyHash(database.db, secretHash(wrong))).toBeUndefined()
    expect(await partnerById(database.db, "partner-nobody")).toBeUndefined()
  })

  test("keys are stored so that nobody can read them back", async () => {
    const database = await open()
    const { apiKey } = await makePartner(database)
    const rows = await database.db.selectFrom("partner").selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(apiKey)
  })
})
