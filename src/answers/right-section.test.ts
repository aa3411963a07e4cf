import { afterAll, beforeAll, expect, test } from "bun:test"
import type { Article } from "../../kb/article.ts"
import { embedArticle } from "../../kb/embedded-article.ts"
import type { Embedder } from "../../kb/embedder.ts"
import { KbIndex } from "../../kb/kb-index.ts"
import { openBundledEmbedder } from "../native/bundled-embedder.ts"
import { passagesOf } from "./article-passages.ts"
import { extractAnswer } from "./extract.ts"

const PASSWORD = {
  id: "password",
  title: "I forgot my password",
  body: "Open the sign-in page, press **Forgot password** and enter the address you signed up with. We send you a link that is good for one hour. If no mail arrives, look into the spam folder.\n\n## Two-factor authentication\n\nTurn it on under *My account → Security*. We support authenticator apps (TOTP).",
}
const SHIPPING = {
  id: "shipping",
  title: "Shipping",
  body: "Orders leave our warehouse on the next working day.\n\n## Which countries do you ship to?\n\nAll of the European Union.\n\n## Do you ship to P.O. boxes?\n\nYes, with standard shipping only.",
}
const WIFI = {
  id: "wifi",
  title: "Connect the coffee machine to wifi",
  body: "You can do it with the app or without it.\n\n## With the app\n\n1. Press **Add machine**.\n2. Scan the code.\n\n## Without the app\n\n1. Hold the steam button.\n2. Press the WPS button of your router.",
}
const CANCELLING = {
  id: "cancelling",
  title: "Cancelling",
  body: "You can cancel a booking in your account under Bookings.\n\n**Cancellation is free until 24 hours before arrival**\n\nLater we charge the first night.\n\n**Does it apply to groups?**\n\n**No**\n\nAsk us for their terms.",
}
const MODELS = {
  id: "models",
  title: "Machines",
  body: Array.from(
    { length: 100 },
    (_, i) =>
      `## Chapter ${i}\n\nMachine M${i} weighs ${i * 7} kilograms and needs ${i} amperes. ${"It is brought by our driver. You may choose another day in your account. ".repeat(7)}`,
  ).join("\n\n"),
}
const QUARRY = {
  id: "quarry",
  title: "Install Quarry",
  body: "Quarry needs Python 3.9 or newer.\n\n**pip**\n\n```sh\npip install quarry\n```\n\n**Docker**\n\n```sh\ndocker run acme/quarry\n```\n\n## Shell completion\n\n```sh\nquarry completion bash\n```",
}
const AGENT = {
  id: "agent",
  title: "The agent",
  body: "The agent needs 200 MB of memory.\n\n## Upgrade the agent\n\n### Debian\n\n```sh\napt-get upgrade agent\n```\n\n### CentOS\n\n```sh\nyum update agent\n```\n\n## Remove the agent\n\n```sh\napt-get purge agent\n```",
}
const DESKTOP = {
  id: "desktop",
  title: "Installing the desktop app",
  body: "It runs on Windows 10 and macOS 12.\n\n## Windows\n\n1. Download AcmeSetup.exe.\n2. Open it.\n\n## macOS\n\n1. Download Acme.dmg.\n2. Drag it to Applications.\n\n## Removing the app\n\nOn a Mac drag it to the bin.",
}
const DRIFT = {
  id: "drift",
  title: "drift",
  body: '## Requirements\n\nDrift needs Node.js 20 or newer and a Postgres 13 server or newer.\n\n## Configuration\n\nPut it into the current directory:\n\n```json\n{ "schemas": ["public"], "output": "./migrations" }\n```\n\n## Upgrading\n\n```sh\nnpm update -g drift-cli\n```\n\n## Uninstalling\n\n```sh\nnpm uninstall -g drift-cli\n```\n\n## FAQ\n\n### Does drift change my database?\n\nNo. Drift only reads.',
}
const RUECKGABE = {
  id: "rueckgabe",
  title: "Rückgabe und Widerruf",
  body: "Sie können Ihre Bestellung innerhalb von 30 Tagen zurückgeben.\n\n## Voraussetzungen\n\nDie Ware muss ungetragen sein. Vom Umtausch ausgeschlossen sind:\n\n- personalisierte Artikel\n- geöffnete Gaskartuschen und Lebensmittel\n\n## Kosten der Rücksendung\n\nAus Deutschland ist die Rücksendung kostenlos. Aus Österreich kostet sie 3,90 €.\n\n## Erstattung\n\nDas Geld erhalten Sie innerhalb von 14 Tagen.",
}

const ROUTER = {
  id: "router",
  title: "Setting up the router",
  body: "You need the cable from the box.\n\n1. Plug the cable into the port marked WAN.\n2. Switch the router on and wait until the light is green.\n3. Enter your contract number.\n\n- What if the light stays red?\n    \n    Check the cable.\n    \n- How do I reset it?\n    \n    Press the button on the back for 10 seconds.\n",
}

