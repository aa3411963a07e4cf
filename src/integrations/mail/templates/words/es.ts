import type { MailWords } from "../words.ts"

const words: MailWords = {
  hello: "Hola, {{first_name}}:",
  helloNobody: "Hola:",
  labels: {
    name: "Nombre",
    email: "Correo electrónico",
    phone: "Teléfono",
    priority: "Prioridad",
    page: "Página",
    ticket: "Ticket",
  },
  question: "Su pregunta",
  conversation: "Su conversación",
  teamConversation: "Conversación",
  priorities: { low: "Baja", medium: "Media", high: "Alta", urgent: "Urgente" },
  statuses: { open: "Abierto", in_progress: "En curso", closed: "Cerrado" },
  openConversation: "Abrir la conversación",
  openTicket: "Abrir el ticket",
  replyHint: "También puede responder directamente a este correo.",
  footer: "Este correo ha sido enviado por {{company}}.",
  noticeFooter: "Recibe este correo porque {{company}} le respondió cuando ya no estaba en la conversación.",
  unsubscribe: "No enviarme más correos como este",
  mails: {
    ticket_confirmation: {
      subject: "Ticket de soporte #{{ticket}}: {{subject}}",
      text: `{{greeting}}

He creado el ticket de soporte #{{ticket}} para usted. Esta es su copia, enviada a {{email}}.

Un agente de soporte se pondrá en contacto con usted en breve con más detalles.

{{question}}

{{transcript}}

{{link}}

{{reply_hint}}`,
    },
    ticket_team: {
      subject: "Nuevo ticket #{{ticket}}: {{subject}}",
      text: `{{name}} pide ayuda. Si responde a este correo, la respuesta llega a {{email}}.

{{details}}

{{question}}

{{transcript}}

{{link}}`,
    },
    webhook_paused: {
      subject: "El webhook {{webhook}} está en pausa: no se aceptó nada durante un día",
      text: `Nada de lo enviado al webhook {{webhook}} ({{address}}) se aceptó durante un día. Está en pausa: no se le envía nada más hasta que alguien lo reanude. Sus eventos se conservan 30 días.

{{fault}}

Cuando el receptor vuelva a funcionar: {{command}}`,
    },
    ticket_status: {
      subject: "Ticket de soporte #{{ticket}}: {{subject}}",
      text: `{{greeting}}

El estado de su ticket de soporte #{{ticket}} es ahora: {{status}}.

{{link}}

{{reply_hint}}`,
    },
    ticket_comment: {
      subject: "Ticket de soporte #{{ticket}}: {{subject}}",
      text: `{{greeting}}

{{agent}} ha respondido a su ticket de soporte #{{ticket}}:

{{comment}}

{{link}}

{{reply_hint}}`,
    },
    reply_notice: {
      subject: "{{company}}: tiene una respuesta (conversación {{conversation}})",
      text: `{{greeting}}

Mientras no estaba, {{company}} le escribió:

{{messages}}

{{link}}

{{reply_hint}}`,
    },
    transcript: {
      subject: "Su conversación con {{company}}",
      text: `{{greeting}}

Aquí tiene la conversación que pidió.

{{transcript}}`,
    },
  },
  pages: {
    title: "Su conversación con {{company}}",
    intro: "Su conversación se abrirá enseguida.",
    open: "Abrir la conversación",
    goOn: "Continuar esta conversación",
    expiredTitle: "Este enlace ya no funciona",
    expired:
      "Tiene más de 30 días o no se copió completo. Responda al correo en el que lo recibió o inicie una nueva conversación en el sitio web.",
    stopTitle: "¿No recibir más correos sobre respuestas?",
    stopQuestion: "No recibirá más correos cuando {{company}} le haya respondido en una conversación.",
    stop: "No enviarme más correos como este",
    stopped: "Listo. No recibirá más correos de {{company}} sobre respuestas.",
    undo: "Deshacer",
    undone: "Listo. {{company}} volverá a escribirle cuando tenga una respuesta.",
  },
}

export default words
