import { SECRET_KEYS } from "./schema.ts"

const PASSWORD_WITHIN = /(\/\/[^/@:\s]*:)[^/\s]*@/

/** A setting as a log, an error or `config check` may show it; undefined where nothing of it may be shown. */
export function shownValue(path: string, value: unknown): unknown {
  if (SECRET_KEYS.has(path)) return undefined
  return typeof value === "string" ? value.replace(PASSWORD_WITHIN, "$1***@") : value
}
