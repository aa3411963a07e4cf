import { domainToASCII } from "node:url"
import { z } from "zod"

const NOT_ASCII = /[^\p{ASCII}]/u
/** What a domain in other letters than English ones is made of. */
const DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u

/** As zod has it, but for domains that end in Punycode, as `例子.广告` does, and labels that no name may have. */
const ADDRESS =
  /^(?!\.)(?!.*\.\.)[A-Za-z0-9_'+.-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.)+(?:[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{1,59})$/

/**
 * An address whose domain may be in any letters: it is the one that mail servers and the header of mails know. What is
 * before the @ must be ASCII, since hardly any way of a mail takes it otherwise.
 */
export function emailAddress(own?: string) {
  const error = ({ input }: { input?: unknown }) =>
    isForeign(String(input))
      ? "must have English letters, digits and signs alone before the @: others cannot be mailed"
      : own
  return z.string().trim().overwrite(withAsciiDomain).email({ error, pattern: ADDRESS })
}

/** The address that somebody told, as it can be mailed; undefined where it is none. */
export function addressIn(text: string): string | undefined {
  return emailAddress().safeParse(text).data
}

/** `info@müller.de` is `info@xn--mller-kva.de`; whatever else it is stays as it is. */
export function withAsciiDomain(text: string): string {
  return text.lastIndexOf("@") < 1 ? text : asInAddresses(text)
}

/** A word as addresses are kept, which may be any end of one: `müller.de` is `xn--mller-kva.de`. */
export function asInAddresses(word: string): string {
  const at = word.lastIndexOf("@")
  const domain = word.slice(at + 1)
  if (!NOT_ASCII.test(domain) || !DOMAIN.test(domain)) return word
  const ascii = domainToASCII(domain)
  return ascii === "" ? word : word.slice(0, at + 1) + ascii
}

function isForeign(text: string): boolean {
  const [name = "", domain, ...more] = text.split("@")
  return NOT_ASCII.test(name) && domain?.includes(".") === true && more.length === 0
}
