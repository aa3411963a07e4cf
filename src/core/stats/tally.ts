import { type ConversationFacts, OUTCOMES, type Outcome } from "./conversation-facts.ts"

/** How often each number of whole seconds came, the shortest first: days put together give exact medians. */
export type Times = readonly (readonly [seconds: number, count: number])[]

/** What a day's conversations come to; days add up. */
export interface ConversationTally {
  conversations: number
  /** Not closed yet when it was counted. */
  open: number
  messages: { customer: number; bot: number; agent: number }
  outcomes: Readonly<Record<Outcome, number>>
  handedOver: number
  handoffs: number
  transfers: number
  reopened: number
  botFirstResponse: Times
  personFirstResponse: Times
  personResponseToWish: Times
  queueWait: Times
  botResolution: Times
  personResolution: Times
  /** Tenths of confidence, the lowest first. */
  confidence: readonly number[]
  feedback: { up: number; down: number }
  /** Of 1 to 5. */
  ratings: readonly number[]
  /** By the hour at which they were begun, 0 to 23. */
  hours: readonly number[]
}

/** What one agent did in a day's conversations. */
export interface AgentTally {
  conversations: number
  messages: number
  responseToWish: Times
  resolution: Times
  ratings: readonly number[]
}

/** Questions by the CRM contract and tickets, which are no conversations: each counts on the day on which it came. */
export interface DeskTally {
  crm: {
    questions: number
    answered: number
    escalated: number
    confidence: readonly number[]
    feedback: { up: number; down: number }
  }
  tickets: { opened: number; closed: number }
}

const NO_TIMES: Times = []

/** What no conversations come to. */
export function emptyConversations(): ConversationTally {
  return {
    conversations: 0,
    open: 0,
    messages: { customer: 0, bot: 0, agent: 0 },
    outcomes: Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>,
    handedOver: 0,
    handoffs: 0,
    transfers: 0,
    reopened: 0,
    botFirstResponse: NO_TIMES,
    personFirstResponse: NO_TIMES,
    personResponseToWish: NO_TIMES,
    queueWait: NO_TIMES,
    botResolution: NO_TIMES,
    personResolution: NO_TIMES,
    confidence: zeros(10),
    feedback: { up: 0, down: 0 },
    ratings: zeros(5),
    hours: zeros(24),
  }
}

/** What an agent comes to who did nothing. */
export function emptyAgent(): AgentTally {
  return { conversations: 0, messages: 0, responseToWish: NO_TIMES, resolution: NO_TIMES, ratings: zeros(5) }
}

/** What no questions and no tickets come to. */
export function emptyDesk(): DeskTally {
  const crm = { questions: 0, answered: 0, escalated: 0, confidence: zeros(10), feedback: { up: 0, down: 0 } }
  return { crm, tickets: { opened: 0, closed: 0 } }
}

/** So many counts, of nothing. */
export function zeros(length: number): number[] {
  return Array.from({ length }, () => 0)
}

/** In which tenth a confidence is; certainty belongs to the last one. */
export function tenthOf(tenThousandths: number): number {
  return Math.min(9, Math.floor(tenThousandths / 1000))
}

/** Counts conversations one by one. */
export class Counter {
  readonly #all = new Counts()
  readonly #agents = new Map<number, Counts>()

  /** @param hour at which it was begun, on the partner's wall */
  add(facts: ConversationFacts, hour: number): void {
    this.#all.add(facts, hour)
    for (const { number } of facts.agents) {
      const counts = this.#agents.get(number) ?? new Counts()
      this.#agents.set(number, counts)
      counts.addAgents(facts, number)
    }
  }

  get conversations(): ConversationTally {
    return this.#all.conversations()
  }

  /** By number. */
  get agents(): [number, AgentTally][] {
    return [...this.#agents].sort(([a], [b]) => a - b).map(([number, counts]) => [number, counts.agent()])
  }
}

type TimesName =
  | "botFirstResponse"
  | "personFirstResponse"
  | "personResponseToWish"
  | "queueWait"
  | "botResolution"
  | "personResolution"

class Counts {
  readonly #tally = emptyConversations()
  readonly #times = new Map<TimesName, Map<number, number>>()
  readonly #outcomes = { ...this.#tally.outcomes }
  readonly #confidence = zeros(10)
  readonly #ratings = zeros(5)
  readonly #hours = zeros(24)

  add(facts: ConversationFacts, hour: number): void {
    const tally = this.#tally
    tally.conversations++
    if (facts.closedAt === undefined) tally.open++
    for (const kind of ["customer", "bot", "agent"] as const) tally.messages[kind] += facts.messages[kind]
    this.#outcomes[facts.outcome]++
    if (facts.handedOver) tally.handedOver++
    if (facts.tickets > 0) tally.handoffs++
    if (facts.reopened > 0) tally.reopened++
    tally.transfers += facts.transfers
    tally.feedback.up += facts.feedback.up
    tally.feedback.down += facts.feedback.down
    raise(this.#hours, hour)
    for (const confidence of facts.confidences) raise(this.#confidence, tenthOf(confidence))
    if (facts.rating !== undefined) raise(this.#ratings, facts.rating - 1)
    const { seconds } = facts
    for (const name of [
      "botFirstResponse",
      "personFirstResponse",
      "personResponseToWish",
      "queueWait",
    ] as const)
      this.#time(name, seconds[name])
    this.#time(facts.outcome === "answered_by_bot" ? "botResolution" : "personResolution", seconds.resolution)
  }

  /** What of a conversation is an agent's own. */
  addAgents(
    { agents, firstAgent, lastAgent, outcome, seconds, rating }: ConversationFacts,
    number: number,
  ): void {
    this.#tally.conversations++
    this.#tally.messages.agent += agents.find((agent) => agent.number === number)?.messages ?? 0
    if (firstAgent === number) this.#time("personResponseToWish", seconds.personResponseToWish)
    if (lastAgent !== number) return
    // What an agent began with and the bot answered is the bot's.
    if (outcome === "answered_by_person") this.#time("personResolution", seconds.resolution)
    if (rating !== undefined) raise(this.#ratings, rating - 1)
  }

  conversations(): ConversationTally {
    return {
      ...this.#tally,
      outcomes: this.#outcomes,
      confidence: this.#confidence,
      ratings: this.#ratings,
      hours: this.#hours,
      botFirstResponse: this.#sorted("botFirstResponse"),
      personFirstResponse: this.#sorted("personFirstResponse"),
      personResponseToWish: this.#sorted("personResponseToWish"),
      queueWait: this.#sorted("queueWait"),
      botResolution: this.#sorted("botResolution"),
      personResolution: this.#sorted("personResolution"),
    }
  }

  agent(): AgentTally {
    return {
      conversations: this.#tally.conversations,
      messages: this.#tally.messages.agent,
      responseToWish: this.#sorted("personResponseToWish"),
      resolution: this.#sorted("personResolution"),
      ratings: this.#ratings,
    }
  }

  #time(name: TimesName, seconds: number | undefined): void {
    if (seconds === undefined) return
    const counts = this.#times.get(name) ?? new Map<number, number>()
    this.#times.set(name, counts)
    counts.set(seconds, (counts.get(seconds) ?? 0) + 1)
  }

  #sorted(name: TimesName): Times {
    return [...(this.#times.get(name) ?? [])].sort(([a], [b]) => a - b)
  }
}

function raise(counts: number[], at: number): void {
  counts[at] = (counts[at] ?? 0) + 1
}
