import type { AuditEntry } from "./core/audit.ts"
import type { MailTemplate, MailTemplatePorts, TemplateChanges } from "./core/mail-templates/mail-template.ts"
import { isLanguage, LANGUAGES } from "./integrations/mail/templates/languages.ts"
import { isMailName, MAILS, MEANINGS, PLACEHOLDERS } from "./integrations/mail/templates/mails.ts"
import { sampleMail } from "./integrations/mail/templates/sample.ts"
import { faultOf, PARTS } from "./integrations/mail/templates/template.ts"
import { wordsOf } from "./integrations/mail/templates/words.ts"
import type { Database, Db } from "./storage/database.ts"
import { insertAuditEntry } from "./storage/repositories/audit.ts"
import {
  removeTemplate,
  type StoredTemplate,
  saveTemplate,
  templateOverride,
  templateOverrides,
} from "./storage/repositories/mail-templates.ts"
import { partnerById } from "./storage/repositories/partners.ts"

type Name = Pick<MailTemplate, "mail" | "language">

/** The words of mails, as partners change them. */
export function mailTemplatePorts({ db }: Pick<Database, "db">): MailTemplatePorts {
  return {
    async templates(partnerId) {
      const own = await templateOverrides(db, partnerId)
      const named = new Map(own.map((one) => [keyOf(one), one]))
      return MAILS.flatMap((mail) =>
        LANGUAGES.map((language) => templateOf(mail, language, named.get(keyOf({ mail, language })))),
      ).filter((one) => one !== undefined)
    },
    template: async (partnerId, mail, language) =>
      templateOf(mail, language, await templateOverride(db, partnerId, mail, language)),
    faultOf: (mail, part, text) =>
      isMailName(mail) ? faultOf(part, text, PLACEHOLDERS[mail]) : "There is no such mail.",
    change: (partnerId, name, changes, actor) =>
      db.transaction().execute(async (trx) => {
        const { mail, language } = name
        const before = await templateOverride(trx, partnerId, mail, language)
        const after = laidOver(before, changes)
        if (PARTS.some((part) => after[part] !== undefined))
          await saveTemplate(trx, partnerId, { ...after, mail, language }, new Date())
        else await removeTemplate(trx, partnerId, mail, language)
        const parts = PARTS.filter((part) => changes[part] !== undefined)
        await note(trx, partnerId, "mail_template_changed", name, actor, { parts })
      }),
    reset: (partnerId, name, actor) =>
      db.transaction().execute(async (trx) => {
        await removeTemplate(trx, partnerId, name.mail, name.language)
        await note(trx, partnerId, "mail_template_reset", name, actor)
      }),
    async preview(partnerId, { mail, language }, changes) {
      const partner = await partnerById(db, partnerId)
      if (!partner || !isMailName(mail) || !isLanguage(language))
        throw new Error(`There is no mail ${mail} in ${language} of ${partnerId}.`)
      const override = laidOver(await templateOverride(db, partnerId, mail, language), changes)
      const color = partner.settings.widget.primaryColor
      const {
        subject,
        text,
        html = "",
      } = sampleMail(mail, { language, company: partner.name, color, override })
      return { subject, text, html }
    },
  }
}

function templateOf(
  mail: string,
  language: string,
  own: StoredTemplate | undefined,
): MailTemplate | undefined {
  if (!isMailName(mail) || !isLanguage(language)) return undefined
  const usual = wordsOf(language).mails[mail]
  return {
    mail,
    language,
    meaning: MEANINGS[mail],
    placeholders: Object.keys(PLACEHOLDERS[mail]),
    subject: own?.subject ?? usual.subject,
    text: own?.text ?? usual.text,
    html: own?.html,
    own: PARTS.filter((part) => own?.[part] !== undefined),
  }
}

function laidOver(before: StoredTemplate | undefined, changes: TemplateChanges) {
  const parts = PARTS.map((part) => {
    const changed = changes[part]
    return [part, changed === undefined ? before?.[part] : (changed ?? undefined)] as const
  })
  return Object.fromEntries(parts.filter(([, text]) => text !== undefined)) as {
    subject?: string
    text?: string
    html?: string
  }
}

function keyOf({ mail, language }: Name): string {
  return `${mail} ${language}`
}

function note(
  trx: Db,
  partnerId: string,
  action: AuditEntry["action"],
  { mail, language }: Name,
  actor: string,
  details?: AuditEntry["details"],
): Promise<void> {
  const target = `${mail} (${language})`
  return insertAuditEntry(trx, { partnerId, actor, action, target, ...(details && { details }) }, new Date())
}
