import { Elysia } from "elysia"
import { changeMailTemplate } from "../../../core/mail-templates/change-mail-template.ts"
import {
  type MailTemplate,
  requireTemplate,
  requireUsable,
} from "../../../core/mail-templates/mail-template.ts"
import { validate } from "../../../http/validate.ts"
import type { DeskDependencies } from "../dependencies.ts"
import { mailTemplateNameSchema, mailTemplateSchema } from "../mail-template-schemas.ts"
import type { MailTemplateReply } from "../protocol.ts"
import { calls } from "./call.ts"

/** What mails say, in each language: as it always is, or in the partner's own words. */
export function mailTemplateRoutes(dependencies: DeskDependencies) {
  const { mailTemplates } = dependencies
  const { bodyOf, enter, enterAsAdmin } = calls(dependencies)

  return new Elysia({ name: "desk-mail-templates", strictPath: true })
    .get("/api/desk/mail-templates", async ({ request }) => {
      const { partner } = await enter(request)
      return { templates: (await mailTemplates.templates(partner.id)).map(replyOf) }
    })
    .patch(
      "/api/desk/mail-templates",
      async ({ request }) => {
        const { partner, actor } = await enterAsAdmin(request)
        const { mail, language, ...changes } = validate(mailTemplateSchema, await bodyOf(request))
        return replyOf(
          await changeMailTemplate(mailTemplates, partner.id, { mail, language }, changes, actor),
        )
      },
      { parse: "none" },
    )
    .delete("/api/desk/mail-templates", async ({ request, query, set }) => {
      const { partner, actor } = await enterAsAdmin(request)
      const { mail, language } = validate(mailTemplateNameSchema, query)
      const template = await requireTemplate(mailTemplates, partner.id, mail, language)
      await mailTemplates.reset(partner.id, template, actor)
      set.status = 204
    })
    .post(
      "/api/desk/mail-templates/preview",
      async ({ request }) => {
        const { partner } = await enter(request)
        const { mail, language, ...changes } = validate(mailTemplateSchema, await bodyOf(request))
        const template = await requireTemplate(mailTemplates, partner.id, mail, language)
        requireUsable(mailTemplates, mail, changes)
        return mailTemplates.preview(partner.id, template, changes)
      },
      { parse: "none" },
    )
}

function replyOf({ html, placeholders, own, ...template }: MailTemplate): MailTemplateReply {
  return { ...template, placeholders: [...placeholders], own: [...own], html: html ?? null }
}
