/** So long SQLite itself waits for another process, with our event loop standing still. */
export const BLOCKING_MS = 50
/** Between attempts everybody else goes on. */
const PAUSE_MS = 25

/** How long a write waits while another process holds the database. Commands have time. */
export const PATIENCE_MS = { server: 2_000, command: 10_000 } as const

export function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY")
}

/**
 * Tries again and again while another process holds the database.
 *
 * @param pause waits before another attempt
 * @throws what the last attempt throws
 */
export async function whileBusy<T>(
  patienceMs: number,
  attempt: () => T | Promise<T>,
  pause: (ms: number) => Promise<void> = Bun.sleep,
): Promise<T> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error
    }
    await pause(PAUSE_MS)
  }
}