const BIKE = {
  id: "bike",
  title: "Rental bikes",
  body: "Our bikes stand at every station.\n\n## Charging the battery\n\nPlug the cable into the wall. The battery is full after four hours.\n\n## Prices\n\nA bike is €20 a day, an e-bike €35. Children ride free.\n\n## Returning\n\nBring it back before 18:00.",
}

const LIMITS = {
  id: "limits",
  title: "API: rate limits and errors",
  body: "## Rate limits\n\nThe API allows 60 requests per minute on Team, 600 on Business and 3,000 on Enterprise. The Free plan has no API access.\n\nWhen the limit is reached the API answers `429` with a `Retry-After` header in seconds. Wait that long and try again.\n\n## Error codes\n\n| Code | Meaning | What to do |\n|---|---|---|\n| 400 | The body is not valid JSON or a field is missing | See `detail` in the reply |\n| 409 | The record was changed meanwhile | Read it again and repeat the change |\n| 429 | Too many requests | Wait as `Retry-After` says |\n| 503 | Maintenance | Try again after some minutes |\n\n## Pagination\n\nLists return 100 records by default, at most 500 with `?limit=500`. `next_cursor` in the reply leads to the next page.",
}

const LEAFLET = {
  id: "leaflet",
  title: "Calmadol: patient leaflet",
  body: "Calmadol relieves pain and lowers fever.\n\n## Dose for children: Infant Suspension 120 mg/5 ml\n\n| Age | Single dose | How often |\n|---|---|---|\n| 3 to 6 months | 2.5 ml | Up to 4 times |\n| 6 to 24 months | 5 ml | Up to 4 times |\n| 2 to 4 years | 7.5 ml | Up to 4 times |\n\n## Dose for children: Six Plus 250 mg/5 ml\n\n| Age | Single dose | How often |\n|---|---|---|\n| 6 to 8 years | 5 ml | Up to 4 times |\n| 8 to 10 years | 7.5 ml | Up to 4 times |\n\n## Dose for adults: Calmadol Tablets 500 mg\n\n| Age or weight | Single dose | Most in 24 hours |\n|---|---|---|\n| 10 to 15 years | 1 tablet | 4 tablets |\n| 16 years and over | 1 to 2 tablets | 8 tablets |\n\n## Side effects\n\nRarely: skin rash, itching.",
}

const FIBRA = {
  id: "fibra",
  title: "Fibra óptica",
  body: "La fibra llega a 4 millones de hogares. El router y la instalación están incluidos.\n\n| Tarifa | Velocidad | Precio al mes |\n|---|---|---|\n| Fibra 300 | 300 Mb | 24 € |\n| Fibra 600 | 600 Mb | 29 € |\n| Fibra 1000 | 1 Gb | 36 € |\n\n## Alta e instalación\n\nEl alta es gratis si te quedas 12 meses; sin permanencia cuesta 90 €. El técnico necesita unas dos horas.\n\n## IP fija\n\nLa IP fija cuesta 15 € al mes y solo está disponible con Fibra 600 y Fibra 1000.\n\n## Wifi\n\nLa contraseña del wifi está debajo del router. Un repetidor cuesta 3 € al mes.",
}

const BUS = {
  id: "bus",
  title: "School bus",
  body: "| Route | From | Departs | Price per term |\n|---|---|---|---|\n| A | Richmond | 7:40 | £390 |\n| B | Kingston | 7:25 | £430 |\n\nSixth formers travel free. Others pay by direct debit.\n\n## Missing the bus\n\nIf your child misses the bus, call the transport office on 020 7946 0044. A taxi costs £20.",
}

let embedder: Embedder
beforeAll(async () => {
  embedder = await openBundledEmbedder()
})
afterAll(() => embedder.close())

