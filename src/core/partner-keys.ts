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
  /**
   * Stores a key; the partner's live ones of its kind end at `end`, where they don't end sooner, and are returned. Without
   * `end` they are left alone.
   */
  replaceKeys(partnerId: string, made: NewKey, end: Date | undefined, at: Date): Promise<PartnerKey[]>
  /** Characters that nobody can guess. */
  random(length: number): string
  now(): Date
}

const FORMS: Readonly<Record<KeyKind, { prefix: string; length: number }>> = {
  secret: { prefix: "sk_", length: 40 },
  widget: { prefix: "pk_", length: 24 },
  identity: { prefix: "is_", length: 40 },
}

/** A key of the form of its kind, from random letters and digits. */
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
export async function rotateKey(
  ports: KeyPorts,
  { partnerId, kind, label, graceMs }: RotateKeyInput,
): Promise<{ made: NewKey; ended: PartnerKey[] }> {
  const made = makeKey(kind, ports.random, label === undefined ? undefined : checkedLabel(label))
  const at = ports.now()
  const end = graceMs === undefined ? undefined : new Date(at.getTime() + graceMs)
  return { made, ended: await ports.replaceKeys(partnerId, made, end, at) }
}

function checkedLabel(text: string): string {
  const label = text.trim()
  if (label !== "" && label.length <= 100) return label
  throw new ChatdError("invalid_input", "label must have 1 to 100 characters.", { field: "label" })
}
