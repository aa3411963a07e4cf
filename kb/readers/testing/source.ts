import type { Source } from "../reader.ts"

/** A source of a test: text becomes UTF-8. */
export function sourceOf(name: string, content: string | Uint8Array, contentType?: string): Source {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content
  return { name, bytes, ...(contentType ? { contentType } : {}) }
}
