import { createHash } from "node:crypto"
import { Elysia } from "elysia"
import type { Partner } from "../core/partner.ts"
import { CRM_PAGE, DEMO_PAGE, PAGE_FILES, SETUP_PAGE } from "./page-files.ts"
import { SECURITY_HEADERS } from "./page-security.ts"

export interface PageDependencies {
  /** The partner that calls without a key are for, if there is one. */
  partner(): Promise<ShownPartner | undefined>
  /** Whether a ticket is confirmed by mail. */
  mail: boolean
  /** Questions that a partner's knowledge base can answer, at most `limit`. */
  exampleQuestions(partnerId: string, limit: number): Promise<readonly string[]>
}

export interface ShownPartner extends Partner {
  /** Undefined where all of them were revoked. */
  widgetKey: string | undefined
}

const CRM_EXAMPLES = 3
const DEMO_EXAMPLES = 5

/** The demo page at `/`, the CRM page at `/crm`, and what they are made of; all of it is inside the binary. */
export function pages({ partner, mail, exampleQuestions }: PageDependencies) {
  const app = new Elysia({ name: "pages", strictPath: true })
    .get("/", async ({ request }) => {
      const shown = await partner()
      const html = shown ? demoPage(shown, await exampleQuestions(shown.id, DEMO_EXAMPLES)) : SETUP_PAGE
      return reply(request, "text/html", html)
    })
    .get("/crm", async ({ request }) => {
      const shown = await partner()
      const examples = shown ? await exampleQuestions(shown.id, CRM_EXAMPLES) : []
      const html = filled(CRM_PAGE, {
        state: shown ? "ready" : "setup",
        mail: mail ? "on" : "off",
        examples: exampleItems(examples),
      })
      return reply(request, "text/html", html)
    })
  for (const [path, [type, text]] of Object.entries(PAGE_FILES))
    app.get(path, ({ request }) => reply(request, type, text))
  return app
}

function demoPage(
  { id, name, domain, allowedOrigins, widgetKey, settings }: ShownPartner,
  examples: readonly string[],
): string {
  const { primaryColor, side, scheme, locale, texts } = settings.widget
  const { title = "", welcome = "" } = texts
  const look = { colour: primaryColor.toLowerCase(), title, welcome, locale: locale ?? "", side, scheme }
  return filled(DEMO_PAGE, {
    partner: Bun.escapeHTML(JSON.stringify({ id, widgetKey, look })),
    initial: Bun.escapeHTML([...name][0]?.toUpperCase() ?? ""),
    name: Bun.escapeHTML(name),
    sites: Bun.escapeHTML([domain, ...allowedOrigins].join(", ")),
    origins: Bun.escapeHTML([...allowedOrigins, "https://shop.example"].join(",")),
    id: Bun.escapeHTML(id),
    examples: exampleItems(examples),
  })
}

/** `{{name}}` becomes the HTML of that name, in one go: what is filled in is not looked into again. */
function filled(template: string, html: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => html[name] ?? "")
}

/** Asked for again each time, sent again only when it has changed: after an upgrade nobody sees old parts. */
function reply(request: Request, type: string, text: string): Response {
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`
  const headers = { ...SECURITY_HEADERS, etag, "cache-control": "no-cache" }
  if (request.headers.get("if-none-match")?.includes(etag))
    return new Response(null, { status: 304, headers })
  return new Response(text, { headers: { ...headers, "content-type": `${type}; charset=utf-8` } })
}

function exampleItems(questions: readonly string[]): string {
  return questions
    .map((question) => `<li><button type="button">${Bun.escapeHTML(question)}</button></li>`)
    .join("")
}
