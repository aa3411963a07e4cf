import { afterEach, expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { freshKey } from "../../../test/sealed.ts"
import { type Database, openDatabase } from "../database.ts"
import { encryptionKeys } from "./encryption-key.ts"
import { usedKeys } from "./key-registry.ts"

eachDatabase((_name, open) => {
  const opened: Database[] = []
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close()
  })

  async function prepared(withPartner: boolean) {
    const database = await open({ migrate: false })
    const again = async (key?: string, old?: string, newKeys: "allowed" | "refused" = "refused") => {
      const { dataDir, url } = database.location
      const location = { dataDir, ...(url && { url }) }
      const keys = encryptionKeys(key, old)
      const one = await openDatabase({ ...location, ...(keys && { keys }) }, undefined, newKeys)
      opened.push(one)
      return (await usedKeys(one.db)).map(({ id }) => id)
    }
    await again()
    const [first] = opened
    if (withPartner && first) await makePartner(first)
    return again
  }
  const idOf = (key: string) => encryptionKeys(key)?.current?.id ?? ""

  test("a database without texts is sealed from its beginning; without the key it does not open", async () => {
    const again = await prepared(false)
    const [key, other] = [freshKey(), freshKey()]
    expect(await again(key)).toEqual([idOf(key)])
    expect(await again(key)).toEqual([idOf(key)])
    expect(again()).rejects.toThrow(`sealed with the encryption key ${idOf(key)}, and no key is given`)
    expect(again(other)).rejects.toThrow(`sealed with the encryption key ${idOf(key)}`)
    expect(again(other, key)).rejects.toThrow(`key ${idOf(other)} is not in use in this database yet`)
    expect((await again(other, key, "allowed")).toSorted()).toEqual([idOf(key), idOf(other)].toSorted())
    expect(again(other)).rejects.toThrow(`sealed with the encryption key ${idOf(key)}`)
  })

  test("one that has texts goes on with them; to end encryption only a server may", async () => {
    const again = await prepared(true)
    const key = freshKey()
    expect((await again(key)).toSorted()).toEqual([idOf(key), "plain"].toSorted())
    const begun = await prepared(false)
    expect(await begun(key)).toEqual([idOf(key)])
    expect(begun(undefined, key)).rejects.toThrow("no encryption.key is given to write with")
    expect((await begun(undefined, key, "allowed")).toSorted()).toEqual([idOf(key), "plain"].toSorted())
  })
})
