/** How files begin whose type is worth knowing. */
const BEGINNINGS: readonly (readonly [type: string, at: number, bytes: readonly number[]])[] = [
  ["image/png", 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", 0, [0xff, 0xd8, 0xff]],
  ["image/gif", 0, [0x47, 0x49, 0x46, 0x38]],
  ["image/webp", 8, [0x57, 0x45, 0x42, 0x50]],
  ["image/bmp", 0, [0x42, 0x4d]],
  ["image/tiff", 0, [0x49, 0x49, 0x2a, 0x00]],
  ["image/tiff", 0, [0x4d, 0x4d, 0x00, 0x2a]],
  ["image/heic", 4, [0x66, 0x74, 0x79, 0x70, 0x68, 0x65, 0x69]],
  ["video/mp4", 4, [0x66, 0x74, 0x79, 0x70]],
  ["application/pdf", 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["application/gzip", 0, [0x1f, 0x8b]],
  ["application/vnd.ms-tnef", 0, [0x78, 0x9f, 0x3e, 0x22]],
  ["application/x-ole-storage", 0, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ["audio/mpeg", 0, [0x49, 0x44, 0x33]],
  ["application/ogg", 0, [0x4f, 0x67, 0x67, 0x53]],
  ["application/zip", 0, [0x50, 0x4b, 0x03, 0x04]],
]

/** What a ZIP file is by its name, where it says so. */
const OFFICE: Readonly<Record<string, string>> = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
}

/** What text may be called; everything else that is text, and all that a browser would run, is plain text. */
const TEXTS: Readonly<Record<string, string>> = {
  ics: "text/calendar",
  csv: "text/csv",
  eml: "message/rfc822",
}

const LOOKED_AT = 4096

/** What a file is, seen in its content: what its sender says of it proves nothing. */
export function fileType(content: Uint8Array, name: string): string {
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ""
  const found = BEGINNINGS.find(([, at, bytes]) => bytes.every((byte, i) => content[at + i] === byte))?.[0]
  if (found === "application/zip") return OFFICE[extension] ?? found
  if (found) return found
  if (isText(content.subarray(0, LOOKED_AT))) return TEXTS[extension] ?? "text/plain"
  return "application/octet-stream"
}

function isText(beginning: Uint8Array): boolean {
  if (beginning.includes(0)) return false
  try {
    // A character may be cut at the end.
    new TextDecoder("utf-8", { fatal: true }).decode(beginning, { stream: true })
    return true
  } catch {
    return false
  }
}

const LONGEST_NAME = 120

/** A file's name as it may be shown and stored: one line, no folders, nothing that turns its ending around. */
export function fileName(given: string | undefined, fallback: string): string {
  const shown = (given ?? "")
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, "")
    .replace(/^.*[/\\]/, "")
    .replace(/[<>:"|?*]/g, "_")
  const name = withoutEnds(shown)
  if (name === "") return fallback
  if (name.length <= LONGEST_NAME) return name
  const ending = /\.[^.]{1,10}$/.exec(name)?.[0] ?? ""
  return `${name
    .slice(0, LONGEST_NAME - ending.length - 1)
    .toWellFormed()
    .replaceAll("\uFFFD", "")}…${ending}`
}

/** Without dots and blanks at its ends. */
function withoutEnds(name: string): string {
  const isEnd = (at: number) => /[.\s]/.test(name.charAt(at))
  let from = 0
  let to = name.length
  while (from < to && isEnd(from)) from++
  while (to > from && isEnd(to - 1)) to--
  return name.slice(from, to)
}
