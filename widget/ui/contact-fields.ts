import type { PreChatField } from "../client/chat-api.ts"
import type { Words } from "../i18n/words.ts"
import type { Field } from "./form.tsx"

/** A field for a way to reach the visitor, in words and with what the browser may fill in. */
export function contactField(words: Words, { name, required }: PreChatField, value?: string | null): Field {
  const type = name === "name" ? "text" : name === "email" ? "email" : "tel"
  return {
    name,
    label: words.say(name),
    type,
    required,
    value,
    autocomplete: name === "phone" ? "tel" : name,
  }
}
