import type { AuditEntry } from "../audit.ts"
import { ChatdError } from "../errors.ts"
import type { Account } from "./account.ts"
import type { Agent } from "./agent.ts"
import { type Failures, withAttempt, withoutAttempt } from "./lock-out.ts"

export interface SignInInput {
  email: string
  password: string
  /** Of the second factor, where one is set. */
  code?: string
  /** Where several partners know the address. */
  partnerId?: string
  /** What the token is called in lists. */
  label: string
}

export interface SignIn {
  agent: Agent
  /** Shown this once. */
  token: string
  tokenId: string
  expiresAt: Date
}

export interface SignInPorts {
  /** Those with this address whose accounts are open. */
  accountsByEmail(email: string, partnerId: string | undefined): Promise<Account[]>
  /** Takes as long without a hash, and is false. */
  verifyPassword(password: string, hash: string | undefined): Promise<boolean>
  /** Whether a code is right now and was not used before; it is used by that. */
  takeCode(account: Account, code: string, at: Date): Promise<boolean>
  /**
   * Changes what is known of failures under a key. Nobody else changes it in between.
   *
   * @param change undefined: it stays
   */
  changeFailures(
    key: string,
    change: (before: Failures | undefined) => Failures | undefined,
  ): Promise<{ before: Failures | undefined; after: Failures | undefined }>
  /** Stores a token, forgets the failures and notes it, all or nothing. */
  openToken(
    agent: Agent,
    label: string,
    key: string,
    entry: AuditEntry,
    at: Date,
  ): Promise<Omit<SignIn, "agent">>
  note(entry: AuditEntry, at: Date): Promise<void>
  now(): Date
}

/** Under what an account's failures are counted. */
export function failuresKey({ id }: Pick<Agent, "id">): string {
  return `agent:${id}`
}

interface Candidate {
  key: string
  account: Account | undefined
  failures: Failures
}

type OpenedCandidate = Candidate & { account: Account }

/**
 * Lets an agent in. An address that nobody has and a wrong password look the same, take the same time, and are locked alike.
 *
 * @throws {ChatdError} `unauthenticated`, naming `code` where the second factor is missing or wrong; `rate_limited` while
 * the account is locked; `invalid_input` naming `partner` where several would open
 */
export async function signIn(ports: SignInPorts, input: SignInInput): Promise<SignIn> {
  const email = input.email.trim().toLowerCase()
  const accounts = await ports.accountsByEmail(email, input.partnerId)
  const candidates = await counted(ports, accounts, `address:${email}`)
  const opened = await openedBy(ports, candidates, input.password)
  const [one] = opened
  if (!one) throw new ChatdError("unauthenticated", "The e-mail address or the password is wrong.")
  if (opened.length > 1) {
    for (const { key } of opened) await takeBack(ports, key)
    throw new ChatdError("invalid_input", "partner is needed: several know this address and password.", {
      field: "partner",
    })
  }
  await checkSecondFactor(ports, one, input.code)
  const { agent } = one.account
  const entry = auditOf(agent, "signed_in", { label: input.label })
  return { agent, ...(await ports.openToken(agent, input.label, one.key, entry, ports.now())) }
}

/** What may be tried now; each is counted as a failure until it turns out to be none. */
async function counted(
  ports: SignInPorts,
  accounts: readonly Account[],
  unknownKey: string,
): Promise<Candidate[]> {
  const all = accounts.map((account) => ({ key: failuresKey(account.agent), account }))
  const tried: Candidate[] = []
  const locked: number[] = []
  for (const { key, account } of all.length > 0 ? all : [{ key: unknownKey, account: undefined }]) {
    const now = ports.now().getTime()
    const { before, after } = await ports.changeFailures(key, (known) => withAttempt(known, now))
    if (after) tried.push({ key, account, failures: after })
    else locked.push((before?.lockedUntil ?? now) - now)
  }
  if (tried.length > 0) return tried
  throw new ChatdError("rate_limited", "There were too many attempts to sign in with this address.", {
    resetInSeconds: Math.min(...locked) / 1000,
  })
}

async function openedBy(
  ports: SignInPorts,
  candidates: readonly Candidate[],
  password: string,
): Promise<OpenedCandidate[]> {
  const opened: OpenedCandidate[] = []
  for (const [i, { account, ...rest }] of candidates.entries()) {
    const isRight = await ports.verifyPassword(password, account?.passwordHash).catch(async (error) => {
      // Nothing was tried: that too many others sign in is nobody's fault here.
      for (const { key } of candidates.slice(i)) await takeBack(ports, key)
      throw error
    })
    if (isRight && account) opened.push({ account, ...rest })
    else await noteLock(ports, account, rest.failures)
  }
  return opened
}

async function checkSecondFactor(
  ports: SignInPorts,
  { key, account, failures }: OpenedCandidate,
  code: string | undefined,
): Promise<void> {
  if (!account.secondFactor?.inForce) return
  if (!code) {
    await takeBack(ports, key)
    throw needsCode("A code of the second factor is needed.")
  }
  if (await ports.takeCode(account, code, ports.now())) return
  await noteLock(ports, account, failures)
  throw needsCode("The code is wrong, or was used already. Wait for the next one.")
}

function needsCode(sentence: string): ChatdError {
  return new ChatdError("unauthenticated", sentence, { field: "code" })
}

async function takeBack(ports: SignInPorts, key: string): Promise<void> {
  await ports.changeFailures(key, (known) => known && withoutAttempt(known))
}

async function noteLock(
  ports: SignInPorts,
  account: Account | undefined,
  { count, lockedUntil }: Failures,
): Promise<void> {
  if (!account || lockedUntil === 0) return
  const until = new Date(lockedUntil).toISOString()
  await ports.note(auditOf(account.agent, "locked_out", { failures: count, until }), ports.now())
}

function auditOf(
  { partnerId, email }: Agent,
  action: AuditEntry["action"],
  details: AuditEntry["details"],
): AuditEntry {
  return { partnerId, actor: email, action, target: email, ...(details && { details }) }
}
