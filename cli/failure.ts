import { ConfigError } from "../src/config/faults.ts"
import { ChatdError } from "../src/core/errors.ts"

/** Exit codes: 1 the command's own "no" (a missed goal, an unreadable file), 2 wrong use, 70 a fault of ours. */
export const EXIT = { no: 1, usage: 2, internal: 70 } as const

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
    console.error(error.message)
    return error.exitCode
  }
  if (error instanceof ChatdError) {
    console.error(error.message)
    return error.code === "invalid_input" ? EXIT.usage : EXIT.no
  }
  console.error(
    process.env.CHATD_LOG_LEVEL === "debug" ? error : `chatd: ${(error as Error).message ?? error}`,
  )
  return EXIT.internal
}
