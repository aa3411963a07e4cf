import { type Day, dayAfter, dayAt, daysOf } from "./days.ts"
import type { ConversationFigures, Figures } from "./figures.ts"
import type { StatsPorts } from "./ports.ts"
import { type QuestionFigures, questionsOf } from "./questions.ts"
import type { CountedPartner } from "./run-day.ts"
import { type DaySpan, figuresOf } from "./show-stats.ts"

/** What `chatd stats` shows. */
export interface StatsReport extends Figures, QuestionFigures, DaySpan {
  timeZone: string
  /** Of as many days before, to compare with; null where not all of them were days of service. */
  before: (ConversationFigures & DaySpan) | null
}

/**
 * A span's figures with its questions, and those of the span before.
 *
 * @param span today where a day is absent; a span of one day where one is
 * @throws {ChatdError} `invalid_input` naming `from` or `to`
 */
export async function reportOf(
  ports: StatsPorts,
  partner: CountedPartner,
  { from: first, to: last }: Partial<DaySpan>,
): Promise<StatsReport> {
  const { timeZone } = partner.settings.hours
  const today = dayAt(timeZone, ports.now().getTime())
  const to = last ?? today
  const from = first ?? to
  const figures = await figuresOf(ports, partner, { from, to })
  const questions = await questionsOf(ports, partner, { from, to })
  return { from, to, timeZone, ...figures, ...questions, before: await before(ports, partner, { from, to }) }
}

async function before(
  ports: StatsPorts,
  partner: CountedPartner,
  { from, to }: DaySpan,
): Promise<StatsReport["before"]> {
  const span = spanBefore(from, to)
  if (!(await isServed(ports, partner, span.from))) return null
  const { agents: _, days: __, crm: ___, tickets: ____, ...figures } = await figuresOf(ports, partner, span)
  return { ...span, ...figures }
}

/** Rows of a day that has figures may be gone. */
async function isServed(ports: StatsPorts, { id, settings }: CountedPartner, day: Day): Promise<boolean> {
  const firstAt = await ports.firstAt(id)
  if (firstAt !== undefined && day >= dayAt(settings.hours.timeZone, firstAt)) return true
  return (await ports.storedDays(id, day, day)).length > 0
}

/** As many days, and right before. */
function spanBefore(from: Day, to: Day): DaySpan {
  const days = daysOf(from, to).length
  return { from: dayAfter(from, -days), to: dayAfter(from, -1) }
}
