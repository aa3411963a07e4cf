const EVERY_MS = 10
/** Less than a test has: what is waited for in vain is named. Much longer than anything takes on a machine with nothing else to do. */
const USUAL_MS = 30_000

/**
 * Waits until `probe` gives something, looking again and again; fails with the sentence when it never does.
 *
 * @example const mail = await until("the mail has arrived", () => mails[0])
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  withinMs = USUAL_MS,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const value = await probe()
    if (value) return value
    if (performance.now() > deadline) throw new Error(`After ${withinMs} ms it is not so that ${what}.`)
    await Bun.sleep(EVERY_MS)
  }
}
