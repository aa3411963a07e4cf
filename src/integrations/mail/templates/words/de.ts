import type { MailWords } from "../words.ts"

const words: MailWords = {
  hello: "Guten Tag {{first_name}},",
  helloNobody: "Guten Tag,",
  labels: {
    name: "Name",
    email: "E-Mail",
    phone: "Telefon",
    priority: "Priorität",
    page: "Seite",
    ticket: "Ticket",
  },
  question: "Ihre Frage",
  conversation: "Ihre Unterhaltung",
  teamConversation: "Unterhaltung",
  priorities: { low: "Niedrig", medium: "Mittel", high: "Hoch", urgent: "Dringend" },
  statuses: { open: "Offen", in_progress: "In Bearbeitung", closed: "Geschlossen" },
  openConversation: "Unterhaltung öffnen",
  openTicket: "Ticket öffnen",
  replyHint: "Sie können auch einfach auf diese E-Mail antworten.",
  footer: "Diese E-Mail wurde von {{company}} gesendet.",
  noticeFooter:
    "Sie erhalten diese E-Mail, weil {{company}} Ihnen geantwortet hat, als Sie nicht mehr in der Unterhaltung waren.",
  unsubscribe: "Keine solchen E-Mails mehr senden",
  mails: {
    ticket_confirmation: {
      subject: "Support-Ticket #{{ticket}}: {{subject}}",
      text: `{{greeting}}

ich habe das Support-Ticket #{{ticket}} für Sie erstellt. Dies ist Ihre Kopie, gesendet an {{email}}.

Unser Support meldet sich in Kürze mit weiteren Einzelheiten bei Ihnen.

{{question}}

{{transcript}}

{{link}}

{{reply_hint}}`,
    },
    ticket_team: {
      subject: "Neues Ticket #{{ticket}}: {{subject}}",
      text: `{{name}} bittet um Hilfe. Eine Antwort auf diese E-Mail geht an {{email}}.

{{details}}

{{question}}

{{transcript}}

{{link}}`,
    },
    webhook_paused: {
      subject: "Webhook {{webhook}} ist angehalten: einen Tag lang wurde nichts angenommen",
      text: `Nichts, was in den letzten 24 Stunden an Webhook {{webhook}} ({{address}}) gesendet wurde, wurde angenommen. Er ist angehalten: Es wird nichts mehr gesendet, bis ihn jemand fortsetzt. Seine Ereignisse werden 30 Tage aufbewahrt.

{{fault}}

Sobald der Empfänger wieder läuft: {{command}}`,
    },
    ticket_status: {
      subject: "Support-Ticket #{{ticket}}: {{subject}}",
      text: `{{greeting}}

der Status Ihres Support-Tickets #{{ticket}} ist jetzt: {{status}}.

{{link}}

{{reply_hint}}`,
    },
    ticket_comment: {
      subject: "Support-Ticket #{{ticket}}: {{subject}}",
      text: `{{greeting}}

{{agent}} hat auf Ihr Support-Ticket #{{ticket}} geantwortet:

{{comment}}

{{link}}

{{reply_hint}}`,
    },
    reply_notice: {
      subject: "{{company}}: Sie haben eine Antwort (Unterhaltung {{conversation}})",
      text: `{{greeting}}

während Sie weg waren, hat {{company}} Ihnen geschrieben:

{{messages}}

{{link}}

{{reply_hint}}`,
    },
    transcript: {
      subject: "Ihre Unterhaltung mit {{company}}",
      text: `{{greeting}}

hier ist die Unterhaltung, um die Sie gebeten haben.

{{transcript}}`,
    },
  },
  pages: {
    title: "Ihre Unterhaltung mit {{company}}",
    intro: "Ihre Unterhaltung wird gleich geöffnet.",
    open: "Unterhaltung öffnen",
    goOn: "Diese Unterhaltung fortsetzen",
    expiredTitle: "Dieser Link funktioniert nicht mehr",
    expired:
      "Er ist älter als 30 Tage oder wurde nicht vollständig kopiert. Bitte antworten Sie auf die E-Mail, aus der er stammt, oder beginnen Sie auf der Website eine neue Unterhaltung.",
    stopTitle: "Keine E-Mails über Antworten mehr?",
    stopQuestion:
      "Sie erhalten dann keine E-Mails mehr, wenn {{company}} Ihnen in einer Unterhaltung geantwortet hat.",
    stop: "Keine solchen E-Mails mehr senden",
    stopped: "Erledigt. Sie erhalten von {{company}} keine E-Mails über Antworten mehr.",
    undo: "Rückgängig machen",
    undone: "Erledigt. {{company}} schreibt Ihnen wieder eine E-Mail, wenn Sie eine Antwort haben.",
  },
}

export default words
