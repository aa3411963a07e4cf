import { ChatdError } from "../core/errors.ts"

/**
 * SQLite: locked, full, not to be written, or a disk that fails. Postgres: no connection, shutting down, out of something,
 * read-only, as a standby is, or over a time that its operator has set.
 */
const CODES =
  /^(SQLITE_(BUSY|CANTOPEN|FULL|IOERR|LOCKED|READONLY)|08|25(006|P03)$|53|55(000|P03)$|57(P|014$)|E(CONN|PIPE|HOST|NET|TIMEDOUT))/
/** What a way to Postgres begins with. Its name may be known, and its socket be there, only while it runs. */
const WAY_THERE: ReadonlySet<unknown> = new Set(["getaddrinfo", "connect"])
/** What `pg` says without a code. */
const SENTENCES =
  /connection terminated|timeout (?:exceeded|expired)|query read timeout|client has encountered a connection error/i

/** The fault itself, or, where the same call may work later, one that says so to whoever called. */
export function unavailableOr(fault: unknown): unknown {
  if (!(fault instanceof Error) || fault instanceof ChatdError) return fault
  const { code, syscall } = fault as { code?: unknown; syscall?: unknown }
  const isNoWay = WAY_THERE.has(syscall)
  const passes = isNoWay || (typeof code === "string" ? CODES.test(code) : SENTENCES.test(fault.message))
  if (!passes) return fault
  return new ChatdError("unavailable", "The database is not available just now. Please try again.", {
    cause: fault,
  })
}
