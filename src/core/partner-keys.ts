import { ChatdError } from "./errors.ts"

/**
 * What a partner's key is for: `secret` for its server's calls, `widget` for its pages, which anybody may read, and
 * `identity` to sign its customers' ids with.
 */
export type KeyKind = "secret" | "widget" | "identity"

export const KEY_KINDS: readonly KeyKind[] = ["secret", "widget", "identity"]

export interface PartnerKey {
  id: number
  kind: KeyKind
  /** How it begins, so that its owner knows it. */
  prefix: string
  /** In clear; undefined for a secret key, which only its owner has. */
  value: string | undefined
  label: string | undefined
  createdAt: Date
  /** To the hour. */
  lastUsedAt: Date | undefined
  /** When it ends, where it does by itself. */
  expiresAt: Date | undefined
  revokedAt: Date | undefined
}

/** A key that has just been made: the only time that a secret one is seen. */
export interface NewKey {
  kind: KeyKind
  key: string
  label?: string
}

export interface RotateKeyInput {
  partnerId: string
  kind: KeyKind
  label?: string
  /** How long the keys before it go on; undefined: they are left as they are. */
  graceMs: number | undefined
}

export interface KeyPorts {
  storeKey(partnerId: string, key: NewKey, at: Date): Promise<void>
  /** Ends the partner's live keys of that kind at `end`, if they don't end sooner; returns them. */
  endKeys(partnerId: string, kind: KeyKind, end: Date, at: Date): Promise<PartnerKey[]>
  /** Runs `work` whole or not at all. */
  together<T>(work: (ports: Omit<KeyPorts, "together">) => Promise<T>): Promise<T>
  /** Characters that nobody can guess. */
  random(length: number): string
  now(): Date
}

const FORMS: Readonly<Record<KeyKind, { prefix: string; length: number }>> = {
  secret: { prefix: "sk_", length: 40 },
  widget: { prefix: "pk_", length: 24 },
  identity: { prefix: "is_", length: 40 },
}

export function makeKey(kind: KeyKind, random: (length: number) => string, label?: string): NewKey {
  const { prefix, length } = FORMS[kind]
  return { kind, key: `${prefix}${random(length)}`, ...(label && { label }) }
}

/** Whether a key opens anything at that moment. */
export function isLive(key: PartnerKey, at: Date): boolean {
  return key.revokedAt === undefined && (key.expiresAt === undefined || key.expiresAt > at)
}

/**
 * Makes a new key, and lets those of its kind before it end after the grace time.
 *
 * @throws {ChatdError} `invalid_input` naming `label`
 */
export function rotateKey(
  ports: KeyPorts,
  input: RotateKeyInput,
): Promise<{ made: NewKey; ended: PartnerKey[] }> {
  const label = input.label?.trim()
  if (label !== undefined && (label === "" || label.length > 100))
    throw new ChatdError("invalid_input", "label must have 1 to 100 characters.", { field: "label" })
  const made = makeKey(input.kind, ports.random, label)
  const at = ports.now()
  const { graceMs } = input
  return ports.together(async ({ endKeys, storeKey }) => {
    const ended =
      graceMs === undefined
        ? []
        : await endKeys(input.partnerId, input.kind, new Date(at.getTime() + graceMs), at)
    await storeKey(input.partnerId, made, at)
    return { made, ended }
  })
}
