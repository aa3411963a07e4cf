import type { MailWords } from "../words.ts"

const words: MailWords = {
  hello: "Buongiorno {{first_name}},",
  helloNobody: "Buongiorno,",
  labels: {
    name: "Nome",
    email: "E-mail",
    phone: "Telefono",
    priority: "Priorità",
    page: "Pagina",
    ticket: "Ticket",
  },
  question: "La sua domanda",
  conversation: "La sua conversazione",
  teamConversation: "Conversazione",
  priorities: { low: "Bassa", medium: "Media", high: "Alta", urgent: "Urgente" },
  statuses: { open: "Aperto", in_progress: "In lavorazione", closed: "Chiuso" },
  openConversation: "Apri la conversazione",
  openTicket: "Apri il ticket",
  replyHint: "Può anche rispondere direttamente a questa e-mail.",
  footer: "Questa e-mail è stata inviata da {{company}}.",
  noticeFooter:
    "Riceve questa e-mail perché {{company}} le ha risposto quando non era più nella conversazione.",
  unsubscribe: "Non inviarmi più queste e-mail",
  mails: {
    ticket_confirmation: {
      subject: "Ticket di assistenza #{{ticket}}: {{subject}}",
      text: `{{greeting}}

ho creato per lei il ticket di assistenza #{{ticket}}. Questa è la sua copia, inviata a {{email}}.

Un operatore la contatterà a breve con maggiori dettagli.

{{question}}

{{transcript}}

{{link}}

{{reply_hint}}`,
    },
    ticket_team: {
      subject: "Nuovo ticket #{{ticket}}: {{subject}}",
      text: `{{name}} chiede aiuto. Una risposta a questa e-mail arriva a {{email}}.

{{details}}

{{question}}

{{transcript}}

{{link}}`,
    },
    webhook_paused: {
      subject: "Il webhook {{webhook}} è in pausa: per un giorno non è stato accettato nulla",
      text: `Nulla di quanto inviato al webhook {{webhook}} ({{address}}) è stato accettato per un giorno. È in pausa: non gli viene inviato più nulla finché qualcuno non lo riattiva. I suoi eventi sono conservati per 30 giorni.

{{fault}}

Quando il ricevitore funziona di nuovo: {{command}}`,
    },
    ticket_status: {
      subject: "Ticket di assistenza #{{ticket}}: {{subject}}",
      text: `{{greeting}}

lo stato del suo ticket di assistenza #{{ticket}} è ora: {{status}}.

{{link}}

{{reply_hint}}`,
    },
    ticket_comment: {
      subject: "Ticket di assistenza #{{ticket}}: {{subject}}",
      text: `{{greeting}}

{{agent}} ha risposto al suo ticket di assistenza #{{ticket}}:

{{comment}}

{{link}}

{{reply_hint}}`,
    },
    reply_notice: {
      subject: "{{company}}: ha una risposta (conversazione {{conversation}})",
      text: `{{greeting}}

mentre non c’era, {{company}} le ha scritto:

{{messages}}

{{link}}

{{reply_hint}}`,
    },
    transcript: {
      subject: "La sua conversazione con {{company}}",
      text: `{{greeting}}

ecco la conversazione che ha richiesto.

{{transcript}}`,
    },
  },
  pages: {
    title: "La sua conversazione con {{company}}",
    intro: "La sua conversazione si apre tra un attimo.",
    open: "Apri la conversazione",
    goOn: "Continua questa conversazione",
    expiredTitle: "Questo link non funziona più",
    expired:
      "Ha più di 30 giorni o non è stato copiato per intero. Risponda all’e-mail in cui l’ha ricevuto oppure inizi una nuova conversazione sul sito.",
    stopTitle: "Non ricevere più e-mail sulle risposte?",
    stopQuestion: "Non riceverà più e-mail quando {{company}} le avrà risposto in una conversazione.",
    stop: "Non inviarmi più queste e-mail",
    stopped: "Fatto. Non riceverà più e-mail da {{company}} sulle risposte.",
    undo: "Annulla",
    undone: "Fatto. {{company}} le scriverà di nuovo quando avrà una risposta.",
  },
}

export default words
