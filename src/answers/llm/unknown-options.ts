import { APIError } from "openai"

/** What of a request not every endpoint or model knows, and how a refusal names it. */
const OPTIONS = [
  ["usage", /stream_options|include_usage/i],
  ["format", /response_format|json[_ ](?:object|mode)/i],
  ["length", /max_tokens/i],
  ["temperature", /temperature/i],
] as const

/** In the order in which they are left out where an endpoint does not say which. */
const LIKELIEST: readonly Option[] = ["usage", "format"]
/** That something of a request is not known. */
const REFUSALS: readonly unknown[] = [400, 422]

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
  if (!(error instanceof APIError) || !REFUSALS.includes(error.status)) return undefined
  const { message, param, code } = error
  const named = OPTIONS.find(
    ([option, name]) => used.includes(option) && name.test(`${param ?? ""} ${message}`),
  )
  if (named) return named[0]
  return param || OF_THE_MESSAGE.has(code) ? undefined : LIKELIEST.find((option) => used.includes(option))
}