test.each([
  ["I forgot my password", PASSWORD, "Open the sign-in page"],
  ["How do I reset my password?", PASSWORD, "Open the sign-in page"],
  ["How do I turn on two-factor authentication?", PASSWORD, "Turn it on under"],
  ["Do you deliver to Japan?", SHIPPING, "**Which countries do you ship to?**\n\nAll of the European Union."],
  ["Can it go to a P.O. box?", SHIPPING, "**Do you ship to P.O. boxes?**\n\nYes, with standard"],
  ["do you ship to p.o. boxes", SHIPPING, "Yes, with standard"],
  [
    "How do I connect the machine to wifi without the app?",
    WIFI,
    "1. Hold the steam button.\n2. Press the WPS",
  ],
  ["How do I connect the machine with the app?", WIFI, "1. Press **Add machine**."],
  ["Is cancelling free?", CANCELLING, "**Cancellation is free until 24 hours before arrival**\n\nLater"],
  ["Do groups cancel for free?", CANCELLING, "**Does it apply to groups?**\n\n**No**\n\nAsk us"],
  ["How heavy is model M77?", MODELS, "Machine M77 weighs 539 kilograms"],
  ["What is in chapter 31?", MODELS, "Machine M31 weighs"],
  ["How do I install Quarry with Docker?", QUARRY, "**Docker**\n\n```sh\ndocker run"],
  ["How do I set up shell completion?", QUARRY, "```sh\nquarry completion"],
  ["How do I remove the agent?", AGENT, "```sh\napt-get purge"],
  ["How do I upgrade the agent on CentOS?", AGENT, "```sh\nyum update"],
  ["How do I install the app on macOS?", DESKTOP, "1. Download Acme.dmg."],
  ["How do I configure drift?", DRIFT, "Put it into the current directory:"],
  ["How do I set up the router?", ROUTER, "1. Plug the cable"],
  ["How do I reset the router?", ROUTER, "**How do I reset it?**\n\nPress the button"],
  ["The light stays red", ROUTER, "Check the cable."],
  ["lebensmittel rückgabe", RUECKGABE, "Die Ware muss ungetragen sein. Vom Umtausch ausgeschlossen sind:"],
  ["how many requests can i make there", LIMITS, "The API allows 60 requests"],
  ["How do I charge the battery of the bike?", BIKE, "Plug the cable"],
  ["What do you charge for a bike?", BIKE, "A bike is €20"],
  ["Was kostet die Rücksendung nach Österreich?", RUECKGABE, "Aus Deutschland ist"],
  ["how much calmadol for my 3 year old", LEAFLET, "**Dose for children: Infant Suspension 120 mg/5 ml**"],
  ["my baby is 5 months how much calmadol", LEAFLET, "**Dose for children: Infant Suspension 120 mg/5 ml**"],
  ["calmadol for a 7 year old", LEAFLET, "**Dose for children: Six Plus 250 mg/5 ml**"],
  ["what dose of calmadol for my son, he is 14", LEAFLET, "**Dose for adults: Calmadol Tablets 500 mg**"],
  ["cuanto cuesta fibra 600", FIBRA, "La fibra llega"],
  ["cuanto cuesta la ip fija", FIBRA, "La IP fija cuesta 15 €"],
  ["wat kost de bus", BUS, "| Route | From | Departs | Price per term |"],
  ["what does a taxi cost if we miss the bus", BUS, "If your child misses the bus"],
  ["How do I uninstall drift?", DRIFT, "```sh\nnpm uninstall"],
])("%s is answered from the section that is about it", async (question, article, start) => {
  expect(await answer(question, article)).toStartWith(start)
})

test.each(["i want to cancel my policy", "cancel my policy", "How do I cancel my policy?"])(
  "%s: of an article without a beginning of its own the section that is headed like it is quoted",
  async (question) => {
    const article = {
      id: "cancelling-policies",
      title: "Cancelling a policy",
      body: "## Right of withdrawal\n\nYou may withdraw within 14 days of buying a policy, without giving a reason. You get back what you paid.\n\n## Ordinary cancellation\n\nPolicies run for one year and are renewed for another unless you cancel 1 month before the end.\n\n## How to cancel\n\nWrite to us in the app under **Messages**, by e-mail or by post. A phone call is not enough.\n\n## Death of the policyholder\n\nThe policy ends on the day of death.",
    }
    expect(await answer(question, article)).toStartWith("Write to us in the app")
  },
)

test("one that is headed by another part of its title is not", async () => {
  const article = {
    id: "records",
    title: "Medical records and sick notes",
    body: "## Copies of your records\n\nAsk for copies in writing. The first copy is free.\n\n## Sick notes\n\nWe give sick notes for the time in hospital.\n\n## Letters for insurers\n\nReports for insurers cost £45.",
  }
  expect(await answer("how do I get my medical records", article)).toStartWith("Ask for copies")
})

test.each([
  [
    "How do I install Quarry?",
    QUARRY,
    "Quarry needs Python 3.9 or newer.\n\n**pip**\n\n```sh\npip install quarry\n```\n\n**Docker**\n\n```sh\ndocker run acme/quarry\n```",
  ],
  [
    "How do I upgrade the agent?",
    AGENT,
    "**Debian**\n\n```sh\napt-get upgrade agent\n```\n\n**CentOS**\n\n```sh\nyum update agent\n```",
  ],
  [
    "How do I install the desktop app?",
    DESKTOP,
    "It runs on Windows 10 and macOS 12.\n\n**Windows**\n\n1. Download AcmeSetup.exe.\n2. Open it.\n\n**macOS**\n\n1. Download Acme.dmg.\n2. Drag it to Applications.",
  ],
])("%s is answered with all ways to do it", async (question, article, whole) => {
  expect(await answer(question, article)).toBe(whole)
})

async function answer(question: string, article: Article): Promise<string> {
  const index = new KbIndex()
  index.put(await embedArticle(article, embedder))
  await index.refresh()
  const [vector = new Float32Array()] = await embedder.embed([question], "query")
  const [hit] = index.search({ text: question, vector }).hits
  const { markdown } = await extractAnswer({ question, passages: hit ? passagesOf(hit, question) : [] })
  return markdown
}
