const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/**
 * Text as HTML: nothing in it is mark-up, in an element or in a quoted attribute; line breaks stay.
 * Control characters go, and those that turn the writing direction, with which a text can show as another.
 */
export function escapeHtml(text: string): string {
  const visible = text.toWellFormed().replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, "")
  return visible.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign).replace(/\n/g, "<br>")
}

/** The first `maxChars` characters, with a mark when there were more. */
export function bounded(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars).toWellFormed()} … [cut]`
}
