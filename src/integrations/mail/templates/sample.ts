import { replyNotice, transcriptMail } from "../conversation-mails.ts"
import type { Mail } from "../message.ts"
import { ticketConfirmation } from "../ticket-confirmation.ts"
import { ticketCommentMail, ticketStatusMail, ticketTeamMail } from "../ticket-mails.ts"
import { webhookPausedMail } from "../webhook-mail.ts"
import type { Language } from "./languages.ts"
import type { MailName } from "./mails.ts"
import type { Letter } from "./render.ts"

interface Sample {
  name: string
  agent: string
  question: string
  reply: string
}

const ENGLISH: Sample = {
  name: "Ada Lovelace",
  agent: "Grace",
  question: "My engine does not turn any more.\nIt worked until yesterday; error X-1234 <E>.",
  reply: "Please hold the red switch for ten seconds.\nDoes the light go on then?",
}

/** People of each direction of writing, so that a preview shows what becomes of names among other letters. */
const SAMPLES: Partial<Record<Language, Sample>> = {
  ar: {
    name: "ليلى حداد",
    agent: "Grace",
    question: "المحرك لا يدور منذ الأمس، ويظهر الخطأ X-1234.",
    reply: "يُرجى الضغط على المفتاح الأحمر (RESET) لمدة 10 ثوانٍ.\nهل يضيء المصباح بعد ذلك؟",
  },
  he: {
    name: "נועה לוי",
    agent: "Grace",
    question: "המנוע לא מסתובב מאתמול, ומופיעה שגיאה X-1234.",
    reply: "נא ללחוץ על המתג האדום (RESET) במשך 10 שניות.\nהאם הנורה נדלקת?",
  },
  ja: {
    name: "山田花子",
    agent: "鈴木",
    question: "昨日からエンジンが回りません。エラー X-1234 が出ます。",
    reply: "赤いスイッチを 10 秒間押し続けてください。",
  },
  zh: {
    name: "李娜",
    agent: "王伟",
    question: "发动机从昨天起就不转了，显示错误 X-1234。",
    reply: "请按住红色开关十秒钟。",
  },
}

const LINK = "https://chat.example.com/c/ct_sample"
const STOP = "https://chat.example.com/u/nt_sample"
const AT = "2026-11-21T10:30:00.000Z"
const LATER = "2026-11-21T10:42:00.000Z"

/** A mail with made-up contents, to see what a template makes of it. */
export function sampleMail(mail: MailName, letter: Omit<Letter, "reader">): Mail {
  const { name, agent, question, reply } = SAMPLES[letter.language] ?? ENGLISH
  const email = "ada@example.com"
  const reader = { name, email }
  const said = [
    { who: name, own: true, text: question, at: AT },
    { who: agent, own: false, text: reply, at: LATER },
  ]
  const about = { ticketId: "T-128", question, priority: "high" } as const
  const common = { letter: { ...letter, reader }, messageId: "<sample@chatd>", timeZone: "UTC" }
  const news = { ...common, ...about, email, link: LINK, answerable: true, status: "in_progress" } as const
  switch (mail) {
    case "ticket_confirmation":
      return ticketConfirmation({
        ...common,
        ...about,
        name,
        email,
        transcript: said,
        link: LINK,
        answerable: true,
      })
    case "ticket_team":
      return ticketTeamMail({
        ...common,
        ...about,
        to: ["team@example.com"],
        requester: { ...reader, phone: "+44 20 7946 0018" },
        transcript: said,
        page: "https://shop.example.com/engines/12?color=red",
        link: "https://example.freshdesk.com/a/tickets/128",
      })
    case "ticket_status":
      return ticketStatusMail(news)
    case "ticket_comment":
      return ticketCommentMail({ ...news, agent, comment: reply })
    case "reply_notice":
      return replyNotice({
        ...common,
        conversation: 128,
        lines: said.slice(1),
        link: LINK,
        answerable: true,
        unsubscribe: STOP,
      })
    case "webhook_paused":
      return webhookPausedMail({
        ...common,
        to: ["team@example.com"],
        number: 1,
        address: "https://shop.example.com/chatd-events",
        fault: "It answered with status 503.",
      })
    case "transcript":
      return transcriptMail({ ...common, to: email, conversation: 128, lines: said })
  }
}
