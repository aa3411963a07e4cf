import { createHash } from "node:crypto"
import { closeSync, fstatSync, openSync, readSync } from "node:fs"

/** So many places of a file are looked at: a model's weights are hundreds of megabytes, and differ everywhere where they were trained anew. */
const PLACES = 64
const PLACE_BYTES = 4096
/** Hexadecimal digits. */
const LENGTH = 8

/**
 * What tells a model from another one under the same name: eight hexadecimal digits of its files, as they are found at 64 places of
 * each, and of how it is run. The same for a copy, wherever it lies and whenever it was made.
 *
 * @throws what the system says of a file that cannot be read
 */
export function modelFingerprint(files: readonly string[], run: object): string {
  const hash = createHash("sha256").update(JSON.stringify(run))
  for (const path of files) {
    const file = openSync(path, "r")
    try {
      const { size } = fstatSync(file)
      hash.update(`\n${size}\n`)
      const step = Math.max(0, size - PLACE_BYTES) / (PLACES - 1)
      const place = new Uint8Array(PLACE_BYTES)
      for (let at = 0; at < PLACES; at++) {
        const read = readSync(file, place, 0, PLACE_BYTES, Math.floor(at * step))
        hash.update(place.subarray(0, read))
      }
    } finally {
      closeSync(file)
    }
  }
  return hash.digest("hex").slice(0, LENGTH)
}
