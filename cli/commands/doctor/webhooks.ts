import type { Db } from "../../../src/storage/database.ts"
import { allEndpoints } from "../../../src/storage/webhooks/endpoint-states.ts"
import { safeLine } from "../../terminal-text.ts"
import { localTime } from "../../times.ts"
import type { Finding, State } from "./finding.ts"

/** Those that are told of nothing, though nobody wanted it so, and those that fail just now. */
export async function webhooks(db: Db): Promise<Finding[]> {
  const what = "webhooks"
  const all = await allEndpoints(db)
  if (all.length === 0) return []
  const say = (state: State, says: string): Finding[] => [{ what, state, says }]
  const findings = all.flatMap((one): Finding[] => {
    const name = `webhook ${one.number} of ${safeLine(one.partnerName)}`
    const resume = `chatd webhooks set ${one.number} --resume --partner ${one.partnerId}`
    const since = localTime(new Date(one.statusAt).toISOString())
    const fault = one.lastError ? ` (${one.lastError})` : ""
    if (one.reason === "failing")
      return say(
        "fault",
        `${name} took nothing for a day and is paused since ${since}${fault}. Events are kept. Mend the receiver, then: ${resume}`,
      )
    if (one.reason === "gone")
      return say(
        "fault",
        `${name} answered 410 and is off since ${since}: no events are kept. Where that was a mistake: ${resume}`,
      )
    if (one.status === "active" && one.lastError !== undefined)
      return say("warning", `${name} does not take its events: ${one.lastError} They are tried for a day.`)
    return []
  })
  const active = all.filter(({ status }) => status === "active").length
  const paused = all.length - active
  const says = paused === 0 ? `${active} active` : `${active} active, ${paused} paused by an admin`
  return findings.length > 0 ? findings : say("ok", says)
}
