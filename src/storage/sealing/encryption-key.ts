import { createHash, createHmac, hkdfSync } from "node:crypto"
import { ChatdError } from "../../core/errors.ts"

/** What texts are sealed with, and what the index's terms are. */
export interface EncryptionKey {
  /** Tells it from others in the database: the first bytes of its hash. */
  id: string
  /** Of AES-256. */
  sealing: Uint8Array
  /** Stands in the index for a term, or for the beginning of one; or in a job's key for what it is once for. */
  term(kind: "word" | "prefix" | "once", text: string): string
}

export interface EncryptionKeys {
  /** What is written is sealed with it; undefined: what is written is not sealed. */
  current: EncryptionKey | undefined
  /** What may have been sealed with them is read, too. */
  old: readonly EncryptionKey[]
}

const BYTES = 32
/** In hexadecimal digits; what is found is looked at again, so that two terms may share one once in a blue moon. */
const TERM_LENGTH = 12
/** Terms whose sealed form is remembered: most words are said again. */
const MOST_REMEMBERED = 50_000

/**
 * @param current base64 of 32 bytes
 * @param old several, parted by spaces or commas
 * @returns undefined where there is none
 * @throws {ChatdError} `invalid_input` for what is no key
 */
export function encryptionKeys(current: string | undefined, old = ""): EncryptionKeys | undefined {
  const before = old.split(/[\s,]+/).filter((one) => one !== "")
  if (!current && before.length === 0) return undefined
  const keys = {
    current: current ? keyOf(current, "encryption.key") : undefined,
    old: before.map((one) => keyOf(one, "encryption.old_keys")),
  }
  return { ...keys, old: keys.old.filter(({ id }) => id !== keys.current?.id) }
}

function keyOf(given: string, setting: string): EncryptionKey {
  const bytes = Buffer.from(given, "base64")
  if (bytes.length !== BYTES || bytes.toString("base64") !== given)
    throw new ChatdError(
      "invalid_input",
      `${setting} must be ${BYTES} bytes in base64. Make one with \`chatd keys generate\`.`,
    )
  const derived = (purpose: string) =>
    new Uint8Array(hkdfSync("sha256", bytes, new Uint8Array(), `chatd ${purpose}`, BYTES))
  return {
    id: createHash("sha256").update(bytes).digest("hex").slice(0, 12),
    sealing: derived("texts"),
    term: rememberedTerms(derived("terms")),
  }
}

function rememberedTerms(key: Uint8Array): EncryptionKey["term"] {
  const known = new Map<string, string>()
  return (kind, text) => {
    const name = `${kind}:${text}`
    const there = known.get(name)
    if (there !== undefined) return there
    const sealed = createHmac("sha256", key).update(name).digest("hex").slice(0, TERM_LENGTH)
    if (known.size >= MOST_REMEMBERED) known.clear()
    known.set(name, sealed)
    return sealed
  }
}
