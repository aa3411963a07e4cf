import { percentile } from "../../support/measure.ts"
import { Crowd } from "../driver/crowd.ts"
import { AGENTS, CUSTOMERS, type Figures, type Part } from "./part.ts"

const OFFERED_PER_SECOND = 2_000
const WARM_SECONDS = 2

/**
 * Messages are due at fixed times, whatever the server does, and a message's time runs from when it was due: a server that
 * stalls is charged for everything that had to wait meanwhile.
 */
export const latency: Part = async ({ target, server }, seconds): Promise<Figures> => {
  const total = OFFERED_PER_SECOND * (WARM_SECONDS + seconds)
  const warm = OFFERED_PER_SECOND * WARM_SECONDS
  const took: number[] = []
  let startedAt = 0
  const crowd = await Crowd.gather({
    target,
    server,
    customers: CUSTOMERS,
    agents: AGENTS,
    delivered: ({ customer, number }) => {
      const position = number * CUSTOMERS + customer
      if (position >= warm) took.push(performance.now() - startedAt - dueMs(position))
    },
  })
  startedAt = performance.now()
  let position = 0
  while (position < total) {
    while (position < total && startedAt + dueMs(position) <= performance.now())
      crowd.speakers[position++ % CUSTOMERS]?.say()
    // A timer would be up to a millisecond late; the load has its core to itself.
    await new Promise((resolve) => setImmediate(resolve))
  }
  await crowd.quiet({ delivered: true })
  crowd.disperse()
  await server.kill()
  return { p50: percentile(took, 0.5), p99: percentile(took, 0.99), ...crowd.ledger.faults(crowd.sent) }
}

function dueMs(position: number): number {
  return (position * 1_000) / OFFERED_PER_SECOND
}
