import { expect, test } from "bun:test"
import { Client } from "pg"
import { dropDatabase, freshDatabase } from "../../../test/postgres/shared.ts"
import { until } from "../../../test/wait.ts"
import { connect } from "../database.ts"
import { migrate } from "../migrate.ts"
import { announce, announceGone, type Gone, listenToOtherServers } from "./event-feed.ts"

const within = (url: string, schema: string): string => {
  const whole = new URL(url)
  whole.searchParams.set("options", `-c search_path=${schema}`)
  return whole.href
}

test("two chatds in two schemas of one database hear nothing of each other", async () => {
  const url = await freshDatabase()
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query("create schema staging")
  await client.end()
  const open = async (address: string) => {
    const database = await connect({ dataDir: "", url: address })
    await migrate(database)
    const gone: Gone[] = []
    const news: number[] = []
    const feed = await listenToOtherServers(address, "listens", {
      news: (events) => news.push(...events.map(({ conversationId }) => conversationId)),
      heardSoFar: () => {},
      missed: () => {},
      resumed: () => {},
      gone: (one) => one.customerIds.length > 0 && gone.push(one),
      signedOut: () => {},
      word: () => {},
      typing: () => {},
      failed: (error) => {
        throw error
      },
    })
    const say = async (id: number) => {
      await announce(database.db, "writes", [{ conversationId: id, seq: 1 } as never])
      await announceGone(database.db, "writes", { customerIds: [id], conversationIds: [] })
    }
    const close = async () => {
      await feed.stop()
      await database.close()
    }
    return { feed, gone, news, say, close }
  }
  const production = await open(url)
  const staging = await open(within(url, "staging"))

  expect(await staging.feed.hasOthers()).toBe(false)
  await production.say(17)
  await staging.say(18)
  await until("each has heard its own", () => production.gone.length === 1 && staging.gone.length === 1)
  const heard = [production, staging].map(({ gone, news }) => [gone[0]?.customerIds, news])
  expect(heard).toEqual([
    [[17], [17]],
    [[18], [18]],
  ])
  await production.close()
  await staging.close()
  await dropDatabase(url)
})
