import { ConfigError } from "../src/config/faults.ts"
import { ChatdError } from "../src/core/errors.ts"
import { MachineLacks } from "../src/native/machine.ts"
import { notAllowedSaid, READ_ONLY } from "../src/storage/fault-code.ts"
import { damageSaid } from "../src/storage/sqlite/damage.ts"
import { DatabaseLost } from "../src/storage/sqlite/database-lost.ts"
import { safeText } from "./terminal-text.ts"

/**
 * Exit codes, which docs/cli.md lists for those who write scripts: 1 the command's own "no" (a missed goal, an unreadable
 * file, a full disk), 2 wrong use, 3 nothing by that name, 4 not signed in or not allowed, 69 what it needs does not
 * answer, 70 a fault of ours, 74 a database that was there has gone, 75 too often, as sysexits.h has these four; 130 what a shell reports of a command that Ctrl-C ended.
 */
export const EXIT = {
  no: 1,
  usage: 2,
  notFound: 3,
  notAllowed: 4,
  unreachable: 69,
  internal: 70,
  databaseLost: 74,
  tooOften: 75,
  interrupted: 130,
} as const

/** A failure that the user can mend; its message is all they need. */
export class CommandFailure extends Error {
  constructor(
    message: string,
    readonly exitCode: number = EXIT.no,
  ) {
    super(message)
  }
}

/** Says what went wrong on standard error and returns the exit code. */
export function reportFailure(error: unknown): number {
  if (error instanceof ConfigError) {
    console.error(error.faults.map((fault) => `${fault.where}: ${fault.problem}`).join("\n"))
    return EXIT.usage
  }
  if (error instanceof CommandFailure) {
    console.error(safeText(error.message))
    return error.exitCode
  }
  if (error instanceof MachineLacks) {
    console.error(error.message)
    return EXIT.no
  }
  if (error instanceof ChatdError) {
    const cause = error.code === "unavailable" ? placeFault(error.cause) : undefined
    if (cause) {
      console.error(cause)
      return EXIT.no
    }
    console.error(safeText(error.message))
    if (error instanceof DatabaseLost) return EXIT.databaseLost
    if (error.code === "unavailable") return EXIT.unreachable
    if (error.code === "not_found") return EXIT.notFound
    return error.code === "invalid_input" ? EXIT.usage : EXIT.no
  }
  const place = placeFault(error)
  if (place) {
    console.error(place)
    return EXIT.no
  }
  console.error(
    process.env.CHATD_LOG_LEVEL === "debug" ? error : `chatd: ${(error as Error).message ?? error}`,
  )
  return EXIT.internal
}

/** Files, folders and tables that may not be had, full disks and damaged databases are what the user can mend. */
export function placeFault(error: unknown): string | undefined {
  const said = damageSaid(error) ?? notAllowedSaid(error)
  if (said) return said
  const { code = "", path } = (error ?? {}) as NodeJS.ErrnoException
  const place = path ?? "The file"
  if (/^(ENOSPC|SQLITE_FULL)/.test(code)) return "The disk is full."
  // Postgres' sign for it.
  if (code === "25006") return READ_ONLY
  if (/^SQLITE_(READONLY|CANTOPEN)/.test(code))
    return "The database cannot be opened or written: give this user rights to the data folder and to what is in it."
  if (/^E(ACCES|PERM)$/.test(code)) return `${place} cannot be read or written: this user has no right to it.`
  if (code === "EROFS") return `${place} cannot be written: it is on a disk that is only read.`
  if (code === "EISDIR") return `${place} is a folder.`
  if (code === "ENOTDIR") return `${place} is within a file, which is no folder.`
  return undefined
}
