import type { Command } from "commander"
import { OPERATOR } from "../../../src/core/audit.ts"
import type { Partner } from "../../../src/core/partner.ts"
import { MOST_SITES } from "../../../src/core/sites/notice-site.ts"
import { siteOrigin } from "../../../src/core/sites/site-origin.ts"
import { rootOf } from "../../../src/knowledge/site-root.ts"
import type { Database, Db } from "../../../src/storage/database.ts"
import { insertAuditEntry } from "../../../src/storage/repositories/audit.ts"
import {
  dismissSite,
  listSites,
  NEVER,
  refreshSite,
  type Site,
} from "../../../src/storage/repositories/sites.ts"
import { removeDescription, removePages } from "../../../src/storage/site-knowledge.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { choosePartner } from "../../partner.ts"
import { painted, printJson, printTable } from "../../print.ts"
import { configOf } from "../../settings.ts"
import type { Cell } from "../../table.ts"
import { safeLine } from "../../terminal-text.ts"
import { ago, span } from "../../times.ts"

interface SiteFlags {
  partner?: string
  json?: boolean
}

export function addSitesCommand(kb: Command): void {
  const sites = kb
    .command("sites")
    .description("the sites that chats are about, which the server reads by itself")
  withSiteFlags(sites.command("list"))
    .description("what is read, how far it is, and when it is read again")
    .addHelpText("after", "\nExample:\n  chatd kb sites list --json | jq -r .origin")
    .action((flags: SiteFlags, self: Command) => list(flags, self))
  withSiteFlags(sites.command("refresh"))
    .description("read sites now: those on the list, or one that is not on it yet")
    .argument("[sites...]", "their addresses; all on the list, if none is given")
    .addHelpText(
      "after",
      "\nExamples:\n  chatd kb sites refresh\n  chatd kb sites refresh https://docs.acme.com",
    )
    .action((addresses: string[], flags: SiteFlags, self: Command) => refresh(addresses, flags, self))
  withSiteFlags(sites.command("remove"))
    .description("forget what was read from sites, and read them no more, whatever pages say")
    .argument("<sites...>", "their addresses, as list shows them")
    .addHelpText(
      "after",
      "\n`chatd kb sites refresh` takes one back in.\n\nExample:\n  chatd kb sites remove https://old.acme.com",
    )
    .action((addresses: string[], flags: SiteFlags, self: Command) => remove(addresses, flags, self))
}

function withSiteFlags(command: Command): Command {
  return command
    .option("--partner <id>", "whose sites (default: the only partner)")
    .option("--json", "for scripts")
}

async function list(flags: SiteFlags, self: Command): Promise<void> {
  const sites = await withPartner(flags, self, ({ db }, { id }) => listSites(db, id))
  if (flags.json) {
    for (const site of sites) printJson(siteJson(site))
  } else if (sites.length === 0) {
    console.log(
      "No site yet. A chat that names one of yours adds it, or: chatd kb sites refresh https://acme.com",
    )
  } else {
    printTable(
      ["site", "state", "pages", "articles", "unreadable", "read", "again", "named by", "error"],
      sites.map((site) => [
        site.origin,
        stateCell(site),
        site.pages,
        site.articles,
        site.unreadable,
        site.readAt ? `${ago(site.readAt.toISOString())} ago` : "",
        againIn(site),
        site.requestedBy,
        safeLine(site.error ?? ""),
      ]),
      { cut: ["error"] },
    )
  }
}

async function refresh(addresses: readonly string[], flags: SiteFlags, self: Command): Promise<void> {
  const due = await withPartner(flags, self, async ({ db }, partner) => {
    const listed = (await listSites(db, partner.id)).map(({ origin }) => origin)
    const origins = addresses.length > 0 ? addresses.map((one) => ownOrigin(partner, one)) : listed
    const all = new Set([...listed, ...origins])
    if (all.size > MOST_SITES && all.size > listed.length)
      throw new CommandFailure(
        `A partner has ${MOST_SITES} sites at most. Take one off the list first: chatd kb sites remove ${listed[0]}`,
      )
    for (const origin of origins)
      await db.transaction().execute(async (trx) => {
        await refreshSite(trx, partner.id, origin, OPERATOR, new Date())
        await note(trx, partner, "site_refreshed", origin)
      })
    return origins
  })
  if (flags.json) printJson({ refreshed: due })
  else if (due.length === 0) console.log("No site yet. Name one: chatd kb sites refresh https://acme.com")
  else for (const origin of due) console.log(`${origin} is read by the server within seconds.`)
}

