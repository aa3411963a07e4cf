import type { AuditAction } from "../../core/audit.ts"
import type { Db } from "../database.ts"
import type { Gather } from "./gather.ts"

const UNKNOWN = "[erased]"
/** What is shorter may stand anywhere by chance. */
const SHORTEST = 4
const PAGE = 500

/**
 * What is about customers, or quotes them. All else names agents, settings and what is the company's: somebody may call
 * themselves `agent`, and takes nothing out of the log by it.
 */
const ABOUT_CUSTOMERS: readonly AuditAction[] = [
  "customer_changed",
  "customer_signed_out",
  "intent_example_added",
  "intent_example_removed",
  "article_added",
  "article_changed",
]

/** What was done stays in the log; whom it names is made unknown. Returns how many entries named them. */
export async function maskAudit(trx: Db, gather: Gather): Promise<number> {
  const names = namesOf(gather)
  if (names.isEmpty) return 0
  let masked = 0
  for (let last = 0; ; ) {
    const rows = await trx
      .selectFrom("audit_entry")
      .select(["id", "target", "details"])
      .where("partner_id", "=", gather.subject.partnerId)
      .where("action", "in", ABOUT_CUSTOMERS)
      .where("id", ">", last)
      .orderBy("id")
      .limit(PAGE)
      .execute()
    for (const { id, target, details } of rows) {
      const after = { target: without(target, names), details: withoutJson(details, names) }
      if (after.target === target && after.details === details) continue
      await trx.updateTable("audit_entry").set(after).where("id", "=", id).execute()
      masked++
    }
    if (rows.length < PAGE) return masked
    last = rows.at(-1)?.id ?? last
  }
}

/** What they are called. */
interface Names {
  /** Say who they are where a text is one of them. */
  ids: ReadonlySet<string>
  /** Found within texts. */
  words: RegExp | undefined
  isEmpty: boolean
}

function namesOf(gather: Gather): Names {
  const customers = gather.rowsOf("customer")
  const ids = texts([
    ...gather.customerRefs(),
    ...customers.flatMap(({ external_id, claimed_id }) => [external_id, claimed_id]),
    ...gather.subject.userIds,
  ])
  const words = texts([
    ...customers.flatMap(({ name, email, phone }) => [name, email, phone]),
    ...gather.subject.emails,
  ])
  return {
    ids: new Set([...ids, ...words]),
    words: wholeWords(words),
    isEmpty: ids.length + words.length === 0,
  }
}

function texts(all: readonly unknown[]): string[] {
  return all.filter((one): one is string => typeof one === "string" && one !== "")
}

/** Not where they are a part of another word, or of a longer address. The longest comes first: it may hold a shorter one. */
function wholeWords(words: readonly string[]): RegExp | undefined {
  const some = words.filter((one) => one.length >= SHORTEST).sort((a, b) => b.length - a.length)
  if (some.length === 0) return undefined
  const within = some.map((one) => {
    const before = one.includes("@") ? "(?<![\\p{L}\\p{M}\\p{N}_.+-])" : "(?<![\\p{L}\\p{M}\\p{N}_])"
    const after = one.includes("@")
      ? "(?![\\p{L}\\p{M}\\p{N}_-]|\\.[\\p{L}\\p{N}])"
      : "(?![\\p{L}\\p{M}\\p{N}_])"
    return `${before}${RegExp.escape(one)}${after}`
  })
  return new RegExp(within.join("|"), "giu")
}

function without(text: string | null, { ids, words }: Names): string | null {
  if (text === null) return null
  if (ids.has(text)) return UNKNOWN
  return words ? text.replaceAll(words, UNKNOWN) : text
}

function withoutJson(json: string | null, names: Names): string | null {
  if (json === null) return null
  const value: unknown = JSON.parse(json)
  const masked = JSON.stringify(deep(value, names))
  return masked === JSON.stringify(value) ? json : masked
}

function deep(value: unknown, names: Names): unknown {
  if (typeof value === "string") return without(value, names)
  if (Array.isArray(value)) return value.map((one) => deep(one, names))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deep(one, names)]))
}
