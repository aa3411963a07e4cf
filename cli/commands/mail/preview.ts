import { Command } from "commander"
import type { RenderedTemplateReply } from "../../../src/api/desk/protocol.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { intoFile } from "../../into-file.ts"
import { printJson } from "../../print.ts"
import { languageOption, MAILS_HELP, mailArgument } from "./mail-arguments.ts"
import { printMail } from "./print-mail.ts"
import { partsIn, type TemplateFlags, withPartFlags } from "./template-parts.ts"

interface PreviewFlags extends DeskFlags, TemplateFlags {
  language: string
  html?: string | boolean
  out?: string
}

/** Also `chatd mail template preview`. */
export function previewCommand(): Command {
  const command = withDeskFlags(new Command("preview"))
    .description("see a mail with made-up contents, as it would arrive")
    .addArgument(mailArgument())
    .addOption(languageOption())
    .option("--out <file>", "write its HTML there, to open in a browser")
  return withPartFlags(command)
    .addHelpText(
      "after",
      `${MAILS_HELP}

Examples:
  chatd mail preview reply_notice --language ar
  chatd mail preview ticket_confirmation --language de --out mail.html
  chatd mail preview ticket_status --text-file status.txt       try words without storing them`,
    )
    .action((mail: string, flags: PreviewFlags, self: Command) => preview(mail, flags, self))
}

async function preview(mail: string, flags: PreviewFlags, self: Command): Promise<void> {
  const body = { mail, language: flags.language, ...(await partsIn(flags)) }
  const rendered = await withDesk(self, flags, (desk) =>
    desk.post<RenderedTemplateReply>("/mail-templates/preview", body),
  )
  if (flags.out) {
    await intoFile(flags.out, [rendered.html])
    console.log(`Written to ${flags.out}.`)
  } else if (flags.json) printJson(rendered)
  else printMail(rendered)
}
