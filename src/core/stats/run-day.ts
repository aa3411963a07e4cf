import { ChatdError } from "../errors.ts"
import type { Partner } from "../partner.ts"
import { factsOf, isCounted, tenThousandths } from "./conversation-facts.ts"
import { type Day, dayAfter, dayAt, hourAt, type Span, spanOfDay } from "./days.ts"
import type { DayTally } from "./figures.ts"
import type { StatsPorts, StoredDay } from "./ports.ts"
import { Counter, type DeskTally, emptyDesk, tenthOf, zeros } from "./tally.ts"

/** What was done so long ago is written, by every server: their clocks are less far apart. */
export const UNDER_WAY_MS = 60_000

/** Whose day it is. */
export type CountedPartner = Pick<Partner, "id" | "settings">

/**
 * Counts a day anew and stores what it comes to in the place of what was stored. The same rows give the same figures. A day
 * that is not over yet is counted, and not stored: it would be taken for the whole.
 */
export async function runDay(ports: StatsPorts, partner: CountedPartner, day: Day): Promise<DayTally> {
  const since = ports.now().getTime()
  const counted = await countDay(ports, partner, day)
  const { timeZone } = partner.settings.hours
  if (isOver(timeZone, day, ports.now())) await ports.saveDay(partner.id, { ...counted, timeZone }, since)
  return counted
}

/** When the last day ended to which nothing can come any more but what is in its conversations. */
export function endOfLastDay(timeZone: string, now: Date): number {
  return spanOfDay(timeZone, lastOver(timeZone, now)).to
}

/** The last day that is over: for a minute after midnight it is still the one before yesterday. */
export function lastOver(timeZone: string, now: Date): Day {
  const yesterday = dayAfter(dayAt(timeZone, now.getTime()), -1)
  return isOver(timeZone, yesterday, now) ? yesterday : dayAfter(yesterday, -1)
}

/** Whether nothing can come to a day any more but what is in its conversations. */
function isOver(timeZone: string, day: Day, now: Date): boolean {
  return spanOfDay(timeZone, day).to + UNDER_WAY_MS <= now.getTime()
}

/** Whether what is stored of a day holds, whatever there is to count it from. */
export function isKept({ day, timeZone }: Pick<StoredDay, "day" | "timeZone">, keptUpTo: number): boolean {
  return spanOfDay(timeZone, day).from < keptUpTo
}

/**
 * Days that can be counted anew.
 *
 * @throws {ChatdError} `conflict` naming the first that cannot
 */
export async function requireCountable(
  ports: Pick<StatsPorts, "storedDays" | "keptUpTo">,
  { id }: CountedPartner,
  { from, to }: { from: Day; to: Day },
): Promise<void> {
  const keptUpTo = await ports.keptUpTo(id)
  const kept = (await ports.storedDays(id, from, to)).find((day) => isKept(day, keptUpTo))
  if (!kept) return
  throw new ChatdError(
    "conflict",
    `${kept.day} cannot be counted anew: some of what happened then has been erased by its age, and its figures are kept.`,
    { field: "from" },
  )
}

/** Counts a day out of the raw rows. */
export async function countDay(
  ports: StatsPorts,
  { id, settings }: CountedPartner,
  day: Day,
): Promise<DayTally> {
  const { timeZone } = settings.hours
  const span = spanOfDay(timeZone, day)
  const counter = new Counter()
  for await (const facts of factsIn(ports, id, span))
    for (const one of facts) counter.add(one, hourAt(timeZone, one.startedAt))
  return {
    day,
    conversations: counter.conversations,
    agents: counter.agents,
    desk: await countDesk(ports, id, span),
  }
}

/** The conversations that were begun in a span, a few at a time. */
export async function* factsIn(ports: Pick<StatsPorts, "conversationsIn">, partnerId: string, span: Span) {
  for await (const records of ports.conversationsIn(partnerId, span)) {
    yield records
      .filter(isCounted)
      .map(factsOf)
      .filter(({ startedAt }) => span.from <= startedAt && startedAt < span.to)
  }
}

async function countDesk(ports: StatsPorts, partnerId: string, span: Span): Promise<DeskTally> {
  const { crm } = emptyDesk()
  const confidence = zeros(10)
  for await (const questions of ports.questionsIn(partnerId, span))
    for (const { agentType, smallTalk, escalation, confidence: sure } of questions) {
      if (agentType === "chat" || smallTalk) continue
      crm.questions++
      if (escalation === undefined) crm.answered++
      else crm.escalated++
      // Who asks for a person has asked nothing that could be looked up.
      if (escalation === "human_requested") continue
      const tenth = tenthOf(tenThousandths(sure))
      confidence[tenth] = (confidence[tenth] ?? 0) + 1
    }
  const feedback = await ports.thumbsIn(partnerId, span)
  return { crm: { ...crm, confidence, feedback }, tickets: await ports.ticketsIn(partnerId, span) }
}
