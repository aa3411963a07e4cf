import { safeText } from "../../terminal-text.ts"

interface PrintedMail {
  to?: string | readonly string[]
  subject: string
  text: string
  html?: string | undefined
}

/** A mail as it would arrive: its text, or its HTML alone, to be looked at in a browser. */
export function printMail(
  { to, subject, text, html = "" }: PrintedMail,
  flags: { html?: boolean } = {},
): void {
  if (flags.html) {
    process.stdout.write(html)
    return
  }
  if (to !== undefined) console.log(`To: ${typeof to === "string" ? to : to.join(", ")}`)
  console.log(`Subject: ${safeText(subject)}\n\n${safeText(text).trimEnd()}`)
}
