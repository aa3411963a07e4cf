import type { DeskEvent } from "../../src/api/desk/protocol.ts"

/** `812 bytes`, `12 KB`, `3.4 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1_048_576).toFixed(1)} MB`
}

/** Whether a message says no more than which files came along, which are shown anyhow. */
export function isOnlyFiles({ text, data }: Pick<DeskEvent, "text" | "data">): boolean {
  const names = [
    ...(data?.attachments ?? []).map(({ name }) => name),
    ...(data?.mail?.leftOut ?? []).map((name) => `${name} (not kept)`),
  ]
  return names.length > 0 && text === `📎 ${names.join(", ")}`
}

/** Which files of a mail were too large, or too many; they may be called anything. */
export function leftOutWords({ data }: Pick<DeskEvent, "data">): string | undefined {
  const names = data?.mail?.leftOut ?? []
  return names.length === 0 ? undefined : `not kept: ${names.join(", ")}`
}
