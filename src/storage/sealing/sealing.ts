import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import type { EncryptionKey, EncryptionKeys } from "./encryption-key.ts"
import { placeNamed, SEALED_TABLES } from "./sealed-columns.ts"

export type Row = Record<string, unknown>

/** How what is sealed begins: `enc1:KEY:TABLE.COLUMN:` and then nonce, text and tag in base64. */
const PREFIX = "enc1:"
const NONCE = 12
const TAG = 16
/** Characters before what is sealed. */
const LONGEST_HEAD = 100
/** Nonces are drawn so many at a time. */
const DRAWN = 256

/**
 * Seals texts on their way into the database and opens them on their way out. What a text is sealed for (its table and
 * column, and its row where that is known) is proven with it, so that nobody who can write the database moves it
 * elsewhere.
 */
export class Sealing {
  readonly #byId: ReadonlyMap<string, EncryptionKey>
  #nonces = new Uint8Array()

  constructor(readonly keys: EncryptionKeys) {
    this.#byId = new Map([...keys.old, ...(keys.current ? [keys.current] : [])].map((key) => [key.id, key]))
  }

  /** Every key that can be opened with, the one that is written with first. */
  get all(): readonly EncryptionKey[] {
    return [...this.#byId.values()].reverse()
  }

  /** As it is stored; null and undefined stay. @param row has at least the columns that tell it from others */
  seal<T>(table: string, column: string, value: T, row: Row): T {
    if (!this.keys.current) return value
    if (value instanceof Uint8Array)
      return Buffer.concat([
        Buffer.from(`${PREFIX}${this.keys.current.id}:${table}.${column}:`),
        this.#sealBytes(`${table}.${column}`, value, {}, this.keys.current),
      ]) as T
    if (typeof value !== "string") return value
    const kinds = SEALED_TABLES[table]?.ofKinds?.[column]
    if (kinds && !kinds.includes(String(row.kind))) return value
    return this.sealText(`${table}.${column}`, value, row, this.keys.current) as T
  }

  sealText(place: string, text: string, row: Row, key: EncryptionKey): string {
    // As what is not sealed is stored on either database.
    const storable = text.includes("\0") ? text.replaceAll("\0", "\uFFFD") : text
    const sealed = this.#sealBytes(place, Buffer.from(storable), row, key)
    return `${PREFIX}${key.id}:${place}:${sealed.toString("base64")}`
  }

  #sealBytes(place: string, bytes: Uint8Array, row: Row, key: EncryptionKey): Buffer {
    const nonce = this.#nonce()
    const cipher = createCipheriv("aes-256-gcm", key.sealing, nonce)
    cipher.setAAD(additional(place, row))
    const sealed = cipher.update(bytes)
    cipher.final()
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()])
  }

  /**
   * What cannot be opened is given as it is: it was typed so before anything was sealed, or somebody moved it here.
   *
   * @param column what it is called in the row
   */
  open(column: string, value: string, row: Row): string {
    const parts = sealedParts(value)
    const key = parts && this.#byId.get(parts.keyId)
    if (!parts || !key || placeNamed(parts.place)?.column !== column) return value
    return opened(key, parts, row)?.toString("utf8") ?? value
  }

  /** Something that stands in no sealed column. */
  openText(place: string, value: string): string | undefined {
    const parts = sealedParts(value)
    const key = parts?.place === place ? this.#byId.get(parts.keyId) : undefined
    return parts && key && opened(key, parts, {})?.toString("utf8")
  }

  /** The same row with everything opened in it. */
  openRow<T extends object>(row: T): T {
    let open: Row | undefined
    for (const [column, value] of Object.entries(row)) {
      const after = this.#openedValue(column, value, row as Row)
      if (after === undefined) continue
      open ??= { ...(row as Row) }
      open[column] = after
    }
    return (open as T | undefined) ?? row
  }

  /** Undefined for what stays as it is. */
  #openedValue(column: string, value: unknown, row: Row): unknown {
    if (typeof value === "string") return value.startsWith(PREFIX) ? this.open(column, value, row) : undefined
    return value instanceof Uint8Array ? this.#openedBytes(column, value) : undefined
  }

  /** Under the current key, or in clear where there is none; undefined where it is so already. */
  resealed(table: string, column: string, value: unknown, row: Row): unknown {
    if (value instanceof Uint8Array) return this.#resealedBytes(table, column, value)
    if (typeof value !== "string") return undefined
    const parts = sealedParts(value)
    const key = parts && this.#byId.get(parts.keyId)
    const text = parts && key && parts.place === `${table}.${column}` ? opened(key, parts, row) : undefined
    if (text !== undefined && parts?.keyId === this.keys.current?.id) return undefined
    const after = this.seal(table, column, text?.toString("utf8") ?? value, row)
    return after === value ? undefined : after
  }

  #resealedBytes(table: string, column: string, value: Uint8Array): Uint8Array | undefined {
    const parts = sealedByteParts(value)
    const bytes = parts && this.#openedBytes(column, value)
    if (bytes && parts?.keyId === this.keys.current?.id) return undefined
    const after = this.seal(table, column, bytes ?? value, {})
    return after === value ? undefined : (after as Uint8Array)
  }

  #openedBytes(column: string, value: Uint8Array): Uint8Array | undefined {
    const parts = sealedByteParts(value)
    const key = parts && this.#byId.get(parts.keyId)
    if (!parts || !key || placeNamed(parts.place)?.column !== column) return undefined
    return opened(key, parts, {})
  }

  #nonce(): Uint8Array {
    if (this.#nonces.length === 0) this.#nonces = randomBytes(NONCE * DRAWN)
    const nonce = this.#nonces.subarray(0, NONCE)
    this.#nonces = this.#nonces.subarray(NONCE)
    return nonce
  }
}

/** Of bytes, whose head is text and whose rest is not. */
function sealedByteParts(value: Uint8Array): SealedParts | undefined {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  const head = bytes.subarray(0, LONGEST_HEAD).toString("latin1")
  if (!head.startsWith(PREFIX)) return undefined
  const [, keyId, place] = head.split(":", 3)
  if (!keyId || !place) return undefined
  return { keyId, place, bytes: bytes.subarray(PREFIX.length + keyId.length + place.length + 2) }
}

interface SealedParts {
  keyId: string
  place: string
  bytes: Buffer
}

function sealedParts(value: string): SealedParts | undefined {
  if (!value.startsWith(PREFIX)) return undefined
  const [, keyId, place, base64] = value.split(":", 4)
  return keyId && place && base64 ? { keyId, place, bytes: Buffer.from(base64, "base64") } : undefined
}

function opened(key: EncryptionKey, { place, bytes }: SealedParts, row: Row): Buffer | undefined {
  if (bytes.length < NONCE + TAG) return undefined
  const end = bytes.length - TAG
  const decipher = createDecipheriv("aes-256-gcm", key.sealing, bytes.subarray(0, NONCE))
  decipher.setAAD(additional(place, row))
  decipher.setAuthTag(bytes.subarray(end))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE, end)), decipher.final()])
  } catch {
    return undefined
  }
}

function additional(place: string, row: Row): Buffer {
  const identity = placeNamed(place)?.identity ?? []
  return Buffer.from([place, ...identity.map((column) => String(row[column]))].join("\n"))
}
