import type { Config } from "../../config/schema.ts"
import type { Partner } from "../../core/partner.ts"
import { type Mail, messageIdOf, threadHeaders } from "../../integrations/mail/message.ts"
import { REPLY_SECRET, type ReplyTarget, replyAddress } from "../../integrations/mail/reply-address.ts"
import { senderOf } from "../../integrations/mail/sender.ts"
import { chooseLanguage } from "../../integrations/mail/templates/languages.ts"
import type { MailName } from "../../integrations/mail/templates/mails.ts"
import type { Letter } from "../../integrations/mail/templates/render.ts"
import type { Database } from "../../storage/database.ts"
import { templateOverride } from "../../storage/repositories/mail-templates.ts"
import { serverSecret } from "../../storage/repositories/server-secrets.ts"

/** Where mails lead, as far as the world can reach this server. */
export interface MailLinks {
  /** Opens this conversation and nothing else. */
  conversation(conversation: { partnerId: string; publicId: string }): string | undefined
  /** Ends the notices of replies to this customer. */
  stopNotices(customer: { partnerId: string; id: number }): string | undefined
}

export interface MailRoomOptions {
  database: Database
  config: Config
  links: MailLinks
}

/** What every mail is made with: in whose name, in which language and look, and where answers go. */
export class MailRoom {
  readonly #domain: string
  #replySecret: Promise<string> | undefined

  constructor(private readonly options: MailRoomOptions) {
    this.#domain = senderOf(options.config.smtp.from ?? "").address.split("@")[1] ?? "localhost"
  }

  get db() {
    return this.options.database.db
  }

  get links(): MailLinks {
    return this.options.links
  }

  messageId(dedupeKey: string): string {
    return messageIdOf(dedupeKey, this.#domain)
  }

  /** @param tags language tags, the most wanted first */
  async letter(
    mail: MailName,
    { id, name, settings }: Partner,
    tags: readonly (string | undefined)[],
  ): Promise<Omit<Letter, "reader">> {
    const language = chooseLanguage([...tags, settings.widget.locale])
    const override = await templateOverride(this.db, id, mail, language)
    return { language, company: name, color: settings.widget.primaryColor, override }
  }

  /** Where an answer goes that is to come back; undefined where no mail is read. */
  async answersTo(target: ReplyTarget): Promise<string | undefined> {
    const { host, address } = this.options.config.imap
    if (!host || !address) return undefined
    this.#replySecret ??= serverSecret(this.db, REPLY_SECRET)
    return replyAddress(address, target, await this.#replySecret)
  }

  /** With what every mail has that belongs to others of its conversation or ticket. */
  addressed(
    mail: Mail,
    { name }: Pick<Partner, "name">,
    thread: string,
    answersTo: string | undefined,
  ): Mail {
    return {
      fromName: name,
      ...(answersTo !== undefined && { replyTo: { name, address: answersTo } }),
      ...mail,
      headers: { ...threadHeaders(thread, this.#domain), ...mail.headers },
    }
  }
}
