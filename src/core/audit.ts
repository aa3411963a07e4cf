/** What somebody did that the partner may want to know of later. */
export interface AuditEntry {
  partnerId: string
  /** An agent's address, `operator`, or `chatd` for what the server does by itself. */
  actor: string
  action: AuditAction
  /** What it was done to: an agent's address, a setting, a key's first characters. */
  target?: string
  /** Never a secret. */
  details?: Readonly<Record<string, unknown>>
}

/** Whoever runs the server, at its command line. */
export const OPERATOR = "operator"

/** A company that registered itself. */
export const REGISTRATION = "registration"

/** Nobody: the server itself did it, by a rule. */
export const SERVER = "chatd"

/** All that is noted, in the words in which it is stored. */
export const AUDIT_ACTIONS = [
  "signed_in",
  "locked_out",
  "unlocked",
  "password_changed",
  "second_factor_set",
  "second_factor_removed",
  "token_revoked",
  "signed_out_everywhere",
  "agent_added",
  "agent_changed",
  "agent_disabled",
  "settings_changed",
  "key_made",
  "key_revoked",
  "customer_changed",
  "customer_exported",
  "customer_erased",
  "customer_signed_out",
  "retention_applied",
  "encryption_rotated",
  "canned_reply_added",
  "canned_reply_changed",
  "canned_reply_removed",
  "intent_example_added",
  "intent_example_removed",
  "webhook_added",
  "webhook_changed",
  "webhook_removed",
  "webhook_secret_replaced",
  "webhook_replayed",
  "webhook_paused",
  "webhook_switched_off",
  "mail_template_changed",
  "mail_template_reset",
  "job_retried",
  "job_dropped",
  "article_added",
  "article_changed",
  "site_refreshed",
  "site_removed",
  "figures_counted",
  "documents_read",
  "articles_removed",
  "knowledge_base_removed",
  "knowledge_base_tuned",
  "partner_created",
  "backup_made",
  "backup_restored",
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

export interface StoredAuditEntry extends AuditEntry {
  id: number
  at: Date
}

/** What was done to the installation, and stands in no partner's log: a partner's own log goes with the partner. */
export interface ServerAuditEntry extends Omit<AuditEntry, "partnerId" | "action"> {
  action: ServerAuditAction
}

export type ServerAuditAction =
  | "partner_created"
  | "partner_removed"
  | "invitation_made"
  | "job_retried"
  | "job_dropped"

export interface StoredServerAuditEntry extends ServerAuditEntry {
  id: number
  at: Date
}
