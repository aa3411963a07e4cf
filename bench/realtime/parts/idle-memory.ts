import { residentMegabytes } from "../../support/server.ts"
import { inBatches } from "../driver/crowd.ts"
import { Speaker } from "../driver/speaker.ts"
import { startServer } from "../server-process.ts"
import type { Figures, Part } from "./part.ts"

const SOCKETS = 10_000
/** Opened and closed before, so that what the first ones cost is not charged to the others. */
const WARM_SOCKETS = 200
const SETTLE_MS = 3_000

/** Resident memory that a customer's open socket takes, once nothing happens any more. */
export const idleMemory: Part = async ({ target, server }): Promise<Figures> => {
  const sessions = await target.openSessions(server.port, SOCKETS, 0)
  await server.kill()
  // Without what the making of sessions left behind.
  const fresh = await startServer(target, server.port)
  const speakers = sessions.map((session, index) => new Speaker({ target, port: fresh.port, session, index }))
  const first = speakers.slice(0, WARM_SOCKETS)
  await inBatches(first, (speaker) => speaker.connect())
  for (const speaker of first) speaker.drop()
  await Bun.sleep(SETTLE_MS)
  const before = residentMegabytes(fresh.pid).resident
  await inBatches(speakers, (speaker) => speaker.connect())
  await Bun.sleep(SETTLE_MS)
  const after = residentMegabytes(fresh.pid).resident
  const interruptions = speakers.reduce((sum, speaker) => sum + speaker.interruptions, 0)
  for (const speaker of speakers) speaker.drop()
  await fresh.kill()
  if (interruptions > 0) throw new Error(`${interruptions} of ${SOCKETS} idle sockets were closed`)
  return { idle: ((after - before) * 1e6) / 1024 / SOCKETS }
}
