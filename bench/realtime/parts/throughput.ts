import { Crowd } from "../driver/crowd.ts"
import { addFaults, storedFaults } from "../driver/ledger.ts"
import { AGENTS, CUSTOMERS, type Figures, type Part } from "./part.ts"

const WARM_MS = 2_000

/** Each customer sends the next message as soon as the one before is acknowledged. */
export const throughput: Part = async ({ target, server }, seconds): Promise<Figures> => {
  let talking = true
  const crowd = await Crowd.gather({
    target,
    server,
    customers: CUSTOMERS,
    agents: AGENTS,
    acknowledged: (speaker) => {
      if (talking) speaker.say()
    },
  })
  for (const speaker of crowd.speakers) speaker.say()
  await Bun.sleep(WARM_MS)
  const before = { at: performance.now(), cpu: server.cpuSeconds(), ...countsOf(crowd), load: loadSeconds() }
  await Bun.sleep(seconds * 1_000)
  const after = { at: performance.now(), cpu: server.cpuSeconds(), ...countsOf(crowd), load: loadSeconds() }
  talking = false
  await crowd.quiet({ delivered: true })
  crowd.disperse()
  await server.kill()

  // A message counts once it is both acknowledged and with its agent.
  const messages = Math.min(after.acknowledged - before.acknowledged, after.delivered - before.delivered)
  const elapsed = (after.at - before.at) / 1_000
  const faults = addFaults(crowd.ledger.faults(crowd.sent), storedFaults(target.storedNames(), crowd.sent))
  return {
    rate: messages / elapsed,
    cpu: ((after.cpu - before.cpu) / messages) * 10_000,
    loadCpu: ((after.load - before.load) / elapsed) * 100,
    ...faults,
  }
}

function countsOf(crowd: Crowd): { acknowledged: number; delivered: number } {
  return { acknowledged: crowd.acknowledged, delivered: crowd.ledger.count }
}

function loadSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
