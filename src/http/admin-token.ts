import { createHash, timingSafeEqual } from "node:crypto"

/** Whether it is `server.admin_token`. Hashes have one length, so that the comparison tells nothing about the token's. */
export function isAdminToken(given: string | undefined, expected: string | undefined): boolean {
  if (!given || !expected) return false
  const hash = (text: string) => createHash("sha256").update(text).digest()
  return timingSafeEqual(hash(given), hash(expected))
}
