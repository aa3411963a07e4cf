import type { Attachment } from "../core/mail/attachment.ts"

/**
 * A file to download. Strangers chose its content: browsers are to store it, and neither to guess what it is nor to run
 * anything of it.
 */
export async function attachmentReply({ name, type, content }: Attachment): Promise<Response> {
  const bytes = await content()
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_")
  return new Response(bytes, {
    headers: {
      "content-type": type.startsWith("text/") ? `${type}; charset=utf-8` : type,
      "content-length": String(bytes.byteLength),
      "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encoded(name)}`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "private, no-store",
    },
  })
}

function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16)}`,
  )
}
