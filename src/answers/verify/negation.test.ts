import { describe, expect, test } from "bun:test"
import { faultOf, faultOfAll } from "./testing-fault.ts"

/** A language, an article with a no and a yes, what it bears out, and what it denies. */
const ARTICLES: [language: string, text: string, said: string[], denied: string[]][] = [
  [
    "en",
    "Opened coffee cannot be returned. Your data is deleted after 14 days. Cards are valid for 3 years and cannot be paid out in cash. We do not accept cheques, cash on delivery or cryptocurrencies. Do not use vinegar: it damages the seals.",
    [
      "No. Opened coffee can't be returned.",
      "Gift cards are valid for 3 years.",
      "Cards cannot be paid out in cash.",
      "Cash on delivery is not accepted.",
      "Do not use vinegar, because it damages the seals.",
    ],
    [
      "Opened coffee can be returned.",
      "Your data is not deleted.",
      "Cards can be paid out in cash.",
      "Cards are not valid for 3 years.",
      "Yes, we accept cryptocurrencies.",
      "Use vinegar: it is best for the seals.",
      "Use vinegar.",
    ],
  ],
  [
    "de",
    "Geöffneter Kaffee kann nicht zurückgegeben werden. Ihre Daten werden nach 14 Tagen gelöscht. Die Karten gelten 3 Jahre und werden nicht bar ausgezahlt.",
    [
      "Nein. Geöffneter Kaffee kann leider nicht zurückgegeben werden.",
      "Die Daten werden nach 14 Tagen gelöscht.",
      "Die Karten gelten 3 Jahre.",
    ],
    [
      "Geöffneter Kaffee kann zurückgegeben werden.",
      "Ja, geöffneter Kaffee kann zurückgegeben werden.",
      "Ihre Daten werden nach 14 Tagen nicht gelöscht.",
    ],
  ],
  [
    "fr",
    "Le café ouvert ne peut pas être retourné. Vos données sont supprimées après 14 jours.",
    ["Non, le café ouvert ne peut pas être retourné.", "Vos données sont supprimées après 14 jours."],
    ["Le café ouvert peut être retourné.", "Vos données ne sont pas supprimées après 14 jours."],
  ],
  [
    "es",
    "El café abierto no se puede devolver. Sus datos se borran después de 14 días.",
    ["No, el café abierto no se puede devolver.", "Sus datos se borran después de 14 días."],
    ["El café abierto se puede devolver.", "Sus datos no se borran después de 14 días."],
  ],
  [
    "pt",
    "O café aberto não pode ser devolvido. Os seus dados são apagados após 14 dias.",
    ["Não. O café aberto não pode ser devolvido.", "Os seus dados são apagados após 14 dias."],
    ["O café aberto pode ser devolvido.", "Os seus dados não são apagados após 14 dias."],
  ],
  [
    "it",
    "Il caffè aperto non può essere restituito. I suoi dati vengono cancellati dopo 14 giorni.",
    ["No, il caffè aperto non può essere restituito.", "I suoi dati vengono cancellati dopo 14 giorni."],
    ["Il caffè aperto può essere restituito.", "I suoi dati non vengono cancellati dopo 14 giorni."],
  ],
  [
    "nl",
    "Geopende koffie kan niet worden teruggestuurd. Je gegevens worden na 14 dagen gewist.",
    ["Nee, geopende koffie kan niet worden teruggestuurd.", "Je gegevens worden na 14 dagen gewist."],
    ["Geopende koffie kan worden teruggestuurd.", "Je gegevens worden na 14 dagen niet gewist."],
  ],
  [
    "tr",
    "Siparişiniz ve iade için bilmeniz gerekenler bu sayfada. Açılmış kahve iade edilemez. Verileriniz 14 gün sonra silinir.",
    ["Hayır, açılmış kahve iade edilemez.", "Verileriniz 14 gün sonra silinir."],
    ["Açılmış kahve iade edilir.", "Verileriniz 14 gün sonra silinmez."],
  ],
  [
    "ar",
    "لا يمكن إرجاع القهوة المفتوحة. يتم حذف بياناتك بعد 14 يوما.",
    ["لا، لا يمكن إرجاع القهوة المفتوحة.", "يتم حذف بياناتك بعد 14 يوما."],
    ["يمكن إرجاع القهوة المفتوحة.", "لا يتم حذف بياناتك بعد 14 يوما."],
  ],
  [
    "he",
    "אי אפשר, לא ניתן להחזיר קפה פתוח. הנתונים נמחקים אחרי 14 ימים.",
    ["לא, לא ניתן להחזיר קפה פתוח.", "הנתונים נמחקים אחרי 14 ימים."],
    ["ניתן להחזיר קפה פתוח.", "הנתונים לא נמחקים אחרי 14 ימים."],
  ],
  [
    "hi",
    "खुली कॉफ़ी वापस नहीं की जा सकती। आपका डेटा 14 दिन बाद हटाया जाता है।",
    ["खुली कॉफ़ी वापस नहीं की जा सकती।", "आपका डेटा 14 दिन बाद हटाया जाता है।"],
    ["खुली कॉफ़ी वापस की जा सकती है।", "आपका डेटा 14 दिन बाद नहीं हटाया जाता है।"],
  ],
  [
    "ja",
    "開封したコーヒーは返品できません。データは14日後に削除されます。",
    ["いいえ。開封したコーヒーは返品できません。", "データは14日後に削除されます。"],
    ["開封したコーヒーは返品できます。", "データは14日後に削除されません。"],
  ],
  [
    "zh",
    "已开封的咖啡不能退货。您的数据会在14天后删除。",
    ["不，已开封的咖啡不能退货。", "您的数据会在14天后删除。"],
    ["已开封的咖啡可以退货。", "您的数据不会在14天后删除。"],
  ],
]

