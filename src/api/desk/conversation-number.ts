/** A conversation's number in a path; what is none names no conversation. */
export function conversationNumber(text: string): number {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : 0
}
