import { inflateRawSync } from "node:zlib"

/** Why a zip archive must not be unpacked. */
export class UnsafeZip extends Error {
  override readonly name = "UnsafeZip"
}

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const STORED = 0
const DEFLATED = 8

/** The entries of an archive, by their names. */
export interface Archive {
  has(name: string): boolean
  read(name: string): Uint8Array | undefined
}

/**
 * Opens a zip archive, once it is sure that it unpacks to no more than it declares, and to no more than a bound. Each
 * entry is unpacked once for it, as what an archive declares may be a lie.
 * @param limits most entries, and most bytes of all entries together
 * @throws {UnsafeZip} when it is damaged, uses zip64 or encryption, or is too large
 */
export function openZip(bytes: Uint8Array, limits: { entries: number; bytes: number }): Archive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  if (count > limits.entries) throw new UnsafeZip("too many entries")
  const entries = new Map<string, Entry>()
  let left = limits.bytes
  let at = view.getUint32(end + 16, true)
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY)
      throw new UnsafeZip("damaged directory")
    const declared = view.getUint32(at + 24, true)
    if (declared > left) throw new UnsafeZip("too large when unpacked")
    left -= declared
    const name = bytes.subarray(at + 46, at + 46 + view.getUint16(at + 28, true))
    entries.set(new TextDecoder().decode(name), checkedEntry(bytes, view, at, declared))
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return {
    has: (name) => entries.has(name),
    read(name) {
      const entry = entries.get(name)
      return entry && (entry.isPacked ? inflateRawSync(entry.content) : entry.content)
    },
  }
}

interface Entry {
  content: Uint8Array
  isPacked: boolean
}

/** The end of the directory is within the last 64 KiB, behind which there may be a comment. */
function findEnd(view: DataView): number {
  const least = Math.max(0, view.byteLength - 22 - 0xffff)
  for (let at = view.byteLength - 22; at >= least; at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at
  }
  throw new UnsafeZip("no directory")
}

function checkedEntry(bytes: Uint8Array, view: DataView, at: number, declared: number): Entry {
  const method = view.getUint16(at + 10, true)
  const packed = view.getUint32(at + 20, true)
  const header = view.getUint32(at + 42, true)
  if (header + 30 > bytes.length) throw new UnsafeZip("damaged entry")
  const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true)
  if (view.getUint16(at + 8, true) & 1 || start + packed > bytes.length) throw new UnsafeZip("damaged entry")
  const content = bytes.subarray(start, start + packed)
  const isWhole =
    method === STORED ? packed === declared : method === DEFLATED && inflatesTo(content, declared)
  if (!isWhole) throw new UnsafeZip("damaged entry")
  return { content, isPacked: method === DEFLATED }
}

function inflatesTo(packed: Uint8Array, declared: number): boolean {
  try {
    return inflateRawSync(packed, { maxOutputLength: declared + 1 }).length === declared
  } catch {
    return false
  }
}
