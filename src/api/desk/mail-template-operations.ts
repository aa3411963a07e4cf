import type { Operation } from "../../http/openapi/contract.ts"
import {
  mailTemplateNameSchema,
  mailTemplateReplySchema,
  mailTemplateSchema,
  mailTemplatesReplySchema,
  renderedTemplateReplySchema,
} from "./mail-template-schemas.ts"

const TEMPLATE = {
  mail: "ticket_status",
  language: "en",
  meaning: "to the customer: their ticket has another status",
  placeholders: ["company", "first_name", "ticket", "status"],
  subject: "Your ticket {{ticket}}",
  text: "Hello {{first_name}},\n\nyour ticket {{ticket}} is now: {{status}}.",
  html: null,
  own: ["subject", "text"],
}
const NAME = { mail: "ticket_status", language: "en" }
const security = ["deskToken"] as const
const ADMIN = { 403: "Only an admin may do this." } as const
const NONE = { 404: "There is no such mail, or not in this language." } as const
const UNUSABLE =
  "`422` names the part that cannot be used: a placeholder that nobody fills in, or one where it could not be filled in safely."

/** What mails say. */
export const mailTemplateOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/desk/mail-templates",
    id: "listMailTemplates",
    tag: "Settings",
    summary: "What mails say, in each language",
    security,
    replies: {
      200: {
        description: "Every mail in every language.",
        schema: mailTemplatesReplySchema,
        examples: { one: { templates: [TEMPLATE] } },
      },
    },
  },
  {
    method: "patch",
    path: "/api/desk/mail-templates",
    id: "changeMailTemplate",
    tag: "Settings",
    summary: "Say it in your own words (admins)",
    description: `Parts that are absent stay; \`null\` puts one back. ${UNUSABLE}`,
    security,
    body: {
      schema: mailTemplateSchema,
      examples: { subject: { ...NAME, subject: "Your ticket {{ticket}}" } },
    },
    replies: {
      200: {
        description: "As it is now.",
        schema: mailTemplateReplySchema,
        examples: { changed: TEMPLATE },
      },
    },
    errors: { ...ADMIN, ...NONE },
  },
  {
    method: "delete",
    path: "/api/desk/mail-templates",
    id: "resetMailTemplate",
    tag: "Settings",
    summary: "Say it as it always was (admins)",
    security,
    query: mailTemplateNameSchema,
    replies: { 204: { description: "Every part is as it always is." } },
    errors: { ...ADMIN, ...NONE },
  },
  {
    method: "post",
    path: "/api/desk/mail-templates/preview",
    id: "previewMailTemplate",
    tag: "Settings",
    summary: "See a mail with made-up contents",
    description: `Parts that are given are tried and not stored. ${UNUSABLE}`,
    security,
    body: { schema: mailTemplateSchema, examples: { stored: NAME } },
    replies: {
      200: {
        description: "As it would arrive.",
        schema: renderedTemplateReplySchema,
        examples: {
          status: {
            subject: "Your ticket T-128",
            text: "Hello Ada,\n\nyour ticket T-128 is now: In progress.",
            html: "<!doctype html>…",
          },
        },
      },
    },
    errors: NONE,
  },
]
