const ATTEMPTS = 5
/** Two transactions of Postgres were in each other's way, and this one was chosen to give way. */
const CONTENTION = /^40(001|P01)$/

/** Runs a transaction again where the database took it back for another one's sake. */
export async function withRetries<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction()
    } catch (error) {
      const code = (error as { code?: unknown } | null)?.code
      if (attempt >= ATTEMPTS || typeof code !== "string" || !CONTENTION.test(code)) throw error
    }
  }
}
