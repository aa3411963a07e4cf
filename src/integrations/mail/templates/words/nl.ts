import type { MailWords } from "../words.ts"

const words: MailWords = {
  hello: "Hallo {{first_name}},",
  helloNobody: "Hallo,",
  labels: {
    name: "Naam",
    email: "E-mail",
    phone: "Telefoon",
    priority: "Prioriteit",
    page: "Pagina",
    ticket: "Ticket",
  },
  question: "Uw vraag",
  conversation: "Uw gesprek",
  teamConversation: "Gesprek",
  priorities: { low: "Laag", medium: "Gemiddeld", high: "Hoog", urgent: "Dringend" },
  statuses: { open: "Open", in_progress: "In behandeling", closed: "Gesloten" },
  openConversation: "Gesprek openen",
  openTicket: "Ticket openen",
  replyHint: "U kunt ook gewoon op deze e-mail antwoorden.",
  footer: "Deze e-mail is verzonden door {{company}}.",
  noticeFooter:
    "U ontvangt deze e-mail omdat {{company}} u heeft geantwoord toen u niet meer in het gesprek was.",
  unsubscribe: "Stuur mij deze e-mails niet meer",
  mails: {
    ticket_confirmation: {
      subject: "Supportticket #{{ticket}}: {{subject}}",
      text: `{{greeting}}

ik heb supportticket #{{ticket}} voor u aangemaakt. Dit is uw kopie, verzonden naar {{email}}.

Een medewerker neemt binnenkort contact met u op met meer informatie.

{{question}}

{{transcript}}

{{link}}

{{reply_hint}}`,
    },
    ticket_team: {
      subject: "Nieuw ticket #{{ticket}}: {{subject}}",
      text: `{{name}} vraagt om hulp. Een antwoord op deze e-mail gaat naar {{email}}.

{{details}}

{{question}}

{{transcript}}

{{link}}`,
    },
    webhook_paused: {
      subject: "Webhook {{webhook}} is gepauzeerd: een dag lang werd niets aangenomen",
      text: `Niets van wat naar webhook {{webhook}} ({{address}}) is gestuurd, werd een dag lang aangenomen. Hij is gepauzeerd: er wordt niets meer naartoe gestuurd totdat iemand hem hervat. De gebeurtenissen worden 30 dagen bewaard.

{{fault}}

Zodra de ontvanger weer werkt: {{command}}`,
    },
    ticket_status: {
      subject: "Supportticket #{{ticket}}: {{subject}}",
      text: `{{greeting}}

de status van uw supportticket #{{ticket}} is nu: {{status}}.

{{link}}

{{reply_hint}}`,
    },
    ticket_comment: {
      subject: "Supportticket #{{ticket}}: {{subject}}",
      text: `{{greeting}}

{{agent}} heeft geantwoord op uw supportticket #{{ticket}}:

{{comment}}

{{link}}

{{reply_hint}}`,
    },
    reply_notice: {
      subject: "{{company}}: u hebt een antwoord (gesprek {{conversation}})",
      text: `{{greeting}}

terwijl u weg was, heeft {{company}} u geschreven:

{{messages}}

{{link}}

{{reply_hint}}`,
    },
    transcript: {
      subject: "Uw gesprek met {{company}}",
      text: `{{greeting}}

hier is het gesprek waar u om vroeg.

{{transcript}}`,
    },
  },
  pages: {
    title: "Uw gesprek met {{company}}",
    intro: "Uw gesprek wordt zo geopend.",
    open: "Gesprek openen",
    goOn: "Dit gesprek voortzetten",
    expiredTitle: "Deze link werkt niet meer",
    expired:
      "Hij is ouder dan 30 dagen of niet volledig gekopieerd. Beantwoord de e-mail waarin u hem kreeg, of begin een nieuw gesprek op de website.",
    stopTitle: "Geen e-mails over antwoorden meer?",
    stopQuestion: "U krijgt dan geen e-mail meer als {{company}} u in een gesprek heeft geantwoord.",
    stop: "Stuur mij deze e-mails niet meer",
    stopped: "Klaar. U krijgt van {{company}} geen e-mails over antwoorden meer.",
    undo: "Ongedaan maken",
    undone: "Klaar. {{company}} mailt u weer als u een antwoord hebt.",
  },
}

export default words
