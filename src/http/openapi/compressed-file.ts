import { createHash } from "node:crypto"
import { promisify } from "node:util"
import { gunzip, gzip } from "node:zlib"
import { acceptsGzip } from "../accepts-gzip.ts"
import { SECURITY_HEADERS } from "../page-security.ts"

interface Compressed {
  etag: string
  bytes: Uint8Array<ArrayBuffer>
}

/** Answers with a text that is read and compressed when it is first asked for; until then it costs nothing. */
export function compressedFile(type: string, read: () => Promise<string>) {
  let compressed: Promise<Compressed> | undefined
  return async (request: Request): Promise<Response> => {
    compressed ??= compress(read).catch((error) => {
      compressed = undefined
      throw error
    })
    const { etag, bytes } = await compressed
    const headers = { ...SECURITY_HEADERS, etag, vary: "accept-encoding", "cache-control": "no-cache" }
    if (request.headers.get("if-none-match")?.includes(etag))
      return new Response(null, { status: 304, headers })
    const content = { ...headers, "content-type": `${type}; charset=utf-8` }
    if (!acceptsGzip(request)) return new Response(await promisify(gunzip)(bytes), { headers: content })
    return new Response(bytes, { headers: { ...content, "content-encoding": "gzip" } })
  }
}

async function compress(read: () => Promise<string>): Promise<Compressed> {
  const bytes = new Uint8Array(await promisify(gzip)(await read(), { level: 9 }))
  return { etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`, bytes }
}
