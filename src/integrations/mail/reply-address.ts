import { createHmac, timingSafeEqual } from "node:crypto"
import { isAddress } from "./message.ts"

/** What an answer by mail belongs to. */
export interface ReplyTarget {
  kind: "conversation" | "ticket"
  partnerId: string
  /** The row's own number. It is sealed in the address, which tells nobody how many there are. */
  id: number
  /** What nobody can guess of it, `publicId` or `uuid`: a number that is given out anew after a restore opens nothing. */
  ref: string
}

/** What an address says it belongs to; `isReplyAddressOf` says whether we said so. */
export interface ReplyClaim {
  kind: ReplyTarget["kind"]
  id: number
  mac: string
}

/** The name of the server's secret that reply addresses are made with. */
export const REPLY_SECRET = "mail-replies"

const LONGEST_LOCAL_PART = 64
/** What the tag takes of the local part, with its plus. */
const TAG_LENGTH = 38
/** Characters that a mailbox may have before its plus. */
export const LONGEST_MAILBOX = LONGEST_LOCAL_PART - TAG_LENGTH

/** Crockford's: one case, and none that is taken for another. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
const ID_CHARACTERS = 10
const ID_BITS = ID_CHARACTERS * 5
const MAC_BYTES = 15
const LETTER = { conversation: "c", ticket: "t" } as const
const TAG = /\+([ct])\.([0-9a-hjkmnp-tv-z]{10})\.([0-9a-hjkmnp-tv-z]{24})$/

/**
 * The address to which an answer about this conversation or ticket is written: `support+c.<id>.<mac>@acme.example`. It is
 * the same each time, and survives mail systems that change its case.
 *
 * @param base the mailbox that is read, whose server must take what stands behind a plus
 * @param secret `serverSecret(db, REPLY_SECRET)`
 * @throws {RangeError} where the base is no address, or its mailbox is longer than `LONGEST_MAILBOX`
 */
export function replyAddress(base: string, target: ReplyTarget, secret: string): string {
  const at = base.lastIndexOf("@")
  if (!isAddress(base) || at > LONGEST_MAILBOX)
    throw new RangeError(
      `${JSON.stringify(base)} takes no replies: it must be an address of at most ${LONGEST_MAILBOX} characters before the @.`,
    )
  const mac = macOf(target, secret)
  const id = masked(BigInt(target.id), target.kind, mac, secret)
  const letters = lettersOf(id, ID_CHARACTERS)
  return `${base.slice(0, at)}+${LETTER[target.kind]}.${letters}.${mac}${base.slice(at)}`.toLowerCase()
}

/** Reads what an address claims; undefined where it is none of ours at first sight. */
export function readReplyAddress(address: string, secret: string): ReplyClaim | undefined {
  const at = address.lastIndexOf("@")
  const [, letter, id = "", mac = ""] = TAG.exec(address.slice(0, Math.max(at, 0)).toLowerCase()) ?? []
  if (letter === undefined) return undefined
  const kind = letter === "c" ? "conversation" : "ticket"
  return { kind, id: Number(masked(numberOf(id), kind, mac, secret)), mac }
}

/** Whether we gave out the address that was read, for this very target. */
export function isReplyAddressOf(claim: ReplyClaim, target: ReplyTarget, secret: string): boolean {
  if (claim.kind !== target.kind || claim.id !== target.id) return false
  return timingSafeEqual(Buffer.from(claim.mac), Buffer.from(macOf(target, secret)))
}

function macOf({ kind, partnerId, id, ref }: ReplyTarget, secret: string): string {
  const signed = JSON.stringify(["mac", kind, partnerId, id, ref])
  const digest = createHmac("sha256", secret).update(signed).digest().subarray(0, MAC_BYTES)
  return lettersOf(BigInt(`0x${digest.toString("hex")}`), (MAC_BYTES * 8) / 5)
}

/** The same in both directions: the mask depends on the MAC, so that no two ids are covered by the same one. */
function masked(id: bigint, kind: ReplyTarget["kind"], mac: string, secret: string): bigint {
  const digest = createHmac("sha256", secret)
    .update(JSON.stringify(["mask", kind, mac]))
    .digest()
  return BigInt.asUintN(ID_BITS, id ^ digest.readBigUInt64BE())
}

function lettersOf(value: bigint, characters: number): string {
  return Array.from({ length: characters }, (_, place) => {
    const shift = BigInt((characters - 1 - place) * 5)
    return ALPHABET[Number((value >> shift) & 31n)]
  }).join("")
}

function numberOf(text: string): bigint {
  return [...text].reduce((value, letter) => (value << 5n) | BigInt(ALPHABET.indexOf(letter)), 0n)
}
