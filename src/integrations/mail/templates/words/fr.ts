import type { MailWords } from "../words.ts"

const words: MailWords = {
  hello: "Bonjour {{first_name}},",
  helloNobody: "Bonjour,",
  labels: {
    name: "Nom",
    email: "E-mail",
    phone: "Téléphone",
    priority: "Priorité",
    page: "Page",
    ticket: "Ticket",
  },
  question: "Votre question",
  conversation: "Votre conversation",
  teamConversation: "Conversation",
  priorities: { low: "Faible", medium: "Moyenne", high: "Élevée", urgent: "Urgente" },
  statuses: { open: "Ouvert", in_progress: "En cours", closed: "Fermé" },
  openConversation: "Ouvrir la conversation",
  openTicket: "Ouvrir le ticket",
  replyHint: "Vous pouvez aussi répondre directement à cet e-mail.",
  footer: "Cet e-mail a été envoyé par {{company}}.",
  noticeFooter:
    "Vous recevez cet e-mail parce que {{company}} vous a répondu alors que vous aviez quitté la conversation.",
  unsubscribe: "Ne plus recevoir ces e-mails",
  mails: {
    ticket_confirmation: {
      subject: "Ticket d’assistance #{{ticket}}\u00a0: {{subject}}",
      text: `{{greeting}}

J’ai créé le ticket d’assistance #{{ticket}} pour vous. Ceci est votre copie, envoyée à {{email}}.

Un conseiller vous contactera sous peu avec plus de détails.

{{question}}

{{transcript}}

{{link}}

{{reply_hint}}`,
    },
    ticket_team: {
      subject: "Nouveau ticket #{{ticket}}\u00a0: {{subject}}",
      text: `{{name}} demande de l’aide. Une réponse à cet e-mail sera envoyée à {{email}}.

{{details}}

{{question}}

{{transcript}}

{{link}}`,
    },
    webhook_paused: {
      subject: "Le webhook {{webhook}} est en pause\u00a0: rien n’a été accepté pendant un jour",
      text: `Rien de ce qui a été envoyé au webhook {{webhook}} ({{address}}) n’a été accepté pendant un jour. Il est en pause\u00a0: plus rien ne lui est envoyé jusqu’à ce que quelqu’un le reprenne. Ses événements sont conservés 30 jours.

{{fault}}

Quand le récepteur fonctionne à nouveau\u00a0: {{command}}`,
    },
    ticket_status: {
      subject: "Ticket d’assistance #{{ticket}}\u00a0: {{subject}}",
      text: `{{greeting}}

Votre ticket d’assistance #{{ticket}} a changé d’état. Nouvel état\u00a0: {{status}}.

{{link}}

{{reply_hint}}`,
    },
    ticket_comment: {
      subject: "Ticket d’assistance #{{ticket}}\u00a0: {{subject}}",
      text: `{{greeting}}

{{agent}} a répondu à votre ticket d’assistance #{{ticket}}\u00a0:

{{comment}}

{{link}}

{{reply_hint}}`,
    },
    reply_notice: {
      subject: "{{company}}\u00a0: vous avez une réponse (conversation {{conversation}})",
      text: `{{greeting}}

Pendant votre absence, {{company}} vous a écrit\u00a0:

{{messages}}

{{link}}

{{reply_hint}}`,
    },
    transcript: {
      subject: "Votre conversation avec {{company}}",
      text: `{{greeting}}

Voici la conversation que vous avez demandée.

{{transcript}}`,
    },
  },
  pages: {
    title: "Votre conversation avec {{company}}",
    intro: "Votre conversation va s’ouvrir.",
    open: "Ouvrir la conversation",
    goOn: "Reprendre cette conversation",
    expiredTitle: "Ce lien ne fonctionne plus",
    expired:
      "Il date de plus de 30 jours ou n’a pas été copié en entier. Répondez à l’e-mail dont il provient ou commencez une nouvelle conversation sur le site.",
    stopTitle: "Ne plus recevoir d’e-mails de réponse\u00a0?",
    stopQuestion:
      "Vous ne recevrez plus d’e-mail lorsque {{company}} vous aura répondu dans une conversation.",
    stop: "Ne plus recevoir ces e-mails",
    stopped: "C’est fait. Vous ne recevrez plus d’e-mails de réponse de {{company}}.",
    undo: "Annuler",
    undone: "C’est fait. {{company}} vous écrira de nouveau lorsque vous aurez une réponse.",
  },
}

export default words
