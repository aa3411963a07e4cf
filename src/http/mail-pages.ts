import { Elysia } from "elysia"
import { MAIL_CONVERSATION_PAGE, MAIL_MESSAGE_PAGE } from "./page-files.ts"
import { SECURITY_HEADERS } from "./page-security.ts"

/** What the pages say, in their reader's language. */
export interface MailPageWords {
  language: string
  direction: "ltr" | "rtl"
  title: string
  intro: string
  open: string
  goOn: string
  expiredTitle: string
  expired: string
  stopTitle: string
  stopQuestion: string
  stop: string
  stopped: string
  undo: string
  undone: string
}

export interface MailPagesPorts {
  /** What a link opens; undefined where it is none of ours, too old, or what it opens has gone. */
  conversation(token: string): Promise<LinkedConversation | undefined>
  notices(token: string): Promise<LinkedNotices | undefined>
  /** For a link of which nothing is known. @param languages as the browser wants them */
  strangerWords(languages: readonly string[]): MailPageWords
}

export interface LinkedConversation {
  words: MailPageWords
  publicId: string
  /** Undefined where the partner needs none. */
  widgetKey: string | undefined
}

export interface LinkedNotices {
  words: MailPageWords
  stop(): Promise<void>
  allow(): Promise<void>
}

/** A mailbox's owner, or their program at one click (RFC 8058), sends this. */
const HEADERS = {
  ...SECURITY_HEADERS,
  "content-security-policy": SECURITY_HEADERS["content-security-policy"].replace(
    "form-action 'none'",
    "form-action 'self'",
  ),
  "cache-control": "no-store",
  "content-type": "text/html; charset=utf-8",
  "x-robots-tag": "noindex, nofollow",
}

/** Where the links in mails lead: `/c/…` shows one conversation, `/u/…` ends the notices of replies. */
export function mailPages(ports: MailPagesPorts) {
  const expired = (request: Request) => {
    const words = ports.strangerWords(wantedLanguages(request))
    return message(words, words.expiredTitle, words.expired, "", 410)
  }
  return new Elysia({ name: "mail-pages", strictPath: true })
    .get("/c/:token", async ({ request, params }) => {
      const found = await ports.conversation(params.token)
      if (!found) return expired(request)
      const { words, publicId, widgetKey } = found
      const chat = {
        id: publicId,
        key: widgetKey,
        link: params.token,
        locale: words.language,
        goOn: words.goOn,
      }
      return page(MAIL_CONVERSATION_PAGE, {
        ...plain(words),
        chat: Bun.escapeHTML(JSON.stringify(chat)),
      })
    })
    .get("/u/:token", async ({ request, params }) => {
      const found = await ports.notices(params.token)
      if (!found) return expired(request)
      const { words } = found
      return message(words, words.stopTitle, words.stopQuestion, form(words.stop))
    })
    .post(
      "/u/:token",
      async ({ request, params }) => {
        const found = await ports.notices(params.token)
        if (!found) return expired(request)
        const { words } = found
        const undo = new URL(request.url).searchParams.has("undo")
        await (undo ? found.allow() : found.stop())
        if (undo) return message(words, words.undo, words.undone, form(words.stop))
        return message(words, words.stopTitle, words.stopped, form(words.undo, "?undo"))
      },
      { parse: "none" },
    )
}

function message(words: MailPageWords, title: string, text: string, formHtml: string, status = 200) {
  const filling = {
    ...plain(words),
    title: Bun.escapeHTML(title),
    text: Bun.escapeHTML(text),
    form: formHtml,
  }
  return page(MAIL_MESSAGE_PAGE, filling, status)
}

/** An empty query takes one away that is there. */
function form(label: string, action = "?"): string {
  return `<form method="post" action="${action}"><button>${Bun.escapeHTML(label)}</button></form>`
}

function plain(words: MailPageWords): Record<string, string> {
  return Object.fromEntries(Object.entries(words).map(([name, text]) => [name, Bun.escapeHTML(text)]))
}

function page(template: string, html: Readonly<Record<string, string>>, status = 200): Response {
  const { language = "en", direction = "ltr" } = html
  const spoken = template.replace('lang="en" dir="ltr"', `lang="${language}" dir="${direction}"`)
  const filled = spoken.replace(/\{\{(\w+)\}\}/g, (_, name: string) => html[name] ?? "")
  return new Response(filled, { status, headers: HEADERS })
}

/** The browser's languages, the most wanted first; so many as matter. */
function wantedLanguages(request: Request): string[] {
  const header = request.headers.get("accept-language") ?? ""
  return header
    .slice(0, 300)
    .split(",")
    .map((one) => one.split(";")[0]?.trim() ?? "")
    .filter((tag) => /^[a-z]{2,3}(?:-|$)/i.test(tag))
}
