import { APIError } from "openai"

/** What of a request not every endpoint knows, in the order in which it is left out where an endpoint does not say which. */
const OPTIONS = [
  ["usage", /stream_options|include_usage/i],
  ["format", /response_format|json[_ ](?:object|mode)/i],
] as const

export type Option = (typeof OPTIONS)[number][0] | "stream"

/** Endpoints learn, and what was taken for ignorance may have been a passing fault. */
const REMEMBERED_MS = 10 * 60_000
/** A 400 that is about the message, whatever was asked for. */
const OF_THE_MESSAGE: ReadonlySet<unknown> = new Set([
  "content_filter",
  "content_policy_violation",
  "context_length_exceeded",
])

/** What an endpoint has shown not to know, for a while. */
export class UnknownOptions {
  readonly #until = new Map<Option, number>()

  now(): Option[] {
    return [...this.#until].flatMap(([option, until]) => (Date.now() < until ? [option] : []))
  }

  remember(options: readonly Option[]): void {
    for (const option of options) this.#until.set(option, Date.now() + REMEMBERED_MS)
  }
}

/** Which of the options that were used a refusal may mean; undefined where it is about something else. */
export function refusedOption(error: unknown, used: readonly Option[]): Option | undefined {
  if (!(error instanceof APIError) || error.status !== 400) return undefined
  const { message, param, code } = error
  const usable = OPTIONS.filter(([option]) => used.includes(option))
  const named = usable.find(([, name]) => name.test(`${param ?? ""} ${message}`))
  if (named) return named[0]
  return param || OF_THE_MESSAGE.has(code) ? undefined : usable[0]?.[0]
}
