import { expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { DEFAULT_SETTINGS, type PartnerSettings } from "../../core/partner-settings.ts"
import { secretHash } from "../secret-hash.ts"
import { insertConversation } from "./conversations.ts"
import { createVisitor } from "./customers.ts"
import { ensureBase } from "./knowledge-bases.ts"
import { enqueue } from "./outbox.ts"
import { keysOf } from "./partner-keys.ts"
import {
  countBelongings,
  listPartners,
  partnerByApiKey,
  partnerById,
  partnerByWidgetKey,
  removePartner,
  updatePartner,
} from "./partners.ts"

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

  test("a removed partner takes along its mails, and nobody else's", async () => {
    const database = await open()
    const [gone, stays] = [await makePartner(database), await makePartner(database)]
    const at = new Date()
    for (const { id: partnerId } of [gone, stays]) {
      const { id: customerId } = await createVisitor(database.db, { partnerId }, at)
      const of = { partnerId, customerId, publicId: `cs_${partnerId}`, page: undefined }
      const { id: conversationId } = await database.db
        .transaction()
        .execute((trx) => insertConversation(trx, of, at))
      // More than one page of them.
      for (let i = 0; i < 201; i++)
        await enqueue(
          database.db,
          {
            kind: "transcript_mail",
            dedupeKey: `${partnerId} ${i}`,
            payload: { conversationId, lastSeq: 0, email: `third@${partnerId}.example` },
            notBefore: at,
          },
          at,
        )
    }
    await database.db.transaction().execute((trx) => removePartner(trx, gone.id))
    const left = await database.db.selectFrom("outbox").select("payload").execute()
    expect(new Set(left.map(({ payload }) => JSON.parse(payload).email))).toEqual(
      new Set([`third@${stays.id}.example`]),
    )
    expect(left).toHaveLength(201)
  })

  test("a removed partner takes along what is its own, and nothing of another's", async () => {
    const database = await open()
    const [gone, stays] = [await makePartner(database), await makePartner(database)]
    for (const { id } of [gone, stays]) {
      await ensureBase(database.db, id, "main")
      await createVisitor(database.db, { partnerId: id }, new Date())
    }
    const counts = { customer: 1, conversation: 0, kb: 1, ticket: 0, interaction: 0 }
    expect(await countBelongings(database.db, gone.id)).toEqual(counts)
    await removePartner(database.db, gone.id)
    expect(await countBelongings(database.db, gone.id)).toEqual({ ...counts, customer: 0, kb: 0 })
    expect(await partnerByApiKey(database.db, gone.apiKey)).toBeUndefined()
    expect(await keysOf(database.db, gone.id)).toEqual([])
    expect(await countBelongings(database.db, stays.id)).toEqual(counts)
    expect(await partnerByApiKey(database.db, stays.apiKey)).toMatchObject({ id: stays.id })
  })
})