describe.each(ARTICLES)("in %s", (_, text, said, denied) => {
  test.each(said.map((it) => [it]))("is sent: %s", async (markdown) => {
    expect(await faultOf(text, markdown)).toBeUndefined()
  })
  test.each(denied.map((it) => [it]))("is held back: %s", async (markdown) => {
    expect(await faultOf(text, markdown)).toMatch(/opposite|bare/)
  })
})

describe("a table's cell", () => {
  const machines = `| Machine | Price | Milk frother |
|---|---|---|
| Uno | €199 | no |
| Duo | €349 | yes |
| Solo | €99 | ✗ |`
  test.each([
    ["The Uno costs €199."],
    ["The Uno has no milk frother."],
    ["The Duo has a milk frother."],
    ["The Solo machine does not have a milk frother."],
    ["| Machine | Milk frother |\n|---|---|\n| Uno | no |\n| Solo | ✗ |\n\n"],
  ])("says yes or no for itself alone, so this is sent: %s", async (markdown) => {
    expect(await faultOf(machines, markdown)).toBeUndefined()
  })
  test.each([
    ["The Uno machine has a milk frother."],
    ["Yes, the Uno has a milk frother."],
    ["The Duo machine has no milk frother."],
    ["The Solo machine has a milk frother."],
    ["| Machine | Milk frother |\n|---|---|\n| Uno | yes |\n\n"],
  ])("says yes or no for itself, so this is held back: %s", async (markdown) => {
    expect(await faultOf(machines, markdown)).toContain("opposite")
  })
})

test("what holds only under a condition is neither a plain yes nor a plain no", async () => {
  const text = "Shipping costs are not refunded unless the item was faulty."
  expect(await faultOf(text, "Shipping costs are only refunded if the item was faulty.")).toBeUndefined()
  expect(await faultOf(text, "Shipping costs are refunded.")).toContain("opposite")
})

describe("what only some may do", () => {
  const text = "Only the owner can delete a workspace. Go to Settings and click Delete."
  test.each([
    ["The owner can delete a workspace."],
    ["Admins cannot delete a workspace."],
    ["You can delete a workspace if you are the owner."],
  ])("is sent as it is: %s", async (markdown) => {
    expect(await faultOf(text, markdown)).toBeUndefined()
  })
  test("is held back where it is said of others", async () => {
    expect(await faultOf(text, "Admins can delete a workspace.")).toContain("opposite")
  })
})

test('a "Ja" is held back where the nearest sentence says no in words of its own', async () => {
  const text =
    "Der Personalausweis kostet 37 €. Bringen Sie ein Passfoto mit. Eine Beantragung online ist nicht möglich."
  expect(await faultOf(text, "Ja, Sie können den Personalausweis online beantragen.")).toContain("opposite")
  expect(await faultOf(text, "Nein, den Personalausweis können Sie nicht online beantragen.")).toBeUndefined()
})

const VEGAN = "Vegan breakfast is available on request, not on Sundays."
const PLANS = "| Plan | Webhooks |\n|---|---|\n| Free | 0 |\n| Team | 10 |"
const PHOTO = "Bringen Sie ein Passfoto mit, das nicht älter als 6 Monate ist."
test.each([
  [VEGAN, "No, vegan breakfast is not available on Sundays."],
  [PLANS, "The Free plan has no webhooks."],
  [PLANS, "The Free plan has 0 webhooks."],
  [PHOTO, "Bringen Sie ein Passfoto mit, das höchstens 6 Monate alt ist."],
])("a no in other words is sent: %#", async (text, markdown) => {
  expect(await faultOf(text, markdown)).toBeUndefined()
})
test.each([
  [VEGAN, "Vegan breakfast is available on Sundays."],
  [VEGAN, "Vegan breakfast is not available on request."],
  [PLANS, "The Free plan has webhooks."],
  [PHOTO, "Bringen Sie ein Passfoto mit, das älter als 6 Monate ist."],
])("the opposite of such a no is held back: %#", async (text, markdown) => {
  expect(await faultOf(text, markdown)).toContain("opposite")
})

