import { ChatdError } from "../errors.ts"
import { type Day, dayAfter, dayAt, daysOf, spanOfDay } from "./days.ts"
import { type DayTally, type Figures, figuresFrom } from "./figures.ts"
import type { StatsPorts, StoredDay } from "./ports.ts"
import { type CountedPartner, countDay, isKept, UNDER_WAY_MS } from "./run-day.ts"
import { emptyConversations, emptyDesk } from "./tally.ts"

/** Days that are shown at once: thirteen months, to compare one with that of the year before. */
const MOST_DAYS = 400

/** Both days are in it. */
export interface DaySpan {
  from: Day
  to: Day
}

/**
 * A partner's figures of some days in its time zone. They are always of the rows as they are: what is stored serves for days
 * in whose conversations nothing has happened since, and the others, today among them, are counted now.
 *
 * @throws {ChatdError} `invalid_input` naming `from` or `to`
 */
export async function figuresOf(ports: StatsPorts, partner: CountedPartner, span: DaySpan): Promise<Figures> {
  const { timeZone } = partner.settings.hours
  requireSpan(span, dayAt(timeZone, ports.now().getTime()))
  const days = await tallies(ports, partner, span)
  const agents = await ports.agents(partner.id)
  const figures = figuresFrom(days, agents)
  const gone = new Set(agents.flatMap(({ number, disabled }) => (disabled ? number : [])))
  return {
    ...figures,
    agents: figures.agents.filter(({ number, conversations }) => conversations > 0 || !gone.has(number)),
  }
}

/** @throws {ChatdError} `invalid_input` naming `from` or `to` */
export function requireSpan({ from, to }: DaySpan, today: Day): void {
  if (from > to)
    throw new ChatdError("invalid_input", `from must not be after to (${to}).`, { field: "from" })
  if (to > today) {
    throw new ChatdError("invalid_input", `to must not be after today (${today}).`, { field: "to" })
  }
  if (daysOf(from, to).length <= MOST_DAYS) return
  const first = dayAfter(to, 1 - MOST_DAYS)
  throw new ChatdError(
    "invalid_input",
    `from must be ${first} or later: at most ${MOST_DAYS} days are shown.`,
    {
      field: "from",
    },
  )
}

async function tallies(
  ports: StatsPorts,
  partner: CountedPartner,
  { from, to }: DaySpan,
): Promise<DayTally[]> {
  const { timeZone } = partner.settings.hours
  const stored = new Map((await ports.storedDays(partner.id, from, to)).map((day) => [day.day, day]))
  const oldest = (await ports.firstAt(partner.id)) ?? ports.now().getTime()
  const first = dayAt(timeZone, oldest)
  const touched = stored.size > 0 ? await touchedDays(ports, partner) : new Set<Day>()
  const keptUpTo = await ports.keptUpTo(partner.id)
  const all: DayTally[] = []
  for (const day of daysOf(from, to)) {
    const there = stored.get(day)
    // What was over before the oldest row that there is cannot be counted again.
    const isAll = there && (spanOfDay(there.timeZone, day).to <= oldest || isKept(there, keptUpTo))
    const holds = there && (isAll || (isCurrent(there, timeZone, ports.now()) && !touched.has(day)))
    all.push(holds ? there : day < first ? nothingOn(day) : await countDay(ports, partner, day))
  }
  return all
}

/** Whether a day was counted as days are counted now, and not by a clock that was ahead and has been put right since. */
export function isCurrent(
  stored: Pick<StoredDay, "isPresent" | "timeZone" | "countedAt">,
  timeZone: string,
  now: Date,
): boolean {
  return stored.isPresent && stored.timeZone === timeZone && !isAhead(stored.countedAt, now)
}

/** Later than any server's clock shows now. */
function isAhead(at: number, now: Date): boolean {
  return at > now.getTime() + UNDER_WAY_MS
}

/** Days whose conversations may have changed since they were stored. */
export async function touchedDays(
  ports: Pick<StatsPorts, "startsOfTouched" | "countedUpTo" | "now">,
  { id, settings }: CountedPartner,
): Promise<Set<Day>> {
  const touched = new Set<Day>()
  const upTo = await ports.countedUpTo(id)
  // Up to when it was, if that clock was ahead, nobody knows.
  const since = isAhead(upTo, ports.now()) ? 0 : upTo
  for await (const starts of ports.startsOfTouched(id, since))
    for (const start of starts) touched.add(dayAt(settings.hours.timeZone, start))
  return touched
}

function nothingOn(day: Day): DayTally {
  return { day, conversations: emptyConversations(), desk: emptyDesk(), agents: [] }
}
