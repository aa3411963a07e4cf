import { describe, expect, test } from "bun:test"
import { faultOf } from "./testing-fault.ts"

const WITHIN = "Returns are free within 30 days of delivery. Later we charge £4."
const UK = "Returns are free within the UK. However, furniture is collected for a fee of £25."
const MEMBERS = "For members returns are free."
const OTHERS = "Members return items free. Others pay £4."
const FRIST = "Der Rückversand ist innerhalb von 30 Tagen kostenlos."
const SI = "Le retour est gratuit pour les membres."

describe("under which condition something is free", () => {
  test.each([
    [WITHIN, "Returns are free within 30 days."],
    [WITHIN, "You have 30 days. In that time returns are free."],
    [UK, "Returns are free within the UK."],
    [UK, "Yes, in the UK returns are free."],
    [MEMBERS, "Members return for free: returns are free."],
    [FRIST, "Der Rückversand ist innerhalb von 30 Tagen kostenlos."],
    [OTHERS, "For members returns are free."],
    ["Returns are free for everybody.", "Returns are free."],
    ["Support is free for all plans.", "Support is free."],
    ["Parking is free. For bicycles there is a stand.", "Parking is free."],
    ["Returns are free. Exchanges are free for members.", "Returns are free."],
    ["Delivery to your door is free.", "Delivery is free."],
    ["Over EUR 50, delivery is free.", "Delivery is free over EUR 50."],
    ["If you are a member, delivery is free.", "Delivery is free for members."],
    ["If you need help, call us. Delivery is free.", "Delivery is free."],
    ["Over EUR 50 delivery is free.", "Delivery is free from 50 euros on."],
    ["On orders over £60, delivery is free.", "Delivery is free on orders over £60."],
    ["Over 500 shops take returns. Returns are free.", "Returns are free."],
    ["With every order, delivery is free.", "Delivery is free."],
    ["In addition, delivery is free.", "Delivery is free."],
  ])("is said, or there is none: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toBeUndefined()
  })

  test.each([
    [WITHIN, "Returns are free."],
    [UK, "Yes, returns are free."],
    [MEMBERS, "Returns are free."],
    [FRIST, "Der Rückversand ist kostenlos."],
    [SI, "Le retour est gratuit."],
    ["Delivery to Ireland is free.", "Delivery is free."],
    [OTHERS, "Returns are free."],
    ["Over EUR 50, delivery is free.", "Delivery is free."],
    ["- Over EUR 50: delivery is free", "Delivery is free."],
    ["If you are a member, delivery is free.", "Delivery is free."],
    ["Over EUR 50 delivery is free. Returns are free.", "Delivery is free."],
    ["On orders over £60, delivery is free.", "Delivery is free."],
    ["Once you spend €50, shipping is free.", "Shipping is free."],
    ["With Plus, delivery is free.", "Delivery is free."],
    ["After 6 pm, parking is free.", "Parking is free."],
    ["In December, delivery is free.", "Delivery is free."],
    ["Als Mitglied ist der Versand kostenlos.", "Der Versand ist kostenlos."],
    ["Dès 60 €, la livraison est gratuite.", "La livraison est gratuite."],
    ["From CHF 30 shipping is free. Returns are free.", "Shipping is free."],
    ["Ab EUR 50 ist der Versand kostenlos. Der Rückversand ist kostenlos.", "Der Versand ist kostenlos."],
  ])("is not left out: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toContain("The passages say only")
  })
})
