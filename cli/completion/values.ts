import { loadConfig } from "../../src/config/load.ts"
import { PARTNER_SETTINGS } from "../../src/config/partner-settings.ts"
import { configuredLocation } from "../../src/storage/configured-location.ts"
import { connect } from "../../src/storage/database.ts"
import { listPartners } from "../../src/storage/repositories/partners.ts"
import type { Candidate, Given, Subject, Values } from "./complete.ts"

/** Who presses Tab does not wait longer for what only helps. */
const PATIENCE_MS = 1_500

/** What the data know; nothing where they cannot be asked, since nobody wants an error in the middle of a line. */
export const dataValues: Values = async (subject, given) => {
  const late = Bun.sleep(PATIENCE_MS).then((): Candidate[] => [])
  return Promise.race([VALUES[subject](given).catch((): Candidate[] => []), late])
}

const VALUES: Readonly<Record<Subject, (given: Given) => Promise<readonly Candidate[]>>> = {
  partner: partners,
  agent: async () => [],
  conversation: async () => [],
  setting: async () => PARTNER_SETTINGS.map(({ key }) => ({ value: key })),
}

async function partners(given: Given): Promise<Candidate[]> {
  const database = await connect(configuredLocation(configFor(given)))
  try {
    return (await listPartners(database.db)).map(({ id, name }) => ({ value: id, about: name }))
  } finally {
    await database.close()
  }
}

function configFor(given: Given) {
  const file = given.get("config") ?? process.env.CHATD_CONFIG
  return loadConfig({
    file: file ?? "chatd.toml",
    fileRequired: file !== undefined,
    environment: process.env,
    flags: { data: given.get("data"), database_url: given.get("database-url") },
  })
}
