import type { Article } from "../article.ts"
import { readCsv } from "./csv.ts"
import { readDocx } from "./docx.ts"
import { extensionOf, isReadableExtension, type ReadableExtension } from "./extensions.ts"
import { readHtml } from "./html.ts"
import { readJson, readJsonLines } from "./jsonl.ts"
import { readMarkdown } from "./markdown.ts"
import { readPdf } from "./pdf.ts"
import { MAX_SOURCE_BYTES, type Reader, type Source, UnreadableSource, unreadableBy } from "./reader.ts"
import { readText } from "./text.ts"

const READERS: Readonly<Record<ReadableExtension, Reader>> = {
  md: readMarkdown,
  markdown: readMarkdown,
  mdx: readMarkdown,
  html: readHtml,
  htm: readHtml,
  txt: readText,
  pdf: readPdf,
  docx: readDocx,
  csv: readCsv,
  tsv: readCsv,
  jsonl: readJsonLines,
  ndjson: readJsonLines,
  json: readJson,
}

/** The extension that stands for each content type. Plain text is left out: servers send Markdown as that, too. */
const EXTENSION_OF_TYPE = new Map([
  ["text/markdown", "md"],
  ["text/x-markdown", "md"],
  ["text/html", "html"],
  ["application/xhtml+xml", "html"],
  ["application/pdf", "pdf"],
  ["text/csv", "csv"],
  ["text/tab-separated-values", "tsv"],
  ["application/jsonl", "jsonl"],
  ["application/x-ndjson", "ndjson"],
  ["application/json", "json"],
])

const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"])

const KNOWN = "Known are Markdown, HTML, plain text, PDF, DOCX, CSV, JSON and JSON Lines."

/**
 * The articles of a source of any format: told by its first bytes, else its content type, else its extension.
 * @throws {UnreadableSource} when the format is not known, or its reader cannot make sense of the bytes; nothing else,
 * as one source must not stop the reading of others
 */
export async function readSource(source: Source): Promise<Article[]> {
  if (source.bytes.length > MAX_SOURCE_BYTES) {
    const megabytes = Math.ceil(source.bytes.length / 1024 / 1024)
    const problem = `is too large (${megabytes} MB; ${MAX_SOURCE_BYTES / 1024 / 1024} MB are the most)`
    throw new UnreadableSource(source.name, problem, "Split it.")
  }
  try {
    return (await readerOf(source)(source)).map(withSafeAddress)
  } catch (error) {
    throw unreadableBy(error, source)
  }
}

/** Readers follow an article's address, also in clients that are not ours. */
function withSafeAddress({ url, ...article }: Article): Article {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec((url ?? "").replace(/\p{Cc}|\s/gu, ""))?.[0].toLowerCase()
  if (url === undefined || (scheme && !SAFE_SCHEMES.has(scheme))) return article
  return { ...article, url }
}

function readerOf(source: Source): Reader {
  const type = source.contentType?.split(";")[0]?.trim().toLowerCase() ?? ""
  const extension = EXTENSION_OF_TYPE.get(type) ?? extensionOf(source.name)
  const known = signatureOf(source.bytes) ?? extension
  if (isReadableExtension(known)) return READERS[known]
  if (looksLikeHtml(source.bytes)) return readHtml
  if (type === "text/plain" || extension === "") return readText
  throw new UnreadableSource(source.name, "is of an unknown format", KNOWN)
}

/** The extension that the first bytes tell, where they do. */
function signatureOf(bytes: Uint8Array): ReadableExtension | undefined {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 1024))
  if (start.startsWith("PK\x03\x04") || start.startsWith("PK\x05\x06")) return "docx"
  // Some programs put a few bytes in front of a PDF, and all viewers let them.
  return /^[^%]{0,64}%PDF-\d/.test(start) ? "pdf" : undefined
}

function looksLikeHtml(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 1024))
  return /^\s*(?:<!--[\s\S]*?-->\s*)?<(?:!doctype html|html|head|body)\b/i.test(start)
}
