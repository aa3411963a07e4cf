import type { Config } from "../src/config/schema.ts"
import type { Partner } from "../src/core/partner.ts"
import type { Db } from "../src/storage/database.ts"
import { listPartners, partnerById } from "../src/storage/repositories/partners.ts"
import { CommandFailure, EXIT } from "./failure.ts"

/**
 * The partner that a command is about: the one named, else the configuration's, else the only one there is.
 *
 * @param howToName where the partner is no option of the command
 * @throws {CommandFailure} saying what to type
 */
export async function choosePartner(
  db: Db,
  config: Config,
  named: string | undefined,
  howToName = "Say it with --partner",
): Promise<Partner> {
  const id = named ?? config.crm.partner
  if (id) {
    const partner = await partnerById(db, id)
    if (partner) return partner
    throw noPartner(id)
  }
  const partners = await listPartners(db)
  const [only] = partners
  if (only && partners.length === 1) return only
  if (!only) {
    throw new CommandFailure(
      "There is no partner yet. Make one: chatd partner create --name Acme --domain acme.com",
    )
  }
  const names = partners.map((partner) => `  ${partner.id}  ${partner.name}`).join("\n")
  throw new CommandFailure(`Which partner? ${howToName}:\n${names}`, EXIT.usage)
}

export function noPartner(id: string): CommandFailure {
  return new CommandFailure(`There is no partner ${id}; \`chatd partner list\` shows them.`, EXIT.notFound)
}
