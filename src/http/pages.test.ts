import { expect, test } from "bun:test"
import { DEFAULT_SETTINGS } from "../core/partner-settings.ts"
import { pages } from "./pages.ts"

const HOSTILE = `<b>"&'{{id}}</b>`

test("what partners and documents are called stays text, and every site of a partner is named", async () => {
  const app = pages({
    mail: false,
    exampleQuestions: async () => [HOSTILE],
    partner: async () => ({
      id: "partner-1",
      name: HOSTILE,
      domain: "acme.example",
      allowedOrigins: ["https://shop.acme.example"],
      settings: { ...DEFAULT_SETTINGS, widget: { ...DEFAULT_SETTINGS.widget, texts: { title: HOSTILE } } },
      answeringSince: 0,
      createdAt: new Date(0),
      widgetKey: "pk_1",
    }),
  })
  for (const path of ["/", "/crm"]) {
    const html = await (await app.handle(new Request(`http://chatd.example${path}`))).text()
    expect(html).not.toContain("<b>")
    expect(html).toContain("&lt;b&gt;&quot;&amp;&#x27;{{id}}&lt;/b&gt;")
  }
  const html = await (await app.handle(new Request("http://chatd.example/"))).text()
  expect(html).toContain("<strong>acme.example, https://shop.acme.example</strong>")
  expect(html).toContain("allowed_origins=https://shop.acme.example,https://shop.example")
})
