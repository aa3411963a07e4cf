import { z } from "zod"

/** What is said, in parts; thoughts and whatever else stands beside it have other types. */
const partsSchema = z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))

/** What a model says: a text, or of some endpoints a list of parts, of which its thoughts are others. */
export function textOf(content: unknown): string {
  if (typeof content === "string") return content
  const parts = partsSchema.safeParse(content)
  if (!parts.success) return ""
  return parts.data.map(({ type, text }) => (type === "text" ? (text ?? "") : "")).join("")
}
