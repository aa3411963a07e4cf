import { describe, expect, test } from "bun:test"
import type { Language } from "../../core/language.ts"
import { figuresIn } from "./numbers.ts"
import { isSamePhone, phonesIn } from "./phones.ts"
import { faultOf } from "./testing-fault.ts"

const machines = `| Machine | Price | Tank | Milk frother |
|---|---|---|---|
| Uno | €199 | 1.2 l | no |
| Duo | €349 | 1.8 l | yes |
| Trio | €599 | 2.5 l | yes |`
const shipping = `| Country | Standard | Express | Cost |
|---|---|---|---|
| Germany | 2-3 days | next day | €4.90 |
| Austria | 3-5 days | 2 days | €6.90 |
| Switzerland | 5-7 days | not offered | CHF 12.00 |

Orders above €49 ship free within Germany.`
const warranty = "Machines have a warranty of 24 months, grinders of 12 months."
const dial = "Turn the dial to 3 for espresso, 7 for filter, 10 for French press. Set up the M2 once."
const returns = `You can return any unopened item within 30 days of delivery.

Refunds are paid to the original payment method within 5 to 7 business days after we receive the parcel.`
const steps = `1. Read [the guide](https://shop.example/help/77).
2. Remove the lock.
3. Fill in beans.
4. Press **Start** for 2 seconds.`
const cards = "Gift cards are sold for €25, €50 and €100. They are valid for 3 years."
const points = "You earn 1 point for every €1 spent. 100 points are worth €5."
const plans = "| Plan | Price a month | Users |\n|---|---|---|\n| Starter | €9 | 3 |\n| Team | €29 | 10 |"
const trainers = "An hour with a trainer costs £45, ten hours £390."
const transfers =
  "SEPA transfers in euro are free. Instant transfers arrive within ten seconds, at any hour, and cost €0.20."
const reminders = "You can borrow up to 21 books. 5 days before they are due we remind you by e-mail."
const phone =
  "Try again after 15 minutes or call our billing line at +49 30 5557 0199, Monday to Friday from 9:00 to 17:00."
const versand =
  "Innerhalb Deutschlands liefern wir in 2 bis 3 Werktagen. Der Versand kostet 4,90 € und ist ab einem Bestellwert von 49 € kostenlos."
const retours =
  "Vous pouvez retourner un article sous 30 jours. Le remboursement est effectué sous 5 jours ouvrés."
const tarjetas = "Las tarjetas regalo valen 3 años. El reembolso tarda 14 días."
const limits = `| Plan | Requests per minute | Burst | Webhooks |
|---|---|---|---|
| Free | 30 | 10 | 0 |
| Team | 300 | 50 | 10 |
| Enterprise | 3000 | 500 | unlimited |

When you exceed the limit you get a different answer.`
const rooms = `| Room | Size | Guests | Low season | High season |
|:--|--:|--:|--:|--:|
| Single | 16 m² | 1 | €89 | €119 |
| Family | 38 m² | 4 | €189 | €249 |

Cots are free. An extra bed costs €35 and fits in the family room only.`
const dials = `| Dial | Drink | Temperature | Time |
|---|---|---|---|
| 3 | Espresso | 92 °C | 25 s |
| 7 | Filter coffee | 95 °C | 180 s |`
const codes = `| Status | Meaning |
|---|---|
| 200 | The card was created |
| 404 | There is no such card |
| 409 | Somebody changed the card meanwhile |`
const arrival = "Check-in is from 3 p.m., check-out until 11 a.m."
const trial = "Yes: 14 days of Team, without a credit card."
const bins = "Die Restmülltonne wird alle 14 Tage geleert, die Biotonne wöchentlich."
const museum = "Le musée est ouvert de 8 h 30 à 17 h."
const pets = "Dogs cost €15 per night. Cats cost €20 per night."
const cafe =
  "Coffee costs €3 and cake costs €4.50. Tap water is free. On the Free plan of our club you get a cup a month."
