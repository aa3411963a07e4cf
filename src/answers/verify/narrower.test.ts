import { expect, test } from "bun:test"
import { faultOf } from "./testing-fault.ts"

const TRANSFERS =
  "SEPA transfers arrive within one working day. Instant SEPA transfers arrive within ten seconds, at any time."
const PARCELS = "Parcels arrive within 3 days. Express parcels arrive within 1 day."
const PAKETE = "Pakete kommen innerhalb von 3 Tagen an. Große Pakete kommen innerhalb von 10 Tagen an."

test.each([
  [TRANSFERS, "Instant SEPA transfers arrive within ten seconds."],
  [TRANSFERS, "Choose an instant transfer. SEPA transfers arrive within ten seconds then."],
  [TRANSFERS, "SEPA transfers arrive within one working day."],
  [PARCELS, "Parcels arrive within 3 days, express parcels within 1 day."],
  ["Instant SEPA transfers arrive within ten seconds.", "SEPA transfers arrive within ten seconds."],
])("a number is said of what it is of: %s %s", async (text, markdown) => {
  expect(await faultOf(text, markdown)).toBeUndefined()
})

test.each([
  [TRANSFERS, "SEPA transfers arrive within ten seconds."],
  [PARCELS, "Parcels arrive within 1 day."],
  [PAKETE, "Pakete kommen innerhalb von 10 Tagen an."],
])("what is said of some is not said of all: %s %s", async (text, markdown) => {
  expect(await faultOf(text, markdown)).toContain("of all")
})
