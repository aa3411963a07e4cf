import type { PreChatField } from "../client/chat-api.ts"
import type { Words } from "../i18n/words.ts"
import type { Field } from "./form.tsx"

/** What the browser may fill in, and how long the server takes it to be. */
const CONTACT = {
  name: { type: "text", autocomplete: "name", most: 200 },
  email: { type: "email", autocomplete: "email", most: 254 },
  phone: { type: "tel", autocomplete: "tel", most: 40 },
} as const

/** A field for a way to reach the visitor, in words. */
export function contactField(words: Words, { name, required }: PreChatField, value?: string | null): Field {
  return { name, label: words.say(name), required, value, ...CONTACT[name] }
}
