import { describe, expect, test } from "bun:test"
import { faultOf } from "./testing-fault.ts"

const SHOP =
  "Delivery within Germany costs €4.90. Orders above €50 are delivered free of charge. Delivery to Austria costs €9.90."
const VERSAND = "Der Versand kostet 4,90 € und ist ab einem Bestellwert von 49 € kostenlos."
const ENVIO =
  "El envío cuesta 4,90 €. A partir de 50 € es gratis. Los envíos a Canarias cuestan 9,90 € a partir de 50 €."
const POST = "Parcels up to €50 are free. Above €50 you pay a duty of €10."

describe("from which amount on something is free", () => {
  test.each([
    [SHOP, "Orders above €50 are delivered free of charge."],
    [SHOP, "Delivery costs €4.90 within Germany and is free above €50."],
    [SHOP, "Orders below €50 cost €4.90 within Germany."],
    [VERSAND, "Der Versand kostet 4,90 €, ab 49 € ist er kostenlos."],
    [VERSAND, "Unter 49 € kostet der Versand 4,90 €, ab 49 € ist er kostenlos."],
    [ENVIO, "A partir de 50 € el envío es gratis."],
    [POST, "Above €50 you pay a duty of €10."],
    [POST, "Parcels up to €50 are free, above €50 you pay €10."],
  ])("is sent as its source has it: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toBeUndefined()
  })

  test.each([
    [SHOP, "Delivery above €50 costs €4.90."],
    [SHOP, "Orders above €50 cost €9.90 to deliver."],
    [SHOP, "Orders under €50 are free."],
    [VERSAND, "Der Versand kostet ab 49 € 4,90 €."],
    [VERSAND, "Bis 49 € ist der Versand kostenlos."],
    [POST, "Up to €50 you pay a duty of €10."],
  ])("is held back with a price there, or the other way round: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toBeDefined()
  })
})
