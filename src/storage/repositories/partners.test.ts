import { expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { DEFAULT_SETTINGS, type PartnerSettings } from "../../core/partner-settings.ts"
import { secretHash } from "../secret-hash.ts"
import { listPartners, partnerByApiKey, partnerById, partnerByWidgetKey, updatePartner } from "./partners.ts"

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

  test("settings come back as they were set, and only what differs from the defaults is stored", async () => {
    const database = await open()
    const { apiKey: _, widgetKey: __, identitySecret: ___, ...partner } = await makePartner(database)
    const stored = async () =>
      JSON.parse(
        (await database.db.selectFrom("partner").select("settings").executeTakeFirstOrThrow()).settings,
      )
    expect(await stored()).toEqual({})
    const { widget, session } = DEFAULT_SETTINGS
    const settings: PartnerSettings = {
      ...DEFAULT_SETTINGS,
      session: { ...session, idleSeconds: 60 },
      widget: {
        ...widget,
        texts: { title: "Help" },
        preChat: { enabled: false, fields: [] },
        consent: { text: "We store it.", url: undefined },
      },
    }
    expect(await updatePartner(database.db, { ...partner, name: "Acme Ltd", settings })).toBe(true)
    expect(await partnerById(database.db, partner.id)).toEqual({ ...partner, name: "Acme Ltd", settings })
    expect(await stored()).toEqual({
      session: { idleSeconds: 60 },
      widget: {
        texts: { title: "Help" },
        preChat: { enabled: false, fields: [] },
        consent: { text: "We store it." },
      },
    })
    await updatePartner(database.db, partner)
    expect(await stored()).toEqual({})
    expect(await updatePartner(database.db, { ...partner, id: "partner-nobody" })).toBe(false)
  })
})
