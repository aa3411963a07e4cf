import type { Selectable } from "kysely"
import type { Db } from "../database.ts"
import type { MailTemplateTable } from "../schema.ts"

/** What a partner has put in place of a mail's own words; what is absent is as it always is. */
export interface StoredTemplate {
  mail: string
  language: string
  subject?: string
  text?: string
  html?: string
  updatedAt: Date
}

export async function templateOverride(
  db: Db,
  partnerId: string,
  mail: string,
  language: string,
): Promise<StoredTemplate | undefined> {
  const row = await templatesOf(db, partnerId)
    .where("mail", "=", mail)
    .where("language", "=", language)
    .executeTakeFirst()
  return row && templateOf(row)
}

/** By mail, then by language. */
export async function templateOverrides(db: Db, partnerId: string): Promise<StoredTemplate[]> {
  const rows = await templatesOf(db, partnerId).orderBy("mail").orderBy("language").execute()
  return rows.map(templateOf)
}

export async function saveTemplate(
  db: Db,
  partnerId: string,
  { mail, language, subject, text, html }: Omit<StoredTemplate, "updatedAt">,
  at: Date,
): Promise<void> {
  const parts = {
    subject: subject ?? null,
    text: text ?? null,
    html: html ?? null,
    updated_at: at.getTime(),
  }
  await db
    .insertInto("mail_template")
    .values({ partner_id: partnerId, mail, language, ...parts })
    .onConflict((conflict) => conflict.columns(["partner_id", "mail", "language"]).doUpdateSet(parts))
    .execute()
}

export async function removeTemplate(
  db: Db,
  partnerId: string,
  mail: string,
  language: string,
): Promise<void> {
  await db
    .deleteFrom("mail_template")
    .where("partner_id", "=", partnerId)
    .where("mail", "=", mail)
    .where("language", "=", language)
    .execute()
}

function templatesOf(db: Db, partnerId: string) {
  return db.selectFrom("mail_template").selectAll().where("partner_id", "=", partnerId)
}

function templateOf(row: Selectable<MailTemplateTable>): StoredTemplate {
  return {
    mail: row.mail,
    language: row.language,
    ...(row.subject !== null && { subject: row.subject }),
    ...(row.text !== null && { text: row.text }),
    ...(row.html !== null && { html: row.html }),
    updatedAt: new Date(row.updated_at),
  }
}
