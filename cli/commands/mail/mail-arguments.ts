import { Argument, Option } from "commander"
import { LANGUAGES } from "../../../src/integrations/mail/templates/languages.ts"
import { MAILS, MEANINGS } from "../../../src/integrations/mail/templates/mails.ts"

export const mailArgument = () => new Argument("<mail>", "which mail").choices(MAILS)

export const languageOption = () =>
  new Option("--language <tag>", "in which language").choices(LANGUAGES).default("en")

export const MAILS_HELP = `
Mails:
${MAILS.map((mail) => `  ${mail.padEnd(22)}${MEANINGS[mail]}`).join("\n")}`
