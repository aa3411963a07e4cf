import type { z } from "zod"
import { en } from "../../widget/i18n/en.ts"
import { plainIssue } from "../plain-issues.ts"
import { ConfigError, type ConfigFault } from "./faults.ts"
import { leaves, nearest } from "./keys.ts"
import { type PartnerDocument, partnerSchema } from "./partner-schema.ts"
import { getPath, removePath, setPath, type Tree } from "./tree.ts"

/** What comes before the name of a text of the widget. */
const TEXTS = "widget.texts."
const TEXT_NAMES = Object.keys(en)

export interface PartnerKeyInfo {
  /** As it is typed: `session.idle_seconds`. */
  key: string
  /** As the document has it: `session.idleSeconds`. */
  path: string
  description: string
}

export const PARTNER_SETTINGS: readonly PartnerKeyInfo[] = leaves(partnerSchema, "").map(
  ({ path, description }) => ({ key: settingName(path), path, description }),
)

const KEYS = PARTNER_SETTINGS.map(({ key }) => key)
/** Whole groups that can be unset. */
const GROUPS = ["widget.consent"]

/** Settings that nobody is shown. */
const SECRETS = ["answering.external.token"]
/** What stands for one that is set. */
export const SECRET_SHOWN = "********"

export function isSecretSetting(path: string): boolean {
  return SECRETS.includes(path)
}

/** The value of a setting, as it would be typed; a secret is not told. */
export function shownSetting(document: PartnerDocument, path: string): string {
  const typed = typedSetting(document, path)
  return isSecretSetting(path) && typed !== "" ? SECRET_SHOWN : typed
}

export function isSameSetting(one: PartnerDocument, other: PartnerDocument, path: string): boolean {
  return typedSetting(one, path) === typedSetting(other, path)
}

function typedSetting(document: PartnerDocument, path: string): string {
  const value = getPath(document, path)
  if (value === undefined) return ""
  if (path === "widget.preChat.fields") return shownFields(document.widget.preChat.fields)
  if (Array.isArray(value)) return value.join(",")
  return typeof value === "object" ? JSON.stringify(value) : String(value)
}

function shownFields(fields: PartnerDocument["widget"]["preChat"]["fields"]): string {
  return fields.map(({ name, required }) => `${name}${required ? "" : "?"}`).join(",")
}

/** What a partner's settings are measured by that this room does not know. */
export interface PartnerRules {
  /** What settings are put back to; a partner's name and domain have no default. */
  defaults: Omit<PartnerDocument, "name" | "domain">
  /** What is wrong with an origin, to stand after the setting's name; undefined where nothing is. */
  originFault(origin: string): string | undefined
}

/**
 * The document with settings changed (`key=value`) and others put back to their defaults.
 *
 * @throws {ConfigError} with every fault at once, and the nearest name for an unknown key
 */
export function changeSettings(
  document: PartnerDocument,
  { defaults, originFault }: PartnerRules,
  assignments: readonly string[],
  unset: readonly string[],
): PartnerDocument {
  const faults: ConfigFault[] = []
  const changed: Tree = structuredClone(document)
  const putBack = new Set<string>()
  for (const key of unset) {
    const path = pathOf(key, faults, GROUPS)
    if (path) putBack.add(path)
    const initial = path && getPath(defaults, path)
    if (path === "name" || path === "domain")
      faults.push({ where: key, problem: "every partner has one; set another" })
    else if (path && initial === undefined) removePath(changed, path)
    else if (path) setPath(changed, path, initial)
  }
  for (const group of GROUPS) if (isEmpty(getPath(changed, group))) removePath(changed, group)
  for (const assignment of assignments) {
    const [, key = "", value = ""] = /^([^=]*)=(.*)$/s.exec(assignment) ?? []
    const path = key ? pathOf(key, faults) : undefined
    if (path?.startsWith(TEXTS)) checkText(path.slice(TEXTS.length), faults)
    if (!key) faults.push({ where: assignment, problem: "must be written as key=value" })
    else if (path === "widget.texts")
      faults.push({ where: key, problem: "takes a text's name: widget.texts.title=…" })
    else if (path && putBack.has(path))
      faults.push({ where: key, problem: "is to be set and put back at once" })
    else if (path && isSecretSetting(path) && value === SECRET_SHOWN)
      faults.push({ where: key, problem: "is not shown; leave it out to keep it, or type the new one" })
    else if (path) setPath(changed, path, value)
  }
  const parsed = partnerSchema.safeParse(changed, { error: plainIssue })
  for (const issue of parsed.error?.issues ?? [])
    faults.push({ where: whereOf(issue), problem: issue.message })
  const origins = partnerSchema.shape.allowedOrigins.safeParse(getPath(changed, "allowedOrigins"))
  for (const origin of origins.data ?? []) {
    const problem = originFault(origin)
    if (problem !== undefined) faults.push({ where: "allowed_origins", problem })
  }
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults)
  return parsed.data
}

/** Of a group whose parts were unset one by one nothing is left but its name. */
function isEmpty(group: unknown): boolean {
  return typeof group === "object" && group !== null && Object.keys(group).length === 0
}

function pathOf(key: string, faults: ConfigFault[], more: readonly string[] = []): string | undefined {
  const typed = key.trim()
  if (/^widget\.texts\.[a-z][A-Za-z0-9]{0,59}$/.test(typed)) return typed
  const name = settingName(typed)
  const known = PARTNER_SETTINGS.find((setting) => setting.key === name)
  if (known) return known.path
  if (more.includes(name)) return name
  faults.push({ where: key, problem: whyNone(name) })
  return undefined
}

function whyNone(name: string): string {
  if (KEYS.some((known) => known.startsWith(`${name}.`)))
    return `is several settings; \`chatd settings get ${name}\` lists them`
  const like = nearest(name, KEYS)
  return like
    ? `is not a setting; did you mean ${like}?`
    : "is not a setting; `chatd partner set --help` lists them all"
}

/** One that no widget has would change nothing; it can still be unset. */
function checkText(name: string, faults: ConfigFault[]): void {
  if (TEXT_NAMES.includes(name)) return
  const like = nearest(name, TEXT_NAMES)
  const problem = "is no text of the widget"
  faults.push({
    where: `${TEXTS}${name}`,
    problem: like ? `${problem}; did you mean ${TEXTS}${like}?` : problem,
  })
}

/** The setting that holds the place where the fault is. */
function whereOf(issue: z.core.$ZodIssue): string {
  const place = settingName(issue.path.join("."))
  return place.startsWith(TEXTS) ? place : (KEYS.find((key) => `${place}.`.startsWith(`${key}.`)) ?? place)
}

/** A setting's name, also where it was typed as it stands in JSON. Parts after `widget.texts.` are names of their own, and stay as they are. */
export function settingName(path: string): string {
  if (path.startsWith(TEXTS)) return path
  return path.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)
}
