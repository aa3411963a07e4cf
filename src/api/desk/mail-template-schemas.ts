import { z } from "zod"
import type { MailTemplateReply, RenderedTemplateReply } from "./protocol.ts"

const name = { mail: z.string().min(1).max(40), language: z.string().min(2).max(10) }
const part = (most: number) => z.string().max(most, `is longer than ${most}`).nullable().optional()
const parts = { subject: part(1_000), text: part(20_000), html: part(100_000) }

export const mailTemplateNameSchema = z.object(name)
export const mailTemplateSchema = z.strictObject({ ...name, ...parts })

export const mailTemplateReplySchema = z.object({
  mail: z.string(),
  language: z.string(),
  meaning: z.string(),
  placeholders: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable().describe("Null: made of the text."),
  own: z.array(z.enum(["subject", "text", "html"])).describe("The parts that are the partner's own."),
}) satisfies z.ZodType<MailTemplateReply>

export const mailTemplatesReplySchema = z.object({ templates: z.array(mailTemplateReplySchema) })

export const renderedTemplateReplySchema = z.object({
  subject: z.string(),
  text: z.string(),
  html: z.string(),
}) satisfies z.ZodType<RenderedTemplateReply>
