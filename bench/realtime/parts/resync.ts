import { Crowd, inBatches } from "../driver/crowd.ts"
import { AGENTS, type Figures, type Part } from "./part.ts"

const CLIENTS = 2_000
const MISSED = 5
const AWAY_MS = 500

/** Everybody is cut off, comes back with the last number they saw, and is there when they have what they missed. */
export const resync: Part = async ({ target, server }): Promise<Figures> => {
  const seen: number[] = []
  const crowd = await Crowd.gather({
    target,
    server,
    customers: CLIENTS,
    agents: AGENTS,
    acknowledged: (speaker) => {
      if (speaker.sent === 1) seen[speaker.options.index] = speaker.last
      if (speaker.sent <= MISSED) speaker.say()
    },
  })
  for (const speaker of crowd.speakers) speaker.say()
  await crowd.quiet({ delivered: true })
  for (const speaker of crowd.speakers) speaker.drop()
  await Bun.sleep(AWAY_MS)
  const startedAt = performance.now()
  await inBatches([...crowd.speakers.entries()], ([i, speaker]) => speaker.catchUp(seen[i] ?? 0, MISSED))
  const took = performance.now() - startedAt
  crowd.disperse()
  await server.kill()
  return { resync: took }
}
