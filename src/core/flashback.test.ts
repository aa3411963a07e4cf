import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { StoredCustomer } from "./customers.ts"
import { type EventDate, flashbackFor, flashbackOf } from "./flashback.ts"
import type { Partner } from "./partner.ts"
import { DEFAULT_SETTINGS } from "./partner-settings.ts"

const TODAY = new Date("2026-07-15T12:00:00.000Z")
const days = (from: string, to: string) =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
const endOf = ({ month, year }: EventDate) => new Date(`${month} 28, ${year} UTC`)
/** On the first and on the last day of an event's month. */
function agesIn({ month, year }: EventDate, birthdate: string): number[] {
  const first = new Date(`${month} 1, ${year} UTC`)
  const last = new Date(Date.UTC(year, first.getUTCMonth() + 1, 0))
  const born = new Date(birthdate)
  return [first, last].map((day) => {
    let age = 0
    while (Date.UTC(born.getUTCFullYear() + age + 1, born.getUTCMonth(), born.getUTCDate()) <= day.getTime())
      age++
    return age
  })
}

describe("a profile", () => {
  test("has the guide's form, and lies between birth and today, the second event after the first", () => {
    fc.assert(
      fc.property(days("1896-01-01", "2013-07-15"), (birthdate) => {
        const profile = flashbackOf(birthdate, TODAY)?.flashBack
        expect(profile).toEqual({
          firstEventDate: { month: expect.any(String), year: expect.any(Number) },
          firstEventTrait: expect.stringMatching(/^[A-Z].{10,}$/),
          secondEventDate: { month: expect.any(String), year: expect.any(Number) },
          secondEventTrait: expect.stringMatching(/^[A-Z].{10,}$/),
        })
        if (!profile) return
        const times = [
          new Date(birthdate),
          endOf(profile.firstEventDate),
          endOf(profile.secondEventDate),
          TODAY,
        ].map(Number)
        expect(times).toEqual(times.toSorted((one, other) => one - other))
        expect(times).not.toContain(Number.NaN)
      }),
    )
  })

  test("of a grown-up is of ages 7 to 12 and 16 to 22, and never changes again", () => {
    fc.assert(
      fc.property(days("1896-01-01", "2003-07-15"), fc.nat(3650), (birthdate, later) => {
        const profile = flashbackOf(birthdate, TODAY)
        if (!profile) throw new Error("There is no profile.")
        for (const age of agesIn(profile.flashBack.firstEventDate, birthdate)) expect(age).toBeWithin(7, 13)
        for (const age of agesIn(profile.flashBack.secondEventDate, birthdate)) expect(age).toBeWithin(16, 23)
        expect(flashbackOf(birthdate, new Date(TODAY.getTime() + later * 86_400_000))).toEqual(profile)
      }),
    )
  })

  test("of somebody under 23 is of ages 5 to 8 and 10 to 12", () => {
    fc.assert(
      fc.property(days("2003-07-16", "2013-07-15"), (birthdate) => {
        const profile = flashbackOf(birthdate, TODAY)
        if (!profile) throw new Error("There is no profile.")
        for (const age of agesIn(profile.flashBack.firstEventDate, birthdate)) expect(age).toBeWithin(5, 9)
        for (const age of agesIn(profile.flashBack.secondEventDate, birthdate)) expect(age).toBeWithin(10, 13)
      }),
    )
  })

  test("is the same on every machine", () => {
    expect(flashbackOf("1990-01-15", TODAY)).toMatchInlineSnapshot(`
      {
        "flashBack": {
          "firstEventDate": {
            "month": "January",
            "year": 2002,
          },
          "firstEventTrait": "Patient: takes the time a thing needs",
          "secondEventDate": {
            "month": "February",
            "year": 2009,
          },
          "secondEventTrait": "Straightforward: says what is meant",
        },
      }
    `)
  })

  test("of a child, or of somebody not yet born, is none", () => {
    expect(flashbackOf("2013-07-16", TODAY)).toBeUndefined()
    expect(flashbackOf("2013-07-15", TODAY)).toBeDefined()
    expect(flashbackOf("2040-01-01", TODAY)).toBeUndefined()
  })

  test("differs from person to person", () => {
    const birthdates = Array.from({ length: 365 }, (_, day) =>
      new Date(Date.UTC(1990, 0, 1 + day)).toISOString().slice(0, 10),
    )
    const profiles = new Set(birthdates.map((birthdate) => JSON.stringify(flashbackOf(birthdate, TODAY))))
    expect(profiles.size).toBeGreaterThan(355)
  })
})

test("it is made only for a birthdate, and only where the partner wants it", () => {
  const customer: StoredCustomer = {
    id: 1,
    partnerId: "partner-1",
    externalId: "customer-1",
    verified: true,
    createdAt: TODAY,
    updatedAt: TODAY,
  }
  const partnerWith = (enabled: boolean): Partner => ({
    id: "partner-1",
    name: "Acme",
    domain: "acme.example",
    allowedOrigins: [],
    settings: { ...DEFAULT_SETTINGS, flashback: { enabled } },
    answeringSince: 0,
    createdAt: TODAY,
  })
  const born = { ...customer, birthdate: "1990-01-15" }
  expect(flashbackFor(partnerWith(true), born, TODAY)).toEqual(flashbackOf("1990-01-15", TODAY))
  expect(flashbackFor(partnerWith(false), born, TODAY)).toBeUndefined()
  expect(flashbackFor(partnerWith(true), customer, TODAY)).toBeUndefined()
})