const trade = "Registering costs €26, changes cost €20, closing it is free."
const library = "A card costs €20 a year; children up to 18 pay nothing. A lost card costs €5."
const dogs =
  "The tax is €72 a year for the first dog and €108 for the second. Dogs from the shelter are free."
const parcels = `| Destination | Standard | Free from |
|---|---|---|
| Germany | €4.95 | €60 |
| Norway, Switzerland | €14.95 | not available |`
const passports = `| Document | Fee | Ready after |
|---|---|---|
| Passport | €70 | 4–6 weeks |
| Express passport | €102 | 4 working days |`
const hours = `| Day | Office | Workshop |
|---|---|---|
| Tuesday | 8:00–18:00 | 9:00–12:00 |
| Wednesday | 8:00–12:00 | closed |`
const pool = "Monday 14:00–21:00, Tuesday to Friday 6:30–21:00."
const loans = "Books can be borrowed for 4 weeks, films and games for 2 weeks."
const duties = "The mattress must be free of stains. Collecting it costs €20."

test.each([
  [trainers, "One hour costs £45, and ten hours cost £390."],
  [hours, "On Tuesday the workshop is open from 9:00 to 12:00."],
  [hours, "The office is open from 8:00 to 12:00 on Wednesdays."],
  [pool, "It is open on Monday from 14:00 to 21:00 and from Tuesday to Friday from 6:30 to 21:00."],
  [passports, "A passport costs €70."],
  [passports, "An express passport costs €102, a passport €70."],
  [loans, "Films can be borrowed for 2 weeks, books for 4 weeks."],
  [cafe, "Tap water is free."],
  [cafe, "Tap water costs nothing."],
  ["All our bread is gluten-free.", "Yes, all our bread is gluten free."],
  ["Call our toll-free number 0800 123456.", "Toll free, the number is 0800 123456."],
  [cafe, "Coffee is not free: it costs €3."],
  [cafe, "The free plan of the club has a cup a month."],
  [trade, "Closing is free of charge."],
  [library, "For children the card is free."],
  [dogs, "Dogs from the shelter are free."],
  [parcels, "Standard shipping to Germany costs €4.95 and is free from €60."],
  [parcels, "Standard shipping to Norway costs €14.95."],
  [versand, "Ab 49 € Bestellwert ist der Versand gratis."],
  [limits, "On the Team plan you may send 300 requests per minute, with a burst of 50."],
  [limits, "The Team plan has a limit of 300 requests per minute (burst: 50)."],
  [limits, "Team: 300 requests per minute, burst 50."],
  [rooms, "The single room is 16 m² and costs from €89."],
  [dials, "Espresso: dial 3, 92 °C, 25 s."],
  [dials, "For espresso, turn the dial to 3; it takes 25 s at 92 °C."],
  [codes, "409 means that somebody changed the card meanwhile."],
  [pets, "Dogs cost €15 per night, cats €20."],
  [arrival, "Check-in is from 15:00."],
  [trial, "Yes, there is a two-week trial of Team."],
  [bins, "Die Restmülltonne wird alle zwei Wochen geleert."],
  [museum, "Le musée est ouvert de 8:30 à 17:00."],
  [machines, "The Uno costs €199."],
  [machines, "The Uno has a 1.2 l tank and costs €199."],
  [machines, "The Duo (€349) and the Trio (€599) have a milk frother."],
  [machines, "The Uno, the Duo and the Trio cost €199, €349 and €599."],
  [machines, "| Machine | Price |\n|---|---|\n| Uno | €199 |\n| Duo | €349 |\n\n"],
  [shipping, "Standard delivery to Germany is €4.90, and orders above €49 ship free."],
  [shipping, "Express delivery to Austria takes 2 days."],
  [shipping, "Delivery to Switzerland takes 5–7 days and costs CHF 12."],
  [warranty, "The warranty for grinders is 12 months."],
  [warranty, "Machines and grinders have warranties of 24 and 12 months."],
  [dial, "For filter, turn the dial to 7."],
  [dial, "Set the dial to 3 for espresso and 7 for filter on the M2."],
  [returns, "You can return an item within 30 days, and the refund is paid within 5–7 business days."],
  [points, "100 points are worth €5.00."],
  [steps, "4. Press **Start** for 2 seconds."],
  [steps, "Read https://shop.example/help/77 first."],
  [cards, "Gift cards cost €25, €50 or €100."],
  [phone, "Call the billing line at (030) 5557 0199 between 9:00 and 17:00."],
  [versand, "Der Versand kostet 4,90 €."],
  [versand, "Ab einem Bestellwert von 49 € ist der Versand kostenlos."],
  [versand, "Der Versand innerhalb Deutschlands dauert zwei bis drei Werktage."],
  [retours, "Le remboursement est effectué sous cinq jours ouvrés."],
  [tarjetas, "El reembolso tarda 14 días."],
])("a number is sent where the source has it: %#", async (text, markdown) => {
  expect(await faultOf(text, markdown)).toBeUndefined()
})

