import { Command } from "commander"
import type { MailTemplateReply } from "../../../src/api/desk/protocol.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { printJson, printTable } from "../../print.ts"
import { safeText } from "../../terminal-text.ts"
import { languageOption, MAILS_HELP, mailArgument } from "./mail-arguments.ts"
import { previewCommand } from "./preview.ts"
import { partsIn, type TemplateFlags, withPartFlags } from "./template-parts.ts"

interface LanguageFlags extends DeskFlags {
  language: string
}

interface ListFlags extends DeskFlags {
  own?: boolean
}

interface Templates {
  templates: MailTemplateReply[]
}

export function templateCommand(): Command {
  const command = new Command("template").description("what mails say, in each language")
  withDeskFlags(command.command("list"))
    .description("list the mails, and which parts are your own")
    .option("--own", "only those with parts of your own, in each language")
    .addHelpText("after", "\nExamples:\n  chatd mail template list\n  chatd mail template list --own --json")
    .action((flags: ListFlags, self: Command) => list(flags, self))
  withDeskFlags(command.command("show"))
    .description("show what a mail says, and its placeholders")
    .addArgument(mailArgument())
    .addOption(languageOption())
    .addHelpText("after", `${MAILS_HELP}\n\nExample:\n  chatd mail template show reply_notice --language fr`)
    .action((mail: string, flags: LanguageFlags, self: Command) => show(mail, flags, self))
  withPartFlags(withDeskFlags(command.command("set")))
    .description("say it in your own words; parts that are not given stay")
    .addArgument(mailArgument())
    .addOption(languageOption())
    .addHelpText(
      "after",
      `${MAILS_HELP}

Examples:
  chatd mail template set reply_notice --subject "{{company}} has answered you"
  chatd mail template set ticket_status --language de --text-file status.de.txt
  chatd mail template set ticket_confirmation --html-file confirmation.html`,
    )
    .action((mail: string, flags: LanguageFlags & TemplateFlags, self: Command) => set(mail, flags, self))
  withDeskFlags(command.command("reset"))
    .description("say it as it always was, every part")
    .addArgument(mailArgument())
    .addOption(languageOption())
    .addHelpText("after", "\nExample:\n  chatd mail template reset ticket_status --language de")
    .action((mail: string, flags: LanguageFlags, self: Command) => reset(mail, flags, self))
  return command.addCommand(previewCommand())
}

async function list({ own, ...flags }: ListFlags, self: Command): Promise<void> {
  const { templates } = await withDesk(self, flags, (desk) => desk.get<Templates>("/mail-templates"))
  const changed = templates.filter((one) => one.own.length > 0)
  if (flags.json) {
    for (const template of own ? changed : templates) printJson(template)
  } else if (own) {
    if (changed.length === 0) console.log("Every mail says what it always says.")
    else
      printTable(
        ["mail", "language", "your own"],
        changed.map((one) => [one.mail, one.language, one.own.join(", ")]),
      )
  } else {
    const usual = templates.filter(({ language }) => language === "en")
    printTable(
      ["mail", "goes", "own in"],
      usual.map(({ mail, meaning }) => [mail, meaning, languagesOf(changed, mail)]),
      { cut: ["goes"] },
    )
  }
}

function languagesOf(changed: readonly MailTemplateReply[], name: string): string {
  return changed
    .filter(({ mail }) => mail === name)
    .map(({ language }) => language)
    .join(", ")
}

async function show(name: string, flags: LanguageFlags, self: Command): Promise<void> {
  const { templates } = await withDesk(self, flags, (desk) => desk.get<Templates>("/mail-templates"))
  const found = templates.find(({ mail, language }) => mail === name && language === flags.language)
  if (!found) throw new CommandFailure(`There is no mail ${name} in ${flags.language}.`, EXIT.notFound)
  if (flags.json) {
    printJson(found)
    return
  }
  console.log(`Subject: ${safeText(found.subject)}\n\n${safeText(found.text)}`)
  if (found.html !== null) console.log(`\nHTML:\n${safeText(found.html)}`)
  const placeholders = found.placeholders.map((one) => `{{${one}}}`).join(", ")
  console.log(`\nYour own: ${found.own.join(", ") || "nothing"}\nPlaceholders: ${placeholders}`)
}

async function set(mail: string, flags: LanguageFlags & TemplateFlags, self: Command): Promise<void> {
  const parts = await partsIn(flags)
  if (Object.keys(parts).length === 0)
    throw new CommandFailure("Say what is to change: --subject, --text-file or --html-file.", EXIT.usage)
  const body = { mail, language: flags.language, ...parts }
  const changed = await withDesk(self, flags, (desk) =>
    desk.patch<MailTemplateReply>("/mail-templates", body),
  )
  if (flags.json) printJson(changed)
  else
    console.log(
      `${mail} in ${flags.language} is yours in: ${changed.own.join(", ") || "nothing"}. See it: chatd mail preview ${mail} --language ${flags.language}`,
    )
}

async function reset(mail: string, flags: LanguageFlags, self: Command): Promise<void> {
  const query = new URLSearchParams({ mail, language: flags.language })
  await withDesk(self, flags, (desk) => desk.delete(`/mail-templates?${query}`))
  if (flags.json) printJson({ mail, language: flags.language, own: [] })
  else console.log(`${mail} in ${flags.language} says again what it always says.`)
}
