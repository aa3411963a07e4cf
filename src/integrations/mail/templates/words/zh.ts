import type { MailWords } from "../words.ts"

const words: MailWords = {
  hello: "{{name}}，您好！",
  helloNobody: "您好！",
  labels: {
    name: "姓名",
    email: "电子邮箱",
    phone: "电话",
    priority: "优先级",
    page: "页面",
    ticket: "工单",
  },
  question: "您的问题",
  conversation: "您的对话",
  teamConversation: "对话",
  priorities: { low: "低", medium: "中", high: "高", urgent: "紧急" },
  statuses: { open: "待处理", in_progress: "处理中", closed: "已关闭" },
  openConversation: "打开对话",
  openTicket: "打开工单",
  replyHint: "您也可以直接回复此邮件。",
  footer: "此邮件由 {{company}} 发送。",
  noticeFooter: "您收到此邮件，是因为 {{company}} 在您离开对话后回复了您。",
  unsubscribe: "不再接收此类邮件",
  mails: {
    ticket_confirmation: {
      subject: "支持工单 #{{ticket}}：{{subject}}",
      text: `{{greeting}}

我已为您创建支持工单 #{{ticket}}。这是您的副本，已发送至 {{email}}。

客服人员将很快与您联系，提供更多详情。

{{question}}

{{transcript}}

{{link}}

{{reply_hint}}`,
    },
    ticket_team: {
      subject: "新工单 #{{ticket}}：{{subject}}",
      text: `{{name}} 请求帮助。回复此邮件将发送至 {{email}}。

{{details}}

{{question}}

{{transcript}}

{{link}}`,
    },
    webhook_paused: {
      subject: "Webhook {{webhook}} 已暂停：一整天没有任何事件被接收",
      text: `发送到 Webhook {{webhook}}（{{address}}）的内容一整天都没有被接收。它已暂停：在有人恢复之前，不会再向它发送任何内容。它的事件会保留 30 天。

{{fault}}

接收方恢复正常后：{{command}}`,
    },
    ticket_status: {
      subject: "支持工单 #{{ticket}}：{{subject}}",
      text: `{{greeting}}

您的支持工单 #{{ticket}} 的状态现为：{{status}}。

{{link}}

{{reply_hint}}`,
    },
    ticket_comment: {
      subject: "支持工单 #{{ticket}}：{{subject}}",
      text: `{{greeting}}

{{agent}} 回复了您的支持工单 #{{ticket}}：

{{comment}}

{{link}}

{{reply_hint}}`,
    },
    reply_notice: {
      subject: "{{company}}：您有新的回复（对话 {{conversation}}）",
      text: `{{greeting}}

在您离开期间，{{company}} 给您留言：

{{messages}}

{{link}}

{{reply_hint}}`,
    },
    transcript: {
      subject: "您与 {{company}} 的对话",
      text: `{{greeting}}

以下是您索取的对话记录。

{{transcript}}`,
    },
  },
  pages: {
    title: "您与 {{company}} 的对话",
    intro: "您的对话即将打开。",
    open: "打开对话",
    goOn: "继续此对话",
    expiredTitle: "此链接已失效",
    expired: "链接已超过 30 天，或未完整复制。请回复包含此链接的邮件，或在网站上开始新的对话。",
    stopTitle: "不再接收回复通知邮件？",
    stopQuestion: "当 {{company}} 在对话中回复您时，您将不再收到邮件。",
    stop: "不再接收此类邮件",
    stopped: "完成。您将不再收到 {{company}} 的回复通知邮件。",
    undo: "撤销",
    undone: "完成。有新的回复时，{{company}} 会再次给您发邮件。",
  },
}

export default words