test.each([
  [hours, "On Wednesday the workshop is open from 9:00 to 12:00."],
  [pool, "It is open on Monday from 6:30 to 21:00."],
  [passports, "An express passport costs €70."],
  [passports, "An express passport takes 4–6 weeks."],
  [loans, "Films can be borrowed for 4 weeks."],
  [cafe, "Coffee is free."],
  [cafe, "Cake is free of charge."],
  [trade, "Changes are free."],
  [trade, "Registering costs nothing."],
  [library, "The card is free."],
  [dogs, "The second dog is free."],
  [parcels, "Standard shipping to Germany is free."],
  [parcels, "Shipping to Switzerland is free from €60."],
  [duties, "Collecting the mattress is free."],
  [pets, "Dogs stay free of charge."],
  [versand, "Der Versand innerhalb Deutschlands ist kostenlos."],
  [limits, "On the Team plan you may send 300 requests per minute, with a burst of 500."],
  [limits, "On the Team plan you may send 50 requests per minute, with a burst of 300."],
  [rooms, "The single room is 16 m² and costs from €189."],
  [dials, "Filter coffee takes 25 s."],
  [dials, "On dial 3 it takes 180 s."],
  [codes, "404 means that the card was created."],
  [codes, "Status 200 means somebody changed the card meanwhile."],
  [pets, "Dogs cost €15 per night, cats €15."],
  [arrival, "Check-in is from 16:00."],
  [arrival, "Check-in is from 3:00."],
  [trial, "Yes, there is a three-week trial of Team."],
  [machines, "The Uno costs €199, and the Duo €199."],
  [machines, "The Uno machine costs €599."],
  [machines, "The Uno costs €349 and the Duo €199."],
  [machines, "The Duo costs €349, the tank holds 1.2 l."],
  [machines, "| Machine | Price |\n|---|---|\n| Uno | €349 |\n\n"],
  [shipping, "Express delivery to Austria takes 3-5 days."],
  [shipping, "Delivery to Switzerland costs €6.90."],
  [warranty, "The warranty is 24 months for grinders."],
  [warranty, "Machines have a warranty of 12 months, grinders of 24 months."],
  [dial, "Turn the dial to 7 for espresso."],
  [dial, "For espresso, turn the dial to 7."],
  [dial, "Set the dial to 7 for espresso and 3 for filter."],
  [dial, "Set up the M3 once."],
  [returns, "You can return any item within 5 days."],
  [returns, "Refunds are paid within 30 business days."],
  [points, "100 points are worth €1."],
  [returns, "Refunds are paid within 5 to 30 business days."],
  [steps, "Press **Start** for 4 seconds."],
  [cards, "Gift cards are sold for €25, €3 and €100."],
  [plans, "The Team plan costs €10 a month."],
  [plans, "The Team plan has 29 users."],
  [trainers, "One week costs £45."],
  [transfers, "Instant transfers are free."],
  [reminders, "You can borrow 21 books for 5 days."],
  [phone, "Call our billing line at 9:00 30 5557 49."],
  [phone, "Call our billing line at +49 30 5557 0100."],
  [versand, "Der Versand kostet 49 €."],
  [versand, "Der Versand ist ab einem Bestellwert von 4,90 € kostenlos."],
  [versand, "Der Versand innerhalb Deutschlands dauert vier Werktage."],
  [retours, "Vous pouvez retourner un article sous 5 jours."],
  [tarjetas, "Las tarjetas regalo valen 14 años."],
])(
  "a number is held back where the source has another, or says it of something else: %#",
  async (text, markdown) => {
    expect(await faultOf(text, markdown)).toMatch(/number|"M3"|free/)
  },
)

