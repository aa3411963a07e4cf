import type { MailWords } from "../words.ts"

const words: MailWords = {
  hello: "Hello {{first_name}},",
  helloNobody: "Hello,",
  labels: {
    name: "Name",
    email: "E-mail",
    phone: "Phone",
    priority: "Priority",
    page: "Page",
    ticket: "Ticket",
  },
  question: "Your question",
  conversation: "Your conversation",
  teamConversation: "Conversation",
  priorities: { low: "Low", medium: "Medium", high: "High", urgent: "Urgent" },
  statuses: { open: "Open", in_progress: "In progress", closed: "Closed" },
  openConversation: "Open the conversation",
  openTicket: "Open the ticket",
  replyHint: "You can also answer by replying to this e-mail.",
  footer: "This e-mail was sent by {{company}}.",
  noticeFooter:
    "You get this e-mail because {{company}} answered you while you were away from the conversation.",
  unsubscribe: "Send me no more of these",
  mails: {
    ticket_confirmation: {
      subject: "Support ticket #{{ticket}}: {{subject}}",
      text: `Hi {{first_name}}, I've created support ticket #{{ticket}} for you. This is your copy, sent to {{email}} for your reference.

A support agent will reach out to you shortly with more details.

{{question}}

{{transcript}}

{{link}}

{{reply_hint}}`,
    },
    ticket_team: {
      subject: "New ticket #{{ticket}}: {{subject}}",
      text: `{{name}} asks for help. A reply to this e-mail goes to {{email}}.

{{details}}

{{question}}

{{transcript}}

{{link}}`,
    },
    webhook_paused: {
      subject: "Webhook {{webhook}} is paused: nothing was taken for a day",
      text: `Nothing that was sent to webhook {{webhook}} ({{address}}) was taken for a day. It is paused: nothing more is sent to it until somebody resumes it. Its events are kept for 30 days.

{{fault}}

Once its receiver is well again: {{command}}`,
    },
    ticket_status: {
      subject: "Support ticket #{{ticket}}: {{subject}}",
      text: `{{greeting}}

The status of your support ticket #{{ticket}} is now: {{status}}.

{{link}}

{{reply_hint}}`,
    },
    ticket_comment: {
      subject: "Support ticket #{{ticket}}: {{subject}}",
      text: `{{greeting}}

{{agent}} has answered your support ticket #{{ticket}}:

{{comment}}

{{link}}

{{reply_hint}}`,
    },
    reply_notice: {
      subject: "{{company}}: you have a reply (conversation {{conversation}})",
      text: `{{greeting}}

While you were away, {{company}} wrote to you:

{{messages}}

{{link}}

{{reply_hint}}`,
    },
    transcript: {
      subject: "Your conversation with {{company}}",
      text: `{{greeting}}

Here is the conversation that you asked for.

{{transcript}}`,
    },
  },
  pages: {
    title: "Your conversation with {{company}}",
    intro: "Your conversation opens in a moment.",
    open: "Open the conversation",
    goOn: "Go on with this conversation",
    expiredTitle: "This link does not work any more",
    expired:
      "It is older than 30 days, or it was not copied whole. Please answer the e-mail that it came with, or start a new conversation on the website.",
    stopTitle: "No more e-mails about replies?",
    stopQuestion: "You will get no more e-mails when {{company}} has answered you in a conversation.",
    stop: "Send me no more of these",
    stopped: "Done. You will get no more e-mails about replies from {{company}}.",
    undo: "Undo",
    undone: "Done. You will hear from {{company}} by e-mail again when you have a reply.",
  },
}

export default words
