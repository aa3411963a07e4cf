/** Of a key with 200 random bits: a plain hash is enough, there is nothing to guess. */
export function secretHash(secret: string): string {
  return new Bun.CryptoHasher("sha256").update(secret).digest("hex")
}
