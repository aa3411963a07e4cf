import type { PreChatField } from "../client/chat-api.ts"
import { CONTACT } from "../client/contact.ts"
import type { Words } from "../i18n/words.ts"
import type { Field } from "./form.tsx"

/** A field for a way to reach the visitor, in words. */
export function contactField(words: Words, { name, required }: PreChatField, value?: string | null): Field {
  return { name, label: words.say(name), required, value, ...CONTACT[name] }
}
