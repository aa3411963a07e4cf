import { afterAll, beforeAll, expect, test } from "bun:test"
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
])("%s is answered from the section that is about it", async (question, article, start) => {
  const index = new KbIndex()
  index.put(await embedArticle(article, embedder))
  await index.refresh()
  const [vector = new Float32Array()] = await embedder.embed([question], "query")
  const [hit] = index.search({ text: question, vector }).hits
  const { markdown } = await extractAnswer({ question, passages: hit ? passagesOf(hit, question) : [] })
  expect(markdown).toStartWith(start)
})
