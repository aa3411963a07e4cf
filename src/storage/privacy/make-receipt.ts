import { createHash } from "node:crypto"
import type { ErasureReceipt, ForeignCopy } from "../../core/privacy/receipt.ts"
import { randomText } from "../../random.ts"
import type { Gather, Row, Subject } from "./gather.ts"

/** What the person went by, each of which the receipt can be told by: refs and ids, and addresses in lower case. */
export function namesOf(gather: Gather): string[] {
  const { userIds, emails } = gather.subject
  const [customers, sessions] = [gather.rowsOf("customer"), gather.rowsOf("session")]
  const users = sessions.map(({ user_id }) => String(user_id))
  const given = [...customers, ...sessions.map(({ user }) => JSON.parse(String(user)) as Row)].map(
    ({ email }) => email,
  )
  const addresses = given.filter((one) => typeof one === "string" && one !== "")
  return [
    ...gather.customerRefs(),
    ...users,
    ...userIds,
    ...emails,
    ...addresses.map((one) => String(one).toLowerCase()),
  ]
}

/** What an erasure of some rounds did. */
interface Erasure {
  counts: Readonly<Record<string, number>>
  elsewhere: readonly ForeignCopy[]
  names: Iterable<string>
}

/**
 * The receipt of what was erased and may be in the database's files still. The names stand in it as salted hashes: who knows one
 * can check it, and nobody can look it up.
 */
export function receiptOf(
  { counts, elsewhere, names }: Erasure,
  { partnerId }: Subject,
  by: string,
): ErasureReceipt {
  const salt = randomText(24)
  return hashed({
    id: `er-${randomText(16)}`,
    partnerId,
    at: new Date(),
    by,
    salt,
    subjects: [...names].map((name) => sha256(`${salt}${name}`)),
    erased: counts,
    elsewhere,
    filesScrubbed: false,
  })
}

/** The same receipt once it has left the files. */
export function scrubbedReceipt({ hash: _, ...content }: ErasureReceipt): ErasureReceipt {
  return hashed({ ...content, filesScrubbed: true })
}

function hashed(content: Omit<ErasureReceipt, "hash">): ErasureReceipt {
  return { ...content, hash: sha256(JSON.stringify(content)) }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}
