import { SECRET_KEYS } from "./schema.ts"

const PASSWORD_WITHIN = /(\/\/[^/@:\s]*:)[^/\s]*@/
/** One with a slash, as base64 has them, makes it no address. */
const PASSWORD_IN_NONE = /(\/\/[^/@:\s]*:)\S*@/

/** A setting as a log, an error or `config check` may show it; undefined where nothing of it may be shown. */
export function shownValue(path: string, value: unknown): unknown {
  if (SECRET_KEYS.has(path)) return undefined
  if (typeof value !== "string") return value
  return value.replace(URL.canParse(value) ? PASSWORD_WITHIN : PASSWORD_IN_NONE, "$1***@")
}
