import { expect, test } from "bun:test"
import { sql } from "kysely"
import { MIGRATIONS } from "../../../migrations/list.ts"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { rotateKey } from "../../core/partner-keys.ts"
import { keyPorts } from "../core-ports.ts"
import { migrate } from "../migrate.ts"
import { secretHash } from "../secret-hash.ts"
import { identitySecrets, keysOf, partnerIdByKey, revokeKey } from "./partner-keys.ts"
import { partnerByApiKey, partnerById, partnerByWidgetKey } from "./partners.ts"

const HOUR = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR)

eachDatabase((name, open) => {
  test("a rotated key goes on for its grace time, and the new one works at once", async () => {
    const database = await open()
    const partner = await makePartner(database)
    const rotate = (graceMs?: number) =>
      rotateKey(keyPorts(database), { partnerId: partner.id, kind: "secret", graceMs })
    const { made, ended } = await rotate(24 * HOUR)
    expect(ended.map(({ prefix }) => prefix)).toEqual([partner.apiKey.slice(0, 9)])
    const whose = (key: string, hours: number) => partnerIdByKey(database.db, "secret", key, inHours(hours))
    expect(await whose(partner.apiKey, 23)).toBe(partner.id)
    expect(await whose(partner.apiKey, 25)).toBeUndefined()
    expect(await whose(made.key, 25)).toBe(partner.id)
    // A longer grace time does not bring the first one's end forward again.
    expect((await rotate(48 * HOUR)).ended).toHaveLength(1)
    expect(await whose(partner.apiKey, 25)).toBeUndefined()
    expect((await rotate(0)).ended).toHaveLength(3)
    expect(await whose(made.key, 0.001)).toBeUndefined()
  })

  test("a key may be added beside the others, and a revoked one ends alone", async () => {
    const database = await open()
    const partner = await makePartner(database)
    const other = await makePartner(database)
    const { made } = await rotateKey(keyPorts(database), {
      partnerId: partner.id,
      kind: "secret",
      label: " CI ",
      graceMs: undefined,
    })
    expect(await partnerByApiKey(database.db, partner.apiKey)).toMatchObject({ id: partner.id })
    expect(await revokeKey(database.db, other.id, made.key, new Date())).toBeUndefined()
    const [, , , added] = await keysOf(database.db, partner.id)
    expect(added).toMatchObject({
      kind: "secret",
      label: "CI",
      prefix: made.key.slice(0, 9),
      value: undefined,
    })
    expect(await revokeKey(database.db, other.id, String(added?.id), new Date())).toBeUndefined()
    expect(await revokeKey(database.db, partner.id, String(added?.id), new Date())).toMatchObject({
      label: "CI",
    })
    expect(await revokeKey(database.db, partner.id, made.key, new Date())).toBeUndefined()
    expect(await partnerByApiKey(database.db, made.key)).toBeUndefined()
    expect(await partnerByApiKey(database.db, partner.apiKey)).toMatchObject({ id: partner.id })
  })

  test("a key opens only what it is for", async () => {
    const database = await open()
    const { id, apiKey, widgetKey, identitySecret } = await makePartner(database)
    for (const key of [apiKey, identitySecret])
      expect(await partnerByWidgetKey(database.db, key)).toBeUndefined()
    for (const key of [widgetKey, identitySecret])
      expect(await partnerByApiKey(database.db, key)).toBeUndefined()
    expect(await identitySecrets(database.db, id, new Date())).toEqual([identitySecret])
  })

  test("a key's use is noted once an hour", async () => {
    const database = await open()
    const { id, apiKey } = await makePartner(database)
    const used = async (hours: number) => {
      await partnerIdByKey(database.db, "secret", apiKey, inHours(hours))
      return (await keysOf(database.db, id))[0]?.lastUsedAt?.getTime() ?? 0
    }
    const first = await used(0)
    expect(first).toBeGreaterThan(Date.now() - 60_000)
    expect(await used(0.5)).toBe(first)
    expect(await used(1.5)).toBeGreaterThan(first)
  })

  test("keys from before this table still open the door, and nothing is lost on the way", async () => {
    const database = await open({ migrate: false })
    const { "0006_partner_keys": _, ...before } = Object.fromEntries(
      Object.entries(MIGRATIONS).filter(([id]) => id <= "0006_partner_keys"),
    )
    await migrate(database, before)
    await sql`insert into partner
      (id, name, domain, allowed_origins, api_key_hash, widget_key, created_at, settings, last_conversation)
      values ('partner-1', 'Acme', 'acme.example', '[]', ${secretHash("sk_old")}, 'pk_old', 17,
        '{"session":{"idleSeconds":60}}', 3)`.execute(database.db)
    await sql`insert into kb (id, partner_id, name, revision, created_at)
      values ('kb-1', 'partner-1', 'main', 1, 17)`.execute(database.db)
    await migrate(database)
    const partner = await partnerById(database.db, "partner-1")
    expect(partner).toMatchObject({ name: "Acme", settings: { session: { idleSeconds: 60 } } })
    expect(await partnerByApiKey(database.db, "sk_old")).toEqual(partner)
    expect(await partnerByWidgetKey(database.db, "pk_old")).toEqual(partner)
    expect(await identitySecrets(database.db, "partner-1", new Date())).toEqual([
      expect.stringMatching(/^is_\w{40,}$/),
    ])
    const { last_conversation } = await database.db
      .selectFrom("partner")
      .select("last_conversation")
      .executeTakeFirstOrThrow()
    expect(last_conversation).toBe(3)
    // What hangs on a partner still does, and goes with it.
    const bases = () => database.db.selectFrom("kb").select("id").execute()
    expect(await bases()).toEqual([{ id: "kb-1" }])
    await database.db.deleteFrom("partner").execute()
    expect([await bases(), await keysOf(database.db, "partner-1")]).toEqual([[], []])
    expect(name === "postgres" || (await sql`pragma foreign_key_check`.execute(database.db)).rows).toEqual(
      name === "postgres" ? true : [],
    )
  })
})
