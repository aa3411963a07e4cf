import { gzipSync } from "node:zlib"
import { Elysia } from "elysia"
import built from "../../build/widget/files.json"
import { acceptsGzip } from "./accepts-gzip.ts"

interface WidgetFile {
  type: string
  /** Of the content; URLs carry it as `?v=`. */
  hash: string
  text: string
}

const FILES: Readonly<Record<string, WidgetFile>> = built
const YEAR_SECONDS = 31_536_000

/** What other sites embed; all of it is inside the binary. */
export function widgetFiles() {
  const app = new Elysia({ name: "widget-files", strictPath: true })
  for (const [name, file] of Object.entries(FILES)) {
    let compressed: Uint8Array<ArrayBuffer> | undefined
    app.get(`/widget/${name}`, ({ request }) => {
      if (!acceptsGzip(request)) return reply(request, file, file.text)
      compressed ??= gzipSync(file.text, { level: 9 })
      return reply(request, file, compressed, { "content-encoding": "gzip" })
    })
  }
  return app
}

function reply(
  request: Request,
  file: WidgetFile,
  body: string | Uint8Array<ArrayBuffer>,
  encoding: Record<string, string> = {},
): Response {
  const etag = `"${file.hash}"`
  const named = new URL(request.url).searchParams.get("v") === file.hash
  const headers = {
    etag,
    vary: "accept-encoding",
    // Under the name of its content it stays what it is; under the plain name a new version shows soon.
    "cache-control": named ? `public, max-age=${YEAR_SECONDS}, immutable` : "public, max-age=300",
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "x-content-type-options": "nosniff",
  }
  if (request.headers.get("if-none-match")?.includes(etag))
    return new Response(null, { status: 304, headers })
  return new Response(body, {
    headers: { ...headers, ...encoding, "content-type": `${file.type}; charset=utf-8` },
  })
}
