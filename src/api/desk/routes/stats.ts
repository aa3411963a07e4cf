import { Elysia } from "elysia"
import { ChatdError } from "../../../core/errors.ts"
import { conversationCsvHead, conversationCsvLine } from "../../../core/stats/conversation-csv.ts"
import { dayAt, daysOf, spanOfDays } from "../../../core/stats/days.ts"
import { DEFINITIONS } from "../../../core/stats/definitions.ts"
import { factsIn } from "../../../core/stats/run-day.ts"
import { requireSpan } from "../../../core/stats/show-stats.ts"
import { validate } from "../../../http/validate.ts"
import type { DeskDependencies } from "../dependencies.ts"
import type { StatsReply } from "../protocol.ts"
import { statsConversationsSchema, statsRunSchema, statsSchema } from "../stats-schemas.ts"
import { textStream } from "../text-stream.ts"
import { calls } from "./call.ts"

/** How the days went: figures, the conversations that they are made of, and counting them anew. */
export function statsRoutes(dependencies: DeskDependencies) {
  const { stats } = dependencies.data
  const { bodyOf, enter, enterAsAdmin } = calls(dependencies)

  return new Elysia({ name: "desk-stats", strictPath: true })
    .get("/api/desk/stats", async ({ request, query }): Promise<StatsReply> => {
      const { partner, role, agent } = await enter(request)
      const { agent: wanted, ...span } = validate(statsSchema, query)
      if (role !== "admin" && wanted !== undefined && wanted !== agent?.number)
        throw new ChatdError("forbidden", "Only an admin sees other agents' figures.")
      const only = wanted ?? (role === "admin" ? undefined : agent?.number)
      const report = await stats.report(partner, span)
      const agents = report.agents.filter(({ number }) => only === undefined || number === only)
      if (wanted !== undefined && agents.length === 0)
        throw new ChatdError("not_found", `There is no agent ${wanted}.`)
      return { ...report, agents, definitions: DEFINITIONS }
    })
    .get("/api/desk/stats/conversations", async ({ request, query }): Promise<Response> => {
      const { partner } = await enterAsAdmin(request)
      const { from, to } = validate(statsConversationsSchema, query)
      const { timeZone } = partner.settings.hours
      requireSpan({ from, to }, dayAt(timeZone, stats.ports.now().getTime()))
      const lines = async function* () {
        yield conversationCsvHead()
        for await (const facts of factsIn(stats.ports, partner.id, spanOfDays(timeZone, from, to)))
          yield facts.map((one) => conversationCsvLine(one, timeZone)).join("")
      }
      return new Response(textStream(lines(), dependencies.onBrokenOff), {
        headers: {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="conversations-${from}-${to}.csv"`,
        },
      })
    })
    .post("/api/desk/stats/run", async ({ request }): Promise<{ days: number }> => {
      const { partner, actor } = await enterAsAdmin(request)
      const { from, to = from } = validate(statsRunSchema, await bodyOf(request))
      requireSpan({ from, to }, dayAt(partner.settings.hours.timeZone, stats.ports.now().getTime()))
      const days = daysOf(from, to)
      if (days.length > MOST_RUN)
        throw new ChatdError("invalid_input", `to must be at most ${MOST_RUN - 1} days after from.`, {
          field: "to",
        })
      await stats.run(partner, days, actor)
      return { days: days.length }
    })
}

/** Days that are counted in one call. */
const MOST_RUN = 31
