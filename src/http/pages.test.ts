import { expect, test } from "bun:test"
import { DEFAULT_SETTINGS } from "../core/partner-settings.ts"
import { pages } from "./pages.ts"

const HOSTILE = `<b>"&'{{id}}</b>`

test("what partners and documents are called stays text", async () => {
  const app = pages({
    mail: false,
    exampleQuestions: async () => [HOSTILE],
    partner: async () => ({
      id: "partner-1",
      name: HOSTILE,
      domain: "acme.example",
      allowedOrigins: [],
      settings: { ...DEFAULT_SETTINGS, widget: { ...DEFAULT_SETTINGS.widget, texts: { title: HOSTILE } } },
      createdAt: new Date(0),
      widgetKey: "pk_1",
    }),
  })
  for (const path of ["/", "/crm"]) {
    const html = await (await app.handle(new Request(`http://chatd.example${path}`))).text()
    expect(html).not.toContain("<b>")
    expect(html).toContain("&lt;b&gt;&quot;&amp;&#x27;{{id}}&lt;/b&gt;")
  }
})
