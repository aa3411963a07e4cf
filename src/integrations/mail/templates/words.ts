import type { Language } from "./languages.ts"
import type { MailName } from "./mails.ts"
import ar from "./words/ar.ts"
import de from "./words/de.ts"
import en from "./words/en.ts"
import es from "./words/es.ts"
import fr from "./words/fr.ts"
import he from "./words/he.ts"
import hi from "./words/hi.ts"
import it from "./words/it.ts"
import ja from "./words/ja.ts"
import nl from "./words/nl.ts"
import pt from "./words/pt.ts"
import tr from "./words/tr.ts"
import zh from "./words/zh.ts"

/** A mail's subject and text. A paragraph that is one placeholder alone may be a part with a look of its own. */
export interface MailTemplate {
  subject: string
  text: string
}

/** What mails and the pages that they lead to say in one language. */
export interface MailWords {
  hello: string
  /** Where the name is not known. */
  helloNobody: string
  labels: Readonly<Record<"name" | "email" | "phone" | "priority" | "page" | "ticket", string>>
  question: string
  conversation: string
  /** The same, to those who help. */
  teamConversation: string
  priorities: Readonly<Record<"low" | "medium" | "high" | "urgent", string>>
  statuses: Readonly<Record<"open" | "in_progress" | "closed", string>>
  openConversation: string
  openTicket: string
  replyHint: string
  /** Below every mail. */
  footer: string
  /** Below a notice of a reply. */
  noticeFooter: string
  unsubscribe: string
  mails: Readonly<Record<MailName, MailTemplate>>
  pages: Readonly<
    Record<
      | "title"
      | "intro"
      | "open"
      | "goOn"
      | "expiredTitle"
      | "expired"
      | "stopTitle"
      | "stopQuestion"
      | "stop"
      | "stopped"
      | "undo"
      | "undone",
      string
    >
  >
}

const WORDS: Readonly<Record<Language, MailWords>> = { ar, de, en, es, fr, he, hi, it, ja, nl, pt, tr, zh }

export function wordsOf(language: Language): MailWords {
  return WORDS[language]
}
