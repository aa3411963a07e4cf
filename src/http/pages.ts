import { createHash } from "node:crypto"
import { Elysia } from "elysia"
import apiScript from "./pages/api.js" with { type: "text" }
import icon from "./pages/icon.svg" with { type: "text" }
import index from "./pages/index.html" with { type: "text" }
import markdownScript from "./pages/markdown.js" with { type: "text" }
import stylesheet from "./pages/page.css" with { type: "text" }
import pageScript from "./pages/page.js" with { type: "text" }
import viewScript from "./pages/view.js" with { type: "text" }

export interface PageDependencies {
  /** Whether calls without a key are served, which is what the page makes. */
  ready: boolean
  /** Whether a ticket is confirmed by mail. */
  mail: boolean
  /** Questions that the knowledge base can answer, at most `limit`. */
  exampleQuestions(limit: number): Promise<readonly string[]>
}

const EXAMPLES = 3
/** Bun's types take every import of HTML for a bundle, whatever its attribute says. */
const PAGE = index as unknown as string

const FILES: Readonly<Record<string, readonly [type: string, text: string]>> = {
  "/page/api.js": ["text/javascript", apiScript],
  "/page/icon.svg": ["image/svg+xml", icon],
  "/page/markdown.js": ["text/javascript", markdownScript],
  "/page/page.css": ["text/css", stylesheet],
  "/page/page.js": ["text/javascript", pageScript],
  "/page/view.js": ["text/javascript", viewScript],
}

const SECURITY_HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "referrer-policy": "no-referrer",
}

/** The demo page at `/`, and the few files that it is made of; all of them are inside the binary. */
export function pages({ ready, mail, exampleQuestions }: PageDependencies) {
  const app = new Elysia({ name: "pages", strictPath: true }).get("/", async ({ request }) => {
    const examples = ready ? await exampleQuestions(EXAMPLES) : []
    const html = PAGE.replace("{{state}}", ready ? "ready" : "setup")
      .replace("{{mail}}", mail ? "on" : "off")
      .replace("{{examples}}", () => examples.map(exampleItem).join(""))
    return reply(request, "text/html", html)
  })
  for (const [path, [type, text]] of Object.entries(FILES))
    app.get(path, ({ request }) => reply(request, type, text))
  return app
}

/** Asked for again each time, sent again only when it has changed: after an upgrade nobody sees old parts. */
function reply(request: Request, type: string, text: string): Response {
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`
  const headers = { ...SECURITY_HEADERS, etag, "cache-control": "no-cache" }
  if (request.headers.get("if-none-match")?.includes(etag))
    return new Response(null, { status: 304, headers })
  return new Response(text, { headers: { ...headers, "content-type": `${type}; charset=utf-8` } })
}

function exampleItem(question: string): string {
  return `<li><button type="button">${Bun.escapeHTML(question)}</button></li>`
}