async function remove(addresses: readonly string[], flags: SiteFlags, self: Command): Promise<void> {
  const outcome = await withPartner(flags, self, async ({ db }, partner) => {
    const removed: { origin: string; articles: number }[] = []
    const missing: string[] = []
    for (const address of addresses) {
      const origin = originOf(address)
      const dismissed = await db.transaction().execute(async (trx) => {
        if (!(await dismissSite(trx, partner.id, origin, new Date()))) return false
        await note(trx, partner, "site_removed", origin)
        return true
      })
      // Whoever was stopped between the two may say it again.
      const articles = await removePages(db, partner.id, rootOf(origin))
      if (!dismissed && articles === 0) {
        missing.push(origin)
        continue
      }
      await removeDescription(db, partner.id, new URL(origin).hostname)
      removed.push({ origin, articles })
    }
    return { removed, missing }
  })
  if (flags.json) printJson({ removed: outcome.removed })
  else
    for (const { origin, articles } of outcome.removed)
      console.log(`${origin} is read no more; ${articles} articles of it were removed.`)
  if (outcome.missing.length > 0)
    throw new CommandFailure(
      `Not on the list: ${outcome.missing.join(", ")}; \`chatd kb sites list\` shows what is.`,
      EXIT.notFound,
    )
}

function withPartner<T>(
  flags: SiteFlags,
  self: Command,
  use: (database: Database, partner: Partner) => Promise<T>,
): Promise<T> {
  const config = configOf(self)
  return withDatabase(config, async (database) =>
    use(database, await choosePartner(database.db, config, flags.partner)),
  )
}

/** @throws {CommandFailure} for a site that the partner's bot may not read */
function ownOrigin(partner: Partner, address: string): string {
  const origin = originOf(address)
  if (siteOrigin(partner, origin) === origin) return origin
  const { hostname, port } = new URL(origin)
  // A host name stands for the schemes' own ports alone.
  const domains = [...partner.settings.sites.domains, port === "" ? hostname : origin].join(",")
  throw new CommandFailure(
    `${origin} is none of ${partner.name}'s sites. If it is: chatd partner set ${partner.id} sites.domains=${domains}`,
  )
}

/** @throws {CommandFailure} for what is no address */
function originOf(address: string): string {
  const url = /^https?:\/\//i.test(address) ? address : `https://${address}`
  if (URL.canParse(url)) return new URL(url).origin
  throw new CommandFailure(`${address} is no address; write it like https://acme.com.`, EXIT.usage)
}

function note(
  trx: Db,
  { id }: Partner,
  action: "site_refreshed" | "site_removed",
  origin: string,
): Promise<void> {
  return insertAuditEntry(trx, { partnerId: id, actor: OPERATOR, action, target: origin }, new Date())
}

function stateCell(site: Site): Cell {
  if (isRead(site)) return painted("cyan", "is read")
  if (site.error) return painted("red", site.readAt ? "failed now" : "failed")
  return site.readAt ? painted("green", "read") : painted("yellow", "to be read")
}

function isRead({ reader, leaseUntil }: Site): boolean {
  return reader !== undefined && leaseUntil !== undefined && leaseUntil.getTime() > Date.now()
}

function againIn(site: Site): string {
  if (isRead(site)) return ""
  if (site.nextAt.getTime() >= NEVER.getTime()) return "never"
  const seconds = (site.nextAt.getTime() - Date.now()) / 1000
  return seconds <= 0 ? "now" : `in ${span(seconds)}`
}

/** A site as `--json` has it. */
function siteJson(site: Site) {
  return {
    origin: site.origin,
    reading: isRead(site),
    pages: site.pages,
    articles: site.articles,
    unreadable: site.unreadable,
    readAt: site.readAt?.toISOString() ?? null,
    nextAt: site.nextAt.getTime() >= NEVER.getTime() ? null : site.nextAt.toISOString(),
    attempts: site.attempts,
    namedBy: site.requestedBy,
    createdAt: site.createdAt.toISOString(),
    error: site.error ?? null,
  }
}
