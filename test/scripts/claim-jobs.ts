/** Claims jobs, a few at a time, until there are none, and prints their ids. */
import { connect, type DatabaseLocation } from "../../src/storage/database.ts"
import { claimDue } from "../../src/storage/repositories/outbox.ts"

const database = await connect(JSON.parse(process.argv[2] ?? "") as DatabaseLocation)
const ids: number[] = []
for (;;) {
  const jobs = await claimDue(database, "mail", 2, new Date(), 600_000)
  if (jobs.length === 0) break
  ids.push(...jobs.map((job) => job.id))
}
await database.close()
console.log(JSON.stringify(ids))
