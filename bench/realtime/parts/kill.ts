import { Crowd } from "../driver/crowd.ts"
import { addFaults, storedFaults } from "../driver/ledger.ts"
import { startServer } from "../server-process.ts"
import { AGENTS, CUSTOMERS, type Figures, type Part } from "./part.ts"

/** The server dies in the middle of the load without a word, comes back, and so does everybody. */
export const kill: Part = async ({ target, server }, seconds): Promise<Figures> => {
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
  await Bun.sleep((seconds * 1_000) / 2)
  await server.kill("SIGKILL")
  const again = await startServer(target, server.port)
  await Bun.sleep((seconds * 1_000) / 2)
  talking = false
  await crowd.quiet({ delivered: false })
  crowd.disperse()
  await again.kill()
  const cutOff = crowd.speakers.filter(({ interruptions }) => interruptions > 0).length
  if (cutOff < CUSTOMERS) throw new Error(`only ${cutOff} of ${CUSTOMERS} customers noticed the kill`)
  // What was stored and not yet told when it died, an agent's client reads from the history: nothing is lost to them
  // that the database has. Twice or out of turn is a fault with them, too.
  const { doubled, reordered } = crowd.ledger.faults([])
  return { ...addFaults(storedFaults(target.storedNames(), crowd.sent), { lost: 0, doubled, reordered }) }
}
