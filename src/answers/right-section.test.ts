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
  ["How do I uninstall drift?", DRIFT, "```sh\nnpm uninstall"],
])("%s is answered from the section that is about it", async (question, article, start) => {
  expect(await answer(question, article)).toStartWith(start)
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
