import { Elysia } from "elysia"
import { SECURITY_HEADERS } from "../page-security.ts"
import { compressedFile } from "./compressed-file.ts"
import type { Contract } from "./contract.ts"
import { DOCS_FILES, DOCS_PAGE } from "./docs-files.ts"
import { openApiDocument } from "./document.ts"

/** A contract as `/docs` lists it. It is loaded when somebody wants to read it. */
export interface ListedContract {
  /** Of its document: `/docs/openapi/NAME.json`. */
  name: string
  label: string
  /** Another path of its document, where its clients look for it. */
  alias?: string
  load(): Promise<Contract>
}

/** Every contract as an OpenAPI document, and the page at `/docs` to read them and to try calls. */
export function docsPages(contracts: readonly ListedContract[], version: string) {
  const page = (request: Request) => {
    const { pathname, searchParams } = new URL(request.url)
    const wanted = searchParams.get("api")
    // Not from `/`: a proxy may have the server under a path of its own.
    const root = pathname.endsWith("/") ? "../" : "./"
    const shown = contracts.find(({ name }) => name === wanted) ?? contracts[0]
    return new Response(docsPage(contracts, shown, root), {
      headers: {
        ...SECURITY_HEADERS,
        "cache-control": "no-cache",
        "content-type": "text/html; charset=utf-8",
      },
    })
  }
  const app = new Elysia({ name: "docs", strictPath: true })
    .get("/docs", ({ request }) => page(request))
    .get("/docs/", ({ request }) => page(request))
  for (const { name, alias, load } of contracts) {
    const document = compressedFile("application/json", async () =>
      JSON.stringify(openApiDocument(await load(), version), null, 2),
    )
    const guide = compressedFile("text/plain", async () => (await load()).guide.text)
    app.get(`/docs/openapi/${name}.json`, ({ request }) => document(request))
    if (alias) app.get(alias, ({ request }) => document(request))
    app.get(`/docs/${name}-api.md`, ({ request }) => guide(request))
  }
  for (const [path, { type, read }] of Object.entries(DOCS_FILES)) {
    const file = compressedFile(type, read)
    app.get(path, ({ request }) => file(request))
  }
  return app
}

function docsPage(
  contracts: readonly ListedContract[],
  shown: ListedContract | undefined,
  root: string,
): string {
  const links = contracts.map(({ name, label }) => {
    const current = name === shown?.name ? ' aria-current="page"' : ""
    return `<li><a href="?api=${name}"${current}>${Bun.escapeHTML(label)}</a></li>`
  })
  return DOCS_PAGE.replaceAll("{{root}}", root)
    .replaceAll("{{name}}", shown?.name ?? "")
    .replaceAll("{{label}}", Bun.escapeHTML(shown?.label ?? ""))
    .replace("{{contracts}}", () => links.join(""))
}
