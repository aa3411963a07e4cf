import { expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import {
  createVisitor,
  customerByExternalId,
  customerById,
  ensureCustomer,
  updateCustomer,
} from "./customers.ts"

const MONDAY = new Date("2026-01-05T10:00:00.000Z")
const TUESDAY = new Date("2026-01-06T10:00:00.000Z")

eachDatabase((_name, open) => {
  test("a customer is made once, and what is newly told of them is kept", async () => {
    const database = await open()
    const { id: partnerId } = await makePartner(database)
    const identity = { partnerId, externalId: "customer-1", verified: true }
    const first = await ensureCustomer(database.db, { ...identity, name: "Ada", locale: "en-GB" }, MONDAY)
    expect(first).toEqual({
      id: first.id,
      ...identity,
      name: "Ada",
      locale: "en-GB",
      createdAt: MONDAY,
      updatedAt: MONDAY,
    })
    expect(await ensureCustomer(database.db, { ...identity, name: "Ada" }, TUESDAY)).toEqual(first)
    const told = await ensureCustomer(database.db, { ...identity, email: "ada@example.com" }, TUESDAY)
    expect(told).toEqual({ ...first, email: "ada@example.com", updatedAt: TUESDAY })
    expect(await customerById(database.db, first.id)).toEqual(told)
    expect(await customerByExternalId(database.db, partnerId, "customer-1", true)).toEqual(told)
  })

  test("whoever comes while their partner is removed is told to try again", async () => {
    const { db } = await open()
    const visitor = createVisitor(db, { partnerId: "partner-gone" }, MONDAY)
    await expect(visitor).rejects.toMatchObject({ code: "unavailable" })
  })

  test("calls at once get the same customer, in a transaction or not", async () => {
    const database = await open()
    const { id: partnerId } = await makePartner(database)
    const identity = { partnerId, externalId: "customer-1", verified: true }
    const customers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        index % 2
          ? ensureCustomer(database.db, identity, MONDAY)
          : database.db.transaction().execute((trx) => ensureCustomer(trx, identity, MONDAY)),
      ),
    )
    expect(new Set(customers.map(({ id }) => id)).size).toBe(1)
  })

  test("the same id is another person for another partner, and another one unverified", async () => {
    const database = await open()
    const [one, two] = [await makePartner(database), await makePartner(database)]
    const ensured = await Promise.all(
      [
        { partnerId: one.id, verified: true },
        { partnerId: one.id, verified: false },
        { partnerId: two.id, verified: true },
      ].map((identity) => ensureCustomer(database.db, { ...identity, externalId: "customer-1" }, MONDAY)),
    )
    expect(new Set(ensured.map(({ id }) => id)).size).toBe(3)
    expect(await customerByExternalId(database.db, two.id, "customer-1", false)).toBeUndefined()
  })

  test("a visitor gets an id of chatd's; what the page called them opens nothing", async () => {
    const database = await open()
    const { id: partnerId } = await makePartner(database)
    const visitor = await createVisitor(database.db, { partnerId, claimedId: "customer-1" }, MONDAY)
    expect(visitor).toMatchObject({ verified: false, externalId: expect.stringMatching(/^visitor-\w{20}$/) })
    expect(await customerByExternalId(database.db, partnerId, "customer-1", false)).toBeUndefined()
    const again = await createVisitor(database.db, { partnerId, claimedId: "customer-1" }, MONDAY)
    expect(again.externalId).not.toBe(visitor.externalId)
  })

  test("details change and are forgotten; nothing else moves", async () => {
    const database = await open()
    const { id: partnerId } = await makePartner(database)
    const ada = await createVisitor(database.db, { partnerId, name: "Ada", phone: "+44 1" }, MONDAY)
    const bob = await createVisitor(database.db, { partnerId, name: "Bob" }, MONDAY)
    const changed = await updateCustomer(database.db, ada, { birthdate: "1990-01-15", phone: null }, TUESDAY)
    const { phone: _, ...rest } = ada
    expect(changed).toEqual({ ...rest, birthdate: "1990-01-15", updatedAt: TUESDAY })
    expect(await customerById(database.db, bob.id)).toEqual(bob)
  })
})
