import type { MailWords } from "../words.ts"

const words: MailWords = {
  hello: "Olá, {{first_name}}!",
  helloNobody: "Olá!",
  labels: {
    name: "Nome",
    email: "E-mail",
    phone: "Telefone",
    priority: "Prioridade",
    page: "Página",
    ticket: "Ticket",
  },
  question: "A sua pergunta",
  conversation: "A sua conversa",
  teamConversation: "Conversa",
  priorities: { low: "Baixa", medium: "Média", high: "Alta", urgent: "Urgente" },
  statuses: { open: "Aberto", in_progress: "Em andamento", closed: "Fechado" },
  openConversation: "Abrir a conversa",
  openTicket: "Abrir o ticket",
  replyHint: "Também pode responder diretamente a este e-mail.",
  footer: "Este e-mail foi enviado por {{company}}.",
  noticeFooter: "Recebe este e-mail porque {{company}} respondeu quando já não estava na conversa.",
  unsubscribe: "Não quero receber mais e-mails destes",
  mails: {
    ticket_confirmation: {
      subject: "Ticket de suporte #{{ticket}}: {{subject}}",
      text: `{{greeting}}

Criei o ticket de suporte #{{ticket}} para si. Esta é a sua cópia, enviada para {{email}}.

Um agente de suporte entrará em contacto em breve com mais detalhes.

{{question}}

{{transcript}}

{{link}}

{{reply_hint}}`,
    },
    ticket_team: {
      subject: "Novo ticket #{{ticket}}: {{subject}}",
      text: `{{name}} pede ajuda. Uma resposta a este e-mail vai para {{email}}.

{{details}}

{{question}}

{{transcript}}

{{link}}`,
    },
    webhook_paused: {
      subject: "O webhook {{webhook}} está em pausa: nada foi aceito durante um dia",
      text: `Nada do que foi enviado ao webhook {{webhook}} ({{address}}) foi aceito durante um dia. Ele está em pausa: nada mais lhe é enviado até que alguém o retome. Os seus eventos são guardados por 30 dias.

{{fault}}

Quando o receptor voltar a funcionar: {{command}}`,
    },
    ticket_status: {
      subject: "Ticket de suporte #{{ticket}}: {{subject}}",
      text: `{{greeting}}

O estado do seu ticket de suporte #{{ticket}} é agora: {{status}}.

{{link}}

{{reply_hint}}`,
    },
    ticket_comment: {
      subject: "Ticket de suporte #{{ticket}}: {{subject}}",
      text: `{{greeting}}

{{agent}} respondeu ao seu ticket de suporte #{{ticket}}:

{{comment}}

{{link}}

{{reply_hint}}`,
    },
    reply_notice: {
      subject: "{{company}}: tem uma resposta (conversa {{conversation}})",
      text: `{{greeting}}

Enquanto esteve ausente, {{company}} escreveu:

{{messages}}

{{link}}

{{reply_hint}}`,
    },
    transcript: {
      subject: "A sua conversa com {{company}}",
      text: `{{greeting}}

Aqui está a conversa que pediu.

{{transcript}}`,
    },
  },
  pages: {
    title: "A sua conversa com {{company}}",
    intro: "A sua conversa abre dentro de instantes.",
    open: "Abrir a conversa",
    goOn: "Continuar esta conversa",
    expiredTitle: "Este link já não funciona",
    expired:
      "Tem mais de 30 dias ou não foi copiado por inteiro. Responda ao e-mail em que o recebeu ou inicie uma nova conversa no site.",
    stopTitle: "Não receber mais e-mails sobre respostas?",
    stopQuestion: "Não receberá mais e-mails quando {{company}} lhe responder numa conversa.",
    stop: "Não quero receber mais e-mails destes",
    stopped: "Feito. Não receberá mais e-mails de {{company}} sobre respostas.",
    undo: "Anular",
    undone: "Feito. {{company}} voltará a escrever-lhe quando tiver uma resposta.",
  },
}

export default words
