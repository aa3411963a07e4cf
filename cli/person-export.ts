import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** What an export is, as far as a command looks into it. */
export interface PersonExport {
  records: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>
}

/** Whether something is there already: what another person's export left would pass for this one's. */
export function isTaken(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length > 0
}

/**
 * Writes `person.json`, and files beside it under names of ours: theirs may be anything.
 *
 * @returns how many files
 */
export function writeExport(folder: string, person: PersonExport): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // One that was there has whatever rights it had.
  chmodSync(folder, 0o700)
  const { attachment = [], attachment_part: parts = [], ...records } = person.records
  const files = attachment.map((row, i) => {
    const file = `file-${i + 1}`
    const bytes = parts
      .filter(({ attachment_id: id }) => id === row.id)
      .sort((one, other) => Number(one.part) - Number(other.part))
      .map(({ content }) => Buffer.from(String(content), "base64"))
    writeFileSync(join(folder, file), Buffer.concat(bytes), { mode: 0o600 })
    return { ...row, file }
  })
  const written = { ...person, records: { ...records, ...(files.length > 0 && { attachment: files }) } }
  writeFileSync(join(folder, "person.json"), `${JSON.stringify(written, null, 2)}\n`, { mode: 0o600 })
  return files.length
}
