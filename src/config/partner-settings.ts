import { z } from "zod"
import { ConfigError, type ConfigFault } from "./faults.ts"
import { leaves, nearest } from "./keys.ts"
import { getPath, removePath, setPath, type Tree } from "./tree.ts"

const whole = (least: number, most: number) =>
  z.coerce
    .number("must be a number")
    .int("must be a whole number")
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`)
const switchValue = z.union([z.boolean(), z.stringbool()], { error: "must be true or false" })
const text = (most: number) =>
  z.string().trim().min(1, "must not be empty").max(most, `is longer than ${most}`)
const optional = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal("").transform(() => undefined), schema]).optional()
const list = (value: string) =>
  value
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean)

const fieldSchema = z.strictObject({
  name: z.enum(["name", "email", "phone"], "can be name, email and phone"),
  required: z.boolean(),
})
const fieldsSchema = z
  .preprocess(
    (value) =>
      typeof value === "string"
        ? list(value).map((one) => ({ name: one.replace(/\?$/, ""), required: !one.endsWith("?") }))
        : value,
    z.array(fieldSchema),
  )
  .refine((fields) => new Set(fields.map(({ name }) => name)).size === fields.length, "names a field twice")

const TEXTS = "widget.texts."

/** What can be set of a partner, its meaning and its limits. The form is the core's; a value may also be given as text. */
export const partnerSchema = z.strictObject({
  name: text(200).describe("What the company is called; the bot goes by it."),
  domain: text(300).describe("Its site; pages of it and below may use the API."),
  allowedOrigins: z
    .union([z.string().transform(list), z.array(z.string())])
    .describe("Further origins whose pages may: https://shop.example,http://localhost:3000"),
  session: z.strictObject({
    idleSeconds: whole(30, 86_400).describe("A session ends after so many seconds without a message."),
  }),
  sockets: z.strictObject({
    bareClientId: switchValue.describe(
      "Let the guide's bare /ws?clientId= in. It proves nothing: whoever guesses an id reads along.",
    ),
  }),
  flashback: z.strictObject({
    enabled: switchValue.describe("Make a conversation opener out of a customer's birthdate."),
  }),
  limits: z.strictObject({
    messagesPerMinute: whole(0, 100_000).describe("Messages a customer may send in a minute. 0: no limit."),
    addressMessagesPerMinute: whole(0, 1_000_000).describe(
      "Messages that may come from one address in a minute. 0: no limit.",
    ),
    partnerMessagesPerMinute: whole(0, 100_000_000).describe(
      "Messages that all customers together may send in a minute. 0: no limit.",
    ),
    messageLength: whole(1, 100_000).describe("Characters of a message."),
  }),
  widget: z.strictObject({
    primaryColor: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i, "must be a colour such as #3a7bd5")
      .describe("The widget's colour; text on it is made dark or light to suit."),
    scheme: z.enum(["auto", "light", "dark"]).describe("auto: as the visitor's system is set."),
    side: z.enum(["left", "right"]).describe("The corner that the bubble sits in."),
    texts: z
      .record(z.string(), z.string().max(1_000, "is longer than 1000"))
      .describe("Texts that replace the widget's own, each by its name: widget.texts.title=Help"),
    locale: optional(
      z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language such as de or pt-BR"),
    ).describe("The widget's language. Empty: the visitor's browser's."),
    preChat: z.strictObject({
      enabled: switchValue.describe("Ask who the visitor is before the first message."),
      fields: fieldsSchema.describe("What is asked, with a ? after what may be left out: name,email,phone?"),
    }),
    consent: z
      .strictObject({
        text: z
          .string("is needed beside widget.consent.url")
          .trim()
          .min(1, "must not be empty")
          .max(2_000, "is longer than 2000")
          .describe("What the visitor must agree to first. Unset widget.consent to ask nothing."),
        url: optional(
          z.url({ protocol: /^https?$/, error: "must be an http:// or https:// address" }),
        ).describe("Where that is explained."),
      })
      .optional(),
    rating: switchValue.describe("Ask the visitor at the end how it was."),
  }),
})

export type PartnerDocument = z.output<typeof partnerSchema>

export interface PartnerKeyInfo {
  /** As it is typed: `session.idle_seconds`. */
  key: string
  /** As the document has it: `session.idleSeconds`. */
  path: string
  description: string
}

export const PARTNER_SETTINGS: readonly PartnerKeyInfo[] = leaves(partnerSchema, "").map(
  ({ path, description }) => ({ key: snake(path), path, description }),
)

const KEYS = PARTNER_SETTINGS.map(({ key }) => key)
/** Whole groups that can be unset. */
const GROUPS = ["widget.consent"]

/** The value of a setting, as it would be typed. */
export function shownSetting(document: PartnerDocument, path: string): string {
  const value = getPath(document, path)
  if (value === undefined) return ""
  if (path === "widget.preChat.fields") return shownFields(document.widget.preChat.fields)
  if (Array.isArray(value)) return value.join(",")
  return typeof value === "object" ? JSON.stringify(value) : String(value)
}

function shownFields(fields: readonly z.output<typeof fieldSchema>[]): string {
  return fields.map(({ name, required }) => `${name}${required ? "" : "?"}`).join(",")
}

/**
 * The document with settings changed (`key=value`) and others put back to their defaults.
 *
 * @throws {ConfigError} with every fault at once, and the nearest name for an unknown key
 */
export function changeSettings(
  document: PartnerDocument,
  defaults: Omit<PartnerDocument, "name" | "domain">,
  assignments: readonly string[],
  unset: readonly string[],
): PartnerDocument {
  const faults: ConfigFault[] = []
  const changed: Tree = structuredClone(document)
  for (const key of unset) {
    const path = pathOf(key, faults, GROUPS)
    const initial = path && getPath(defaults, path)
    if (path === "name" || path === "domain")
      faults.push({ where: key, problem: "every partner has one; set another" })
    else if (path && initial === undefined) removePath(changed, path)
    else if (path) setPath(changed, path, initial)
  }
  for (const assignment of assignments) {
    const [, key = "", value = ""] = /^([^=]*)=(.*)$/s.exec(assignment) ?? []
    const path = key ? pathOf(key, faults) : undefined
    if (!key) faults.push({ where: assignment, problem: "must be written as key=value" })
    else if (path === "widget.texts")
      faults.push({ where: key, problem: "takes a text's name: widget.texts.title=…" })
    else if (path) setPath(changed, path, value)
  }
  const parsed = partnerSchema.safeParse(changed)
  for (const issue of parsed.error?.issues ?? [])
    faults.push({ where: whereOf(issue), problem: issue.message })
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults)
  return parsed.data
}

function pathOf(key: string, faults: ConfigFault[], more: readonly string[] = []): string | undefined {
  const typed = key.trim()
  if (/^widget\.texts\.[a-z][A-Za-z0-9]{0,59}$/.test(typed)) return typed
  const name = snake(typed)
  const known = PARTNER_SETTINGS.find((setting) => setting.key === name)
  if (known) return known.path
  if (more.includes(name)) return name
  const like = nearest(name, KEYS)
  faults.push({
    where: key,
    problem: like
      ? `is not a setting; did you mean ${like}?`
      : "is not a setting; `chatd partner set --help` lists them all",
  })
  return undefined
}

/** The setting that holds the place where the fault is. */
function whereOf(issue: z.core.$ZodIssue): string {
  const place = snake(issue.path.join("."))
  return place.startsWith(TEXTS) ? place : (KEYS.find((key) => `${place}.`.startsWith(`${key}.`)) ?? place)
}

/** Parts of a path after `widget.texts.` are names of their own, and stay as they are. */
function snake(path: string): string {
  if (path.startsWith(TEXTS)) return path
  return path.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)
}
