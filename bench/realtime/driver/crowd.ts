import type { ServerProcess } from "../server-process.ts"
import type { Connection, Target } from "../targets/target.ts"
import { Ledger, parseName } from "./ledger.ts"
import { Speaker } from "./speaker.ts"

const BACK_AFTER_MS = 20
const QUIET_TIMEOUT_MS = 20_000

interface CrowdOptions {
  target: Target
  server: ServerProcess
  customers: number
  agents: number
  acknowledged?(speaker: Speaker): void
  delivered?(message: { customer: number; number: number }): void
}

/** Customers, and the agents who have their conversations, all connected. */
export class Crowd {
  readonly ledger = new Ledger()
  readonly #agents: Connection[] = []
  #gone = false

  private constructor(
    private readonly options: CrowdOptions,
    readonly speakers: readonly Speaker[],
  ) {}

  static async gather(options: CrowdOptions): Promise<Crowd> {
    const { target, server, customers, agents, acknowledged } = options
    const sessions = await target.openSessions(server.port, customers, agents)
    const speakers = sessions.map(
      (session, index) =>
        new Speaker({ target, port: server.port, session, index, ...(acknowledged && { acknowledged }) }),
    )
    const crowd = new Crowd(options, speakers)
    await Promise.all(Array.from({ length: agents }, (_, i) => crowd.#connectAgent(i + 1)))
    await inBatches(speakers, (speaker) => speaker.connect())
    return crowd
  }

  get acknowledged(): number {
    return this.speakers.reduce((sum, speaker) => sum + speaker.acknowledged, 0)
  }

  get sent(): number[] {
    return this.speakers.map((speaker) => speaker.sent)
  }

  /** Waits until everything sent is acknowledged and, where `delivered`, has reached its agent. */
  async quiet({ delivered }: { delivered: boolean }): Promise<void> {
    const until = performance.now() + QUIET_TIMEOUT_MS
    const total = this.sent.reduce((sum, sent) => sum + sent, 0)
    while (!this.speakers.every(({ isQuiet }) => isQuiet) || (delivered && this.ledger.count < total)) {
      if (performance.now() > until) return
      await Bun.sleep(5)
    }
  }

  disperse(): void {
    this.#gone = true
    for (const speaker of this.speakers) speaker.drop()
    for (const agent of this.#agents) agent.drop()
  }

  #connectAgent(agent: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { target, server, delivered } = this.options
    this.#agents[agent - 1] = target.connectAgent(server.port, agent, {
      ready: resolve,
      message: (text) => {
        const message = parseName(text)
        // What assigned the conversation is the agent's own.
        if (Number.isNaN(message.number)) return
        this.ledger.arrived(message)
        delivered?.(message)
      },
      closed: () => {
        if (!this.#gone) setTimeout(() => this.#connectAgent(agent).then(resolve), BACK_AFTER_MS)
      },
    })
    return promise
  }
}

/** As many at once as fit any server's queue of connections that it has not accepted yet. */
export async function inBatches<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await task(item)
  }
  await Promise.all(Array.from({ length: 200 }, worker))
}
