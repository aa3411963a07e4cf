import { requiredText } from "../../http/required-text.ts"

/** What an agent's client calls what it sends: the same name is stored once. */
export const clientId = requiredText().regex(/^\P{Cc}{1,100}$/u, "must have 1 to 100 visible characters")
