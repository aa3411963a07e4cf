/** What the database is sealed with. */
export interface EncryptionPorts {
  status(): Promise<EncryptionStatus>
  /** Notes in the audit log that everything is to be sealed with the current key, and begins. */
  start(partnerId: string, actor: string): Promise<void>
}

export interface EncryptionStatus {
  /** `plain`: what is written is not sealed. */
  current: string
  /** Keys that texts may be sealed with; `plain` among them where some may not be sealed. */
  keys: readonly { id: string; addedAt: Date; rotatingSince: Date | undefined }[]
  progress: { rows: number; total: number; startedAt: Date } | undefined
}
