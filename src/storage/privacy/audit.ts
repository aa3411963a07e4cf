import type { Db } from "../database.ts"
import type { Gather } from "./gather.ts"

const UNKNOWN = "[erased]"
/** What is shorter may stand anywhere by chance. */
const SHORTEST = 4
const PAGE = 500

/** What was done stays in the log; whom it names is made unknown. Returns how many entries named them. */
export async function maskAudit(trx: Db, gather: Gather): Promise<number> {
  const names = theirNames(gather)
  if (names.length === 0) return 0
  let masked = 0
  for (let last = 0; ; ) {
    const rows = await trx
      .selectFrom("audit_entry")
      .select(["id", "target", "details"])
      .where("partner_id", "=", gather.subject.partnerId)
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

function theirNames(gather: Gather): string[] {
  const texts = gather
    .rowsOf("customer")
    .flatMap(({ external_id, claimed_id, name, email, phone }) => [
      external_id,
      claimed_id,
      name,
      email,
      phone,
    ])
  const all = [...texts, ...gather.subject.emails, ...gather.subject.userIds]
  return [...new Set(all.filter((one): one is string => typeof one === "string" && one !== ""))].sort(
    (a, b) => b.length - a.length,
  )
}

function without(text: string | null, names: readonly string[]): string | null {
  if (text === null) return null
  return names.reduce(
    (left, name) =>
      left === name ? UNKNOWN : name.length >= SHORTEST ? left.replaceAll(name, UNKNOWN) : left,
    text,
  )
}

function withoutJson(json: string | null, names: readonly string[]): string | null {
  if (json === null) return null
  const value: unknown = JSON.parse(json)
  const masked = JSON.stringify(deep(value, names))
  return masked === JSON.stringify(value) ? json : masked
}

function deep(value: unknown, names: readonly string[]): unknown {
  if (typeof value === "string") return without(value, names)
  if (Array.isArray(value)) return value.map((one) => deep(one, names))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deep(one, names)]))
}
