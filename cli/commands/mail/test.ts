import { Command, Option } from "commander"
import { isAddress, messageIdOf } from "../../../src/integrations/mail/message.ts"
import { senderOf } from "../../../src/integrations/mail/sender.ts"
import { isLanguage } from "../../../src/integrations/mail/templates/languages.ts"
import { isMailName, MAILS } from "../../../src/integrations/mail/templates/mails.ts"
import { sampleMail } from "../../../src/integrations/mail/templates/sample.ts"
import { configuredServices } from "../../../src/services.ts"
import { refuseServer } from "../../desk/reach.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { configOf } from "../../settings.ts"
import { languageOption } from "./mail-arguments.ts"

interface TestFlags {
  mail: string
  language: string
}

export function testCommand(): Command {
  return new Command("test")
    .description("send a mail with made-up contents through the configured server, now and from here")
    .argument("<address>", "to whom")
    .addOption(new Option("--mail <name>", "which one").choices(MAILS).default("reply_notice"))
    .addOption(languageOption())
    .addHelpText(
      "after",
      "\nExamples:\n  chatd mail test you@example.com\n  chatd mail test you@example.com --language ar",
    )
    .action((address: string, flags: TestFlags, self: Command) => send(address, flags, self))
}

async function send(address: string, { mail, language }: TestFlags, self: Command): Promise<void> {
  refuseServer("mail test")
  if (!isAddress(address)) throw new CommandFailure(`${address} is no e-mail address.`, EXIT.usage)
  const config = configOf(self)
  const { mailer } = configuredServices(config)
  if (!mailer) throw new CommandFailure("No mail can be sent: set smtp.host and smtp.from.")
  if (!isMailName(mail) || !isLanguage(language))
    throw new CommandFailure("There is no such mail.", EXIT.usage)
  const domain = senderOf(config.smtp.from ?? "").address.split("@")[1] ?? "localhost"
  try {
    await mailer.sendMail({
      ...sampleMail(mail, { language, company: "chatd", color: "#3a7bd5" }),
      to: address,
      fromName: "chatd",
      messageId: messageIdOf(`test:${crypto.randomUUID()}`, domain),
      headers: {},
    })
  } catch (error) {
    throw new CommandFailure(`${(error as Error).message} \`chatd doctor\` says more.`)
  } finally {
    mailer.close()
  }
  console.log(
    `${config.smtp.host} has taken it over for ${address}. Look there, also among what is taken for spam.`,
  )
}
