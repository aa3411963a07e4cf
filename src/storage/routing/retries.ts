import { isContention } from "../fault-code.ts"

const ATTEMPTS = 5

/** Runs a transaction again where the database took it back for another one's sake. */
export async function withRetries<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction()
    } catch (error) {
      if (attempt >= ATTEMPTS || !isContention(error)) throw error
    }
  }
}
