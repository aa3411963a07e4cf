import { createHmac, randomBytes, timingSafeEqual } from "node:crypto"

const STEP_SECONDS = 30
const DIGITS = 6
/** A code of the step before or after is taken: clocks differ, and people type. */
const DRIFT = 1
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

/** 160 bits, as authenticator apps take them. */
export function newTotpSecret(): string {
  return toBase32(randomBytes(20))
}

/** What an authenticator app reads from a QR code. */
export function totpUrl(secret: string, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`
}

/** RFC 6238 with SHA-1, which is what apps know. */
export function totpCode(secret: string, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac("sha1", fromBase32(secret)).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0xf
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff
  return String(number % 10 ** digits).padStart(digits, "0")
}

export function totpStep(at: Date): number {
  return Math.floor(at.getTime() / 1000 / STEP_SECONDS)
}

/** The step whose code that is, of those that are near; undefined where it is none. */
export function stepOfCode(secret: string, code: string, at: Date): number | undefined {
  const given = Buffer.from(code.replace(/[\s-]/g, ""))
  const now = totpStep(at)
  for (let step = now - DRIFT; step <= now + DRIFT; step++) {
    const right = Buffer.from(totpCode(secret, step))
    if (given.length === right.length && timingSafeEqual(given, right)) return step
  }
  return undefined
}

function toBase32(bytes: Uint8Array): string {
  let bits = ""
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0")
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join("")
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("")
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
