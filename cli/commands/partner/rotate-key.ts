import { type Command, Option } from "commander"
import { KEY_KINDS, type KeyKind, rotateKey } from "../../../src/core/partner-keys.ts"
import { keyPorts } from "../../../src/storage/core-ports.ts"
import { withDatabase } from "../../database.ts"
import { parseDuration } from "../../duration.ts"
import { choosePartner } from "../../partner.ts"
import { paint, printJson } from "../../print.ts"
import { configOf } from "../../settings.ts"

interface RotateFlags {
  kind: KeyKind
  /** In milliseconds. */
  grace: number
  keep?: boolean
  label?: string
  json?: boolean
}

const DAY_MS = 86_400_000

export function addRotateKeyCommand(partner: Command): void {
  partner
    .command("rotate-key [partner]")
    .description("make a new key; those before it go on for a grace time")
    .addOption(new Option("--kind <kind>", "what the key is for").choices(KEY_KINDS).default("secret"))
    .addOption(
      new Option("--grace <time>", "how long the old ones go on; 0: they end at once")
        .argParser(parseDuration)
        .default(DAY_MS, "24h"),
    )
    .option("--keep", "leave the old ones as they are: one more key")
    .option("--label <text>", "what the new one is for, e.g. CI")
    .option("--json", "for scripts")
    .addHelpText(
      "after",
      `
Examples:
  chatd partner rotate-key partner-abc                       a new secret key, the old one for a day
  chatd partner rotate-key partner-abc --grace 0             the old one has leaked
  chatd partner rotate-key partner-abc --keep --label shop   one more
  chatd partner rotate-key partner-abc --kind widget --grace 30d`,
    )
    .action((named: string | undefined, flags: RotateFlags, self: Command) => rotate(named, flags, self))
}

async function rotate(named: string | undefined, flags: RotateFlags, self: Command): Promise<void> {
  const config = configOf(self)
  const { made, ended, partnerId } = await withDatabase(config, async (database) => {
    const { id } = await choosePartner(
      database.db,
      config,
      named,
      "Name it: chatd partner rotate-key PARTNER",
    )
    const rotated = await rotateKey(keyPorts(database), {
      partnerId: id,
      kind: flags.kind,
      graceMs: flags.keep ? undefined : flags.grace,
      ...(flags.label !== undefined && { label: flags.label }),
    })
    return { ...rotated, partnerId: id }
  })
  const end = new Date(Math.max(0, ...ended.map((key) => key.expiresAt?.getTime() ?? 0)))
  if (flags.json) {
    printJson({
      partnerId,
      kind: made.kind,
      key: made.key,
      ended: ended.map(({ id, prefix, expiresAt }) => ({ id, prefix, expiresAt })),
    })
    return
  }
  const shown = { secret: "secret, shown once", widget: "may stand in pages", identity: "secret" }
  console.log(`New key  ${made.key}   ${paint("dim", `(${shown[made.kind]})`)}`)
  if (ended.length === 0) return
  const which = ended.map(({ prefix }) => `${prefix}…`).join(", ")
  console.log(flags.grace === 0 ? `Ended    ${which}` : `Ends     ${which} on ${end.toISOString()}`)
}
