import { fstatSync } from "node:fs"
import pino, { type Logger } from "pino"
import type { Config } from "./config/schema.ts"
import { maskedLine } from "./masked-line.ts"

export type { Logger }

/** Fields that are blanked wherever they turn up, up to two levels deep. */
const SECRET_FIELDS = [
  "apiKey",
  "api_key",
  "password",
  "token",
  "secret",
  "authorization",
  "cookie",
  "widgetKey",
  "databaseUrl",
  "database_url",
  "dsn",
]

/** Characters of lines that wait to be written. */
const MOST_WAITING = 256 * 1024

/** The journal's priorities, each with the lowest level that has it: fatal, error, warn, info. */
const PRIORITIES = [
  [2, 60],
  [3, 50],
  [4, 40],
  [6, 30],
] as const

/** What every line is made by, whoever reads it: nothing in it says of whom. */
export const LINES = {
  formatters: { log: maskedLine },
  // They are put into words there.
  serializers: { err: (error) => error },
  redact: {
    paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `headers["${field}"]`]),
    censor: "[hidden]",
  },
} satisfies pino.LoggerOptions

/** JSON lines on standard error, or readable lines where that is a terminal. */
export async function createLog(config: Config["log"]): Promise<Logger> {
  const options: pino.LoggerOptions = {
    ...LINES,
    level: config.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { ...LINES.formatters, level: (label) => ({ level: label }) },
  }
  const readable = config.format === "pretty" || (config.format === "auto" && process.stderr.isTTY)
  if (!readable) return pino(options, standardError())
  const { default: pretty } = await import("pino-pretty")
  const colorize = !process.env.NO_COLOR && process.stderr.isTTY
  return pino(
    { ...options, formatters: LINES.formatters },
    pretty({ colorize, destination: 2, sync: true, translateTime: "HH:MM:ss", ignore: "pid,hostname" }),
  )
}

/** Where it takes nothing, as a file on a full disk, lines wait for room, and of too many the latest are lost: nothing ends for it. */
function standardError(): pino.DestinationStream {
  const destination = pino.destination({ dest: 2, sync: true, maxLength: MOST_WAITING })
  // Unheard, each line would throw where it is written.
  destination.on("error", () => {})
  return isJournal() ? withPriority(destination) : destination
}

/** Whether what is written goes to systemd's journal, and not to a file or a pipe that a unit or a script put there. */
function isJournal(): boolean {
  const { JOURNAL_STREAM } = process.env
  if (!JOURNAL_STREAM) return false
  const { dev, ino } = fstatSync(2)
  return JOURNAL_STREAM === `${dev}:${ino}`
}

/** The journal keeps `<3>` as a line's priority: `journalctl -p err` finds it (sd-daemon(3)). */
function withPriority(destination: ReturnType<typeof pino.destination>): pino.DestinationStream {
  const levelled = {
    [Symbol.for("pino.metadata")]: true,
    /** Set before each line. */
    lastLevel: pino.levels.values.info ?? 0,
    write(line: string): void {
      const [priority] = PRIORITIES.find(([, level]) => levelled.lastLevel >= level) ?? [7]
      destination.write(`<${priority}>${line}`)
    },
    /** Before a process ends. */
    flushSync: () => destination.flushSync(),
  }
  return levelled
}