describe("numbers", () => {
  test.each<[text: string, language: Language, values: string[]]>([
    ["€1,190.00 and 4,90 € or 1.200 l", "en", ["1190", "4.90", "1200"]],
    ["three of 12, and the first one", "en", ["3", "12"]],
    ["one day, 9:00 to 17:00", "en", ["1", "9:00", "17:00"]],
    ["zwölf Monate", "de", ["12"]],
    ["٣٠ يوم", "ar", ["30"]],
    ["30日以内", "ja", ["30"]],
    ["version 3.12.1 of the M2", "en", ["3.12.1"]],
    ["call +49 30 5557 0199 within 5 days", "en", ["5"]],
    ["on 2026-05-01", "en", ["2026", "05", "01"]],
  ])("are read as their readers do: %s", (text, language, values) => {
    expect(figuresIn(text, language).map(({ value }) => value)).toEqual(values)
  })

  test("of a phone are one, however it is written", () => {
    const [a, b, c] = phonesIn("+49 30 5557 0199, 03055570199 or (030) 5557-0188")
    expect(isSamePhone(a ?? "", b ?? "")).toBe(true)
    expect(isSamePhone(a ?? "", c ?? "")).toBe(false)
  })
})

test.each(["1 to 2", "1-2", "one to two"])("a range in words is %s", async (range) => {
  const text = "SEPA transfers take one to two working days."
  expect(await faultOf(text, `A SEPA transfer takes ${range} working days.`)).toBeUndefined()
})

test("the mark of a footnote is no digit of the number before it", async () => {
  const text = "The card costs €25¹ a year and €30 for two."
  expect(await faultOf(text, "The card costs €25 a year.")).toBeUndefined()
  expect(await faultOf(text, "The card costs €251 a year.")).toBeDefined()
})

describe("what holds otherwise", () => {
  const storno =
    "Sie können bis 14 Tage vor der Anreise kostenlos stornieren. Danach berechnen wir 50 % des Preises."
  const notice = "Cancelling up to 7 days before is free. Later we charge 30 % of the price."
  const users = "The plan costs €29 for 10 users. After that, a user costs €4."

  test.each([
    [storno, "Bis 14 Tage vor der Anreise können Sie kostenlos stornieren, danach berechnen wir 50 %."],
    [storno, "Weniger als 14 Tage vor der Anreise berechnen wir 50 % des Preises."],
    [storno, "Danach berechnen wir 50 % des Preises."],
    [notice, "Cancelling is free up to 7 days before, then we charge 30 % of the price."],
    [notice, "Within 7 days we charge 30 % of the price."],
    [users, "The plan costs €29 for 10 users, and each further user costs €4."],
  ])("is sent of it: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toBeUndefined()
  })

  test.each([
    [storno, "Bis 14 Tage vor der Anreise berechnen wir 50 % des Preises."],
    [notice, "Cancelling up to 7 days before we charge 30 % of the price."],
  ])("is not sent of what it is otherwise to: %s %s", async (text, markdown) => {
    expect(await faultOf(text, markdown)).toContain("of something else")
  })
})
