/** The address where it leads to the web or to a mailbox; undefined for javascript: and whatever else there may be. */
export function safeAddress(address: string | null | undefined): string | undefined {
  return address && /^(https?:\/\/|mailto:)/i.test(address) ? address : undefined
}
