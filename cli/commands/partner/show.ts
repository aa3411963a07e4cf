import { type Command, InvalidArgumentError, Option } from "commander"
import type { Config } from "../../../src/config/schema.ts"
import type { Partner } from "../../../src/core/partner.ts"
import { isLive, type PartnerKey } from "../../../src/core/partner-keys.ts"
import { shownSettings, withoutSecrets } from "../../../src/partner-document.ts"
import { keysOf } from "../../../src/storage/repositories/partner-keys.ts"
import { runningServer } from "../../../src/storage/running-server.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure } from "../../failure.ts"
import { choosePartner } from "../../partner.ts"
import { painted, printJson, printTable } from "../../print.ts"
import { configOf } from "../../settings.ts"
import { day } from "../../times.ts"

interface ShowFlags {
  url?: string
  identitySecret?: boolean
  json?: boolean
}

export function addShowCommand(partner: Command): void {
  partner
    .command("show [partner]")
    .description("show a partner's keys and settings, and the snippet that puts the widget into a page")
    .addOption(
      new Option(
        "--url <address>",
        "where chatd is reached from outside, for the snippet (default: server.public_url)",
      ).argParser(parseAddress),
    )
    .option("--identity-secret", "print nothing but the secret that its server signs customer ids with")
    .option("--json", "for scripts")
    .addHelpText(
      "after",
      `
Examples:
  chatd partner show partner-abc --url https://chat.acme.com
  IDENTITY_SECRET=$(chatd partner show partner-abc --identity-secret)`,
    )
    .action((named: string | undefined, flags: ShowFlags, self: Command) => show(named, flags, self))
}

async function show(named: string | undefined, flags: ShowFlags, self: Command): Promise<void> {
  const config = configOf(self)
  const { partner, keys } = await withDatabase(config, async ({ db }) => {
    const partner = await choosePartner(db, config, named, "Name it: chatd partner show PARTNER")
    return { partner, keys: await keysOf(db, partner.id) }
  })
  const now = new Date()
  const live = keys.filter((key) => isLive(key, now))
  if (flags.identitySecret) printIdentitySecret(partner, live)
  else if (flags.json) printAsJson(partner, keys, snippet(live, config, flags.url))
  else printAll(partner, keys, snippet(live, config, flags.url), now)
}

function printIdentitySecret(partner: Partner, live: readonly PartnerKey[]): void {
  const secret = live.findLast(({ kind }) => kind === "identity")?.value
  if (!secret)
    throw new CommandFailure(
      `${partner.id} has no identity secret. Make one: chatd partner rotate-key ${partner.id} --kind identity`,
    )
  console.log(secret)
}

function printAsJson(
  { id: partnerId, settings, ...partner }: Partner,
  keys: readonly PartnerKey[],
  embed: string | undefined,
): void {
  printJson({ partnerId, ...partner, settings: withoutSecrets(settings), keys: keys.map(publicKey), embed })
}

/** Only a widget key may be read by whoever looks over a shoulder. */
function publicKey({ value, ...key }: PartnerKey) {
  return { ...key, ...(key.kind === "widget" && { value }) }
}

function printAll(partner: Partner, keys: readonly PartnerKey[], embed: string | undefined, now: Date): void {
  console.log(`Partner  ${partner.id}`)
  console.log(`Since    ${day(partner.createdAt)}\n`)
  printTable(
    ["key", "kind", "begins", "label", "made", "last used", "state"],
    keys.map((key) => [
      key.id,
      key.kind,
      publicKey(key).value ?? `${key.prefix}…`,
      key.label ?? "",
      day(key.createdAt),
      key.lastUsedAt ? day(key.lastUsedAt) : "never",
      stateOf(key, now),
    ]),
  )
  console.log()
  printTable(
    ["setting", "value", ""],
    shownSettings(partner).map(({ key, value, default: initial }) => [
      key,
      value,
      value === initial ? "" : painted("dim", "set"),
    ]),
  )
  if (embed) console.log(`\nPut this into your pages, before </body>:\n\n  ${embed}`)
}

function stateOf(key: PartnerKey, now: Date): string {
  if (key.revokedAt) return `revoked ${day(key.revokedAt)}`
  if (!key.expiresAt) return "live"
  return key.expiresAt > now ? `ends ${key.expiresAt.toISOString()}` : `ended ${day(key.expiresAt)}`
}

function snippet(live: readonly PartnerKey[], config: Config, url: string | undefined): string | undefined {
  const key = live.findLast(({ kind }) => kind === "widget")?.value
  const base = url ?? config.server.public_url?.replace(/\/+$/, "") ?? listening(config)
  return key && `<script src="${base}/widget/chat-widget.js" data-widget-key="${key}" async></script>`
}

/** Where the server runs, which may have been told another port, or where one would. */
function listening({ data, database_url: postgres, server }: Config): string {
  const running = runningServer(data, postgres === undefined)
  return running?.url.replace(/\/+$/, "") ?? `http://${server.host}:${server.port}`
}

function parseAddress(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return new URL(text).href.replace(/\/+$/, "")
  throw new InvalidArgumentError("It is an address such as https://chat.acme.com.")
}
