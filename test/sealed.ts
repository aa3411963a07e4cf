import { randomBytes } from "node:crypto"
import { type EncryptionKeys, encryptionKeys } from "../src/storage/sealing/encryption-key.ts"

/** A fresh key, as the configuration has it. */
export function freshKey(): string {
  return randomBytes(32).toString("base64")
}

/** CHATD_TEST_SEALED=1 runs every suite on databases in which all texts are sealed: with this key. */
export const TEST_KEY = process.env.CHATD_TEST_SEALED === "1" ? freshKey() : undefined

/** What the databases of tests are opened with. */
export const TEST_KEYS: { keys?: EncryptionKeys } = TEST_KEY
  ? { keys: encryptionKeys(TEST_KEY) as EncryptionKeys }
  : {}
