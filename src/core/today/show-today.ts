import type { ConversationEvent } from "../conversations/conversation.ts"
import type { Partner } from "../partner.ts"
import { startOfDay } from "./start-of-day.ts"
import { Tally } from "./tally.ts"

export type DayEvent = Pick<ConversationEvent, "conversationId" | "type" | "sender" | "data" | "at">

export interface TodayPorts {
  /** A partner's messages and changes of status since then, a few at a time, in their order. */
  eventsSince(partnerId: string, since: Date): AsyncIterable<readonly DayEvent[]>
  /** Conversations begun since then in which something was said or done. */
  conversationsSince(partnerId: string, since: Date): Promise<number>
  /** Conversations that wait for a person now, and those that each agent has. */
  openNow(partnerId: string): Promise<{ waiting: number; ofAgents: ReadonlyMap<number, number> }>
  /** By number; those whose account is closed among them. */
  agents(partnerId: string): Promise<readonly { number: number; name: string; disabled: boolean }[]>
  now(): Date
}

export interface Today {
  /** `2026-11-21`, in the partner's time zone. */
  date: string
  conversations: number
  messages: number
  answeredByBot: number
  handedOver: number
  waiting: number
  open: number
  closed: number
  medianFirstResponseSeconds: number | null
  agents: { number: number; name: string; open: number; closed: number; messages: number }[]
}

/** A partner's figures since midnight in its time zone; docs/desk-api.md says what each means. */
export async function showToday(
  ports: TodayPorts,
  { id, settings }: Pick<Partner, "id" | "settings">,
): Promise<Today> {
  const { date, at } = startOfDay(settings.hours.timeZone, ports.now())
  const tally = new Tally()
  for await (const events of ports.eventsSince(id, at)) for (const event of events) tally.add(event)
  const { waiting, ofAgents } = await ports.openNow(id)
  const agents = (await ports.agents(id)).map(({ number, name, disabled }) => ({
    disabled,
    figures: { number, name, open: ofAgents.get(number) ?? 0, ...tally.of(number) },
  }))
  return {
    date,
    conversations: await ports.conversationsSince(id, at),
    messages: tally.messages,
    answeredByBot: tally.answeredByBot,
    handedOver: tally.handedOver,
    waiting,
    open: [...ofAgents.values()].reduce((sum, open) => sum + open, 0),
    closed: tally.closed,
    medianFirstResponseSeconds: tally.medianFirstResponseSeconds,
    // Who has left is told of as long as there is something to tell.
    agents: agents.flatMap(({ disabled, figures }) =>
      disabled && figures.open + figures.closed + figures.messages === 0 ? [] : figures,
    ),
  }
}
