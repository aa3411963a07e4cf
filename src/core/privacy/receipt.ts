/** What was erased, without saying whose it was. */
export interface ErasureReceipt {
  id: string
  partnerId: string
  at: Date
  /** Who erased it: an agent's address, or `operator`. */
  by: string
  /** SHA-256 of `salt` and of what the person was called, each: who knows a name can check it, and nobody finds one. */
  salt: string
  subjects: readonly string[]
  /** How many rows of what. */
  erased: Readonly<Record<string, number>>
  /** What other systems hold copies of. They must be erased there. */
  elsewhere: readonly ForeignCopy[]
  /** Whether what was deleted has also left the database's files. */
  filesScrubbed: boolean
  /** SHA-256 of everything above. */
  hash: string
}

export interface ForeignCopy {
  system: string
  id: string
  url: string | null
}