describe.each([
  [
    "The recycling centre accepts rubble and wood. It does not accept tyres or asbestos.",
    "Yes, the recycling centre accepts wood.",
    "Yes, the recycling centre accepts tyres.",
  ],
  [
    "La déchèterie accepte les gravats et le bois. Elle n'accepte pas les pneus ni l'amiante.",
    "La déchèterie accepte le bois.",
    "La déchèterie accepte les pneus.",
  ],
])("a no whose subject is a pronoun: %s", (text, right, wrong) => {
  test("lets through what is so, and holds back what is not", async () => {
    expect(await faultOf(text, right)).toBeUndefined()
    expect(await faultOf(text, wrong)).toContain("opposite")
  })
})

describe("a list of what is not", () => {
  const list =
    "- Earrings and other pierced jewellery, for hygiene reasons\n- Made-to-measure curtains\n- Gift cards"
  const returns = "You may return almost anything within 30 days."
  const sections = [
    { title: "Returns", section: [], text: returns },
    { title: "Returns", section: ["What cannot be returned"], text: list },
  ]
  const led = [{ title: "Returns", section: [], text: `${returns} These cannot be returned:\n\n${list}` }]

  test.each([
    ["under its heading", sections],
    ["behind its lead-in", led],
  ])("denies each of its items, %s", async (_where, passages) => {
    for (const said of [
      "Gift cards cannot be returned.",
      "No, earrings cannot be returned, for hygiene reasons.",
    ])
      expect(await faultOfAll(passages, said)).toBeUndefined()
    for (const said of [
      "Gift cards can be returned.",
      "You can return earrings within 30 days.",
      "Yes, you can return made-to-measure curtains.",
    ])
      expect(await faultOfAll(passages, said)).toMatch(/opposite|has no support/)
  })

  test("is none where it tells what to do about a problem", async () => {
    const text = "- Check the password.\n- Wait for half an hour."
    const passages = [{ title: "Account", section: ["I cannot sign in"], text }]
    expect(await faultOfAll(passages, "Check the password.")).toBeUndefined()
    const why = [{ title: "Codes", section: ["Why a code may not work"], text: "- The code has expired." }]
    expect(await faultOfAll(why, "The code has expired.")).toBeUndefined()
  })
})

const BRANCHES =
  "Our branches in Cork and Galway are open until 4 pm, on Thursdays until 6 pm. The branch in Limerick is closed for rebuilding until March 2027."
const HOLIDAYS =
  "On bank holidays we are open from 9 am to 5 pm. On Christmas Day and New Year's Day everything is closed."

describe("what is named in a no alone", () => {
  test.each([
    [BRANCHES, "The branch in Limerick is open on Thursdays until 6 pm."],
    [HOLIDAYS, "On Christmas Day we are open from 9 am to 5 pm."],
  ])("%s: %s is held back", async (text, answer) => {
    expect(await faultOf(text, answer)).toContain("the opposite")
  })

  test.each([
    [BRANCHES, "The branch in Galway is open on Thursdays until 6 pm."],
    [BRANCHES, "The branch in Limerick is closed until March 2027."],
    [HOLIDAYS, "On bank holidays we are open from 9 am to 5 pm, and on Christmas Day everything is closed."],
  ])("%s: %s may be sent", async (text, answer) => {
    expect(await faultOf(text, answer)).toBeUndefined()
  })
})

const HUNDE = "Hunde sind im Restaurant erlaubt, im Frühstücksraum jedoch nicht."
const VERSAND = "Wir liefern nach Österreich, in die Schweiz aber nicht."
const MAHLZEITEN = "Frühstück ist inklusive, das Mittagessen nicht."
const HONDEN = "Honden zijn welkom in het restaurant, in de ontbijtzaal echter niet."

test.each([
  [HUNDE, "Hunde sind im Frühstücksraum nicht erlaubt."],
  [HUNDE, "Ja, im Restaurant sind Hunde erlaubt, im Frühstücksraum jedoch nicht."],
  [VERSAND, "In die Schweiz liefern wir nicht."],
  [VERSAND, "Wir liefern nach Österreich."],
  [MAHLZEITEN, "Das Mittagessen ist nicht inklusive."],
  [HONDEN, "Honden zijn niet welkom in de ontbijtzaal."],
])("a no at the end of a sentence is of what stands before it: %s %s", async (text, markdown) => {
  expect(await faultOf(text, markdown)).toBeUndefined()
})

test.each([
  [HUNDE, "Hunde sind im Frühstücksraum erlaubt."],
  [VERSAND, "Wir liefern in die Schweiz."],
  [MAHLZEITEN, "Das Mittagessen ist inklusive."],
  [HONDEN, "Honden zijn welkom in de ontbijtzaal."],
])("what a sentence denies at its end is held back: %s %s", async (text, markdown) => {
  expect(await faultOf(text, markdown)).toContain("opposite")
})
