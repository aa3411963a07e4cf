import {
  type MailTemplate,
  type MailTemplatePorts,
  requireTemplate,
  requireUsable,
  type TemplateChanges,
} from "./mail-template.ts"

/**
 * Puts a partner's own words in place of a mail's.
 *
 * @throws {ChatdError} `not_found`, or `invalid_input` naming the part that cannot be used, and why
 */
export async function changeMailTemplate(
  ports: MailTemplatePorts,
  partnerId: string,
  { mail, language }: Pick<MailTemplate, "mail" | "language">,
  changes: TemplateChanges,
  actor: string,
): Promise<MailTemplate> {
  const before = await requireTemplate(ports, partnerId, mail, language)
  requireUsable(ports, before.mail, changes)
  await ports.change(partnerId, before, changes, actor)
  return requireTemplate(ports, partnerId, mail, language)
}
