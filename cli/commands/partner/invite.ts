import { type Command, Option } from "commander"
import { invitePartners } from "../../../src/core/invitations.ts"
import { invitationPorts } from "../../../src/storage/core-ports.ts"
import { withNewDatabase } from "../../database.ts"
import { parseDuration } from "../../duration.ts"
import { paint, printJson } from "../../print.ts"
import { configOf } from "../../settings.ts"

interface InviteFlags {
  uses: number
  /** In milliseconds. */
  expires: number
  json?: boolean
}

const WEEK_MS = 7 * 86_400_000

export function addInviteCommand(partner: Command): void {
  partner
    .command("invite")
    .description("make a code with which a partner registers itself; it is shown this once")
    .addOption(new Option("--uses <n>", "how many partners it registers").argParser(Number).default(1))
    .addOption(
      new Option("--expires <time>", "how long it is good for")
        .argParser(parseDuration)
        .default(WEEK_MS, "7d"),
    )
    .option("--json", "for scripts")
    .addHelpText(
      "after",
      `
Example:
  chatd partner invite --uses 3 --expires 30d

It goes into the field "invitation" of POST /api/partner/register, where the setting partners.registration is "invitation".`,
    )
    .action((flags: InviteFlags, self: Command) => invite(flags, self))
}

async function invite(flags: InviteFlags, self: Command): Promise<void> {
  const config = configOf(self)
  const invitation = await withNewDatabase(config, (database) =>
    invitePartners(invitationPorts(database), { uses: flags.uses, lifeMs: flags.expires }),
  )
  if (flags.json) {
    printJson(invitation)
    return
  }
  const { code, uses, expiresAt } = invitation
  console.log(`Invitation  ${code}   ${paint("dim", "(shown this once)")}`)
  console.log(`Good for    ${uses} ${uses === 1 ? "partner" : "partners"}, until ${expiresAt.toISOString()}`)
  if (config.partners.registration !== "invitation")
    console.log(
      `\nRegistration is ${config.partners.registration}: set partners.registration to "invitation" and start the server again.`,
    )
}
