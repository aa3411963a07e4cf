import type { DeskEvent } from "../../src/api/desk/protocol.ts"
import { namesLine } from "../../src/core/mail/mail-text.ts"

/** `812 bytes`, `12 KB`, `3.4 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1_048_576).toFixed(1)} MB`
}

/** Whether a message says no more than which files came along, which are shown anyhow. */
export function isOnlyFiles({ text, data }: Pick<DeskEvent, "text" | "data">): boolean {
  const [files, leftOut] = [data?.attachments ?? [], data?.mail?.leftOut ?? []]
  return files.length + leftOut.length > 0 && text === namesLine({ files, leftOut })
}

/** Which files of a mail were too large, or too many; they may be called anything. */
export function leftOutWords({ data }: Pick<DeskEvent, "data">): string | undefined {
  const names = data?.mail?.leftOut ?? []
  return names.length === 0 ? undefined : `not kept: ${names.join(", ")}`
}
