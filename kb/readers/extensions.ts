const READABLE = [
  "md",
  "markdown",
  "mdx",
  "html",
  "htm",
  "txt",
  "pdf",
  "docx",
  "csv",
  "tsv",
  "jsonl",
  "ndjson",
  "json",
] as const

/** Of files that a reader knows, lower case. Told apart from the readers, whose libraries only their worker loads. */
export type ReadableExtension = (typeof READABLE)[number]

/** Documents that no reader knows; what else lies in a folder, pictures or code, nobody expects to be read. */
const UNKNOWN_DOCUMENTS = new Set(
  "doc docm rtf odt pages xls xlsx xlsm ods ppt pptx odp epub rst adoc asciidoc tex".split(" "),
)

/** Whether a file of this name is a document that cannot be read, by its extension in any case. */
export function isUnknownDocument(name: string): boolean {
  return UNKNOWN_DOCUMENTS.has(extensionOf(name))
}

/** Whether a file of this name can be read, by its extension in any case. */
export function isReadable(name: string): boolean {
  return isReadableExtension(extensionOf(name))
}

export function isReadableExtension(extension: string): extension is ReadableExtension {
  return (READABLE as readonly string[]).includes(extension)
}

/** The part behind the last dot of a path's or an address's last name, lower case; empty when there is none. */
export function extensionOf(name: string): string {
  const path = /^https?:\/\//i.test(name) && URL.canParse(name) ? new URL(name).pathname : name
  return /[^/\\]\.([a-z0-9]{1,8})$/i.exec(path)?.[1]?.toLowerCase() ?? ""
}
