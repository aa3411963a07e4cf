import { ChatdError } from "../errors.ts"

/** A mail's words in one language. */
export interface MailTemplate {
  mail: string
  language: string
  /** What it is for. */
  meaning: string
  placeholders: readonly string[]
  subject: string
  text: string
  /** Where it is not made of the text. */
  html: string | undefined
  /** The parts that are the partner's own. */
  own: readonly TemplatePart[]
}

const TEMPLATE_PARTS = ["subject", "text", "html"] as const
export type TemplatePart = (typeof TEMPLATE_PARTS)[number]

/** New parts; null puts one back, what is absent stays. */
export type TemplateChanges = { readonly [Part in TemplatePart]?: string | null | undefined }

export interface RenderedTemplate {
  subject: string
  text: string
  html: string
}

export interface MailTemplatePorts {
  /** Every mail in every language, as it is for the partner. */
  templates(partnerId: string): Promise<MailTemplate[]>
  /** Undefined where there is no such mail or language. */
  template(partnerId: string, mail: string, language: string): Promise<MailTemplate | undefined>
  /** Why a part cannot be used; undefined where it can. */
  faultOf(mail: string, part: TemplatePart, text: string): string | undefined
  /** Stores the parts that are given, together with the audit log's entry. */
  change(
    partnerId: string,
    template: Pick<MailTemplate, "mail" | "language">,
    changes: TemplateChanges,
    actor: string,
  ): Promise<void>
  /** Every part as it always is, together with the audit log's entry. */
  reset(partnerId: string, template: Pick<MailTemplate, "mail" | "language">, actor: string): Promise<void>
  /** With made-up contents. @param changes what is laid over what is stored */
  preview(
    partnerId: string,
    template: Pick<MailTemplate, "mail" | "language">,
    changes: TemplateChanges,
  ): Promise<RenderedTemplate>
}

/** @throws {ChatdError} `not_found` */
export async function requireTemplate(
  ports: Pick<MailTemplatePorts, "template">,
  partnerId: string,
  mail: string,
  language: string,
): Promise<MailTemplate> {
  const found = await ports.template(partnerId, mail, language)
  if (found) return found
  throw new ChatdError(
    "not_found",
    `There is no mail ${mail.slice(0, 40)} in ${language.slice(0, 40)}. \`chatd mail template list\` shows them.`,
  )
}

/** @throws {ChatdError} `invalid_input` naming the part */
export function requireUsable(
  ports: Pick<MailTemplatePorts, "faultOf">,
  mail: string,
  changes: TemplateChanges,
): void {
  for (const part of TEMPLATE_PARTS) {
    const text = changes[part]
    const fault = typeof text === "string" ? ports.faultOf(mail, part, text) : undefined
    if (fault) throw new ChatdError("invalid_input", fault, { field: part })
  }
}
