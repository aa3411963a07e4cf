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
  question: "Sua pergunta",
  conversation: "Sua conversa",
  teamConversation: "Conversa",
  priorities: { low: "Baixa", medium: "Média", high: "Alta", urgent: "Urgente" },
  statuses: { open: "Aberto", in_progress: "Em andamento", closed: "Fechado" },
  openConversation: "Abrir a conversa",
  openTicket: "Abrir o ticket",
  replyHint: "Você também pode responder diretamente a este e-mail.",
  footer: "Este e-mail foi enviado por {{company}}.",
  noticeFooter:
    "Você recebe este e-mail porque {{company}} respondeu quando você não estava mais na conversa.",
  unsubscribe: "Não quero mais receber estes e-mails",
  mails: {
    ticket_confirmation: {
      subject: "Ticket de suporte #{{ticket}}: {{subject}}",
      text: `{{greeting}}

Criei o ticket de suporte #{{ticket}} para você. Esta é a sua cópia, enviada para {{email}}.

Um atendente entrará em contato em breve com mais detalhes.

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
      text: `Nada do que foi enviado ao webhook {{webhook}} ({{address}}) foi aceito durante um dia. Ele está em pausa: nada mais é enviado a ele até que alguém o retome. Seus eventos são guardados por 30 dias.

{{fault}}

Quando o receptor voltar a funcionar: {{command}}`,
    },
    ticket_status: {
      subject: "Ticket de suporte #{{ticket}}: {{subject}}",
      text: `{{greeting}}

O status do seu ticket de suporte #{{ticket}} agora é: {{status}}.

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
      subject: "{{company}}: você tem uma resposta (conversa {{conversation}})",
      text: `{{greeting}}

Enquanto você esteve ausente, {{company}} escreveu:

{{messages}}

{{link}}

{{reply_hint}}`,
    },
    transcript: {
      subject: "Sua conversa com {{company}}",
      text: `{{greeting}}

Aqui está a conversa que você pediu.

{{transcript}}`,
    },
  },
  pages: {
    title: "Sua conversa com {{company}}",
    intro: "Sua conversa será aberta em instantes.",
    open: "Abrir a conversa",
    goOn: "Continuar esta conversa",
    expiredTitle: "Este link não funciona mais",
    expired:
      "Ele tem mais de 30 dias ou não foi copiado por inteiro. Responda ao e-mail em que você o recebeu ou inicie uma nova conversa no site.",
    stopTitle: "Não receber mais e-mails sobre respostas?",
    stopQuestion: "Você não receberá mais e-mails quando {{company}} responder a você em uma conversa.",
    stop: "Não quero mais receber estes e-mails",
    stopped: "Pronto. Você não receberá mais e-mails de {{company}} sobre respostas.",
    undo: "Desfazer",
    undone: "Pronto. {{company}} voltará a escrever quando você tiver uma resposta.",
  },
}

export default words
