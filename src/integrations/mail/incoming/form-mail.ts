import { withAsciiDomain } from "../../../email-address.ts"
import { isAddress, oneLine } from "../message.ts"
import { type MailAddress, mailboxes } from "./mailboxes.ts"

/** What somebody wrote into a form of a website, which mails it to us. */
export interface FormMail {
  /** The address of the form itself. */
  sender: string
  /** Who filled it in, as the form says: anybody can write any address into one. Undefined where it names nobody, or several. */
  customer: MailAddress | undefined
}

/** Addresses of a setting, parted by commas or spaces, as they are compared. */
export function addressesIn(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .filter((one) => one !== "")
    .map((one) => withAsciiDomain(one).toLowerCase())
}

/** Whether it is this address of ours, or one behind its plus. */
export function isOwn(address: string, ownAddress: string): boolean {
  return withoutTag(address) === withoutTag(ownAddress)
}

export function withoutTag(address: string): string {
  return address.toLowerCase().replace(/\+[^@]*@/, "@")
}

const NO_PERSON = /^(?:mailer-daemon|postmaster)@/i

/** Whom a mail asks to be answered to; ours and the forms' own are nobody's. Each once. */
export function answersTo(
  values: readonly string[],
  { ownAddress, formSenders }: { ownAddress: string; formSenders: ReadonlySet<string> },
): MailAddress[] {
  const found = new Map<string, MailAddress>()
  for (const { address: given, name } of values.flatMap(mailboxes)) {
    const address = withAsciiDomain(given)
    const key = address.toLowerCase()
    if (!isAddress(address) || found.has(key)) continue
    if (isOwn(address, ownAddress) || formSenders.has(key) || NO_PERSON.test(address)) continue
    found.set(key, { address, name: oneLine(name).slice(0, 100) })
  }
  return [...found.values()]
}
