import type { MailWords } from "../words.ts"

const words: MailWords = {
  hello: "{{name}} 様",
  helloNobody: "こんにちは。",
  labels: {
    name: "お名前",
    email: "メールアドレス",
    phone: "電話番号",
    priority: "優先度",
    page: "ページ",
    ticket: "チケット",
  },
  question: "お問い合わせ内容",
  conversation: "会話の内容",
  teamConversation: "会話の内容",
  priorities: { low: "低", medium: "中", high: "高", urgent: "緊急" },
  statuses: { open: "受付済み", in_progress: "対応中", closed: "完了" },
  openConversation: "会話を開く",
  openTicket: "チケットを開く",
  replyHint: "このメールに返信して回答することもできます。",
  footer: "このメールは {{company}} から送信されました。",
  noticeFooter: "会話を離れられた後に {{company}} から返信があったため、このメールをお送りしています。",
  unsubscribe: "今後このメールを受け取らない",
  mails: {
    ticket_confirmation: {
      subject: "サポートチケット #{{ticket}}: {{subject}}",
      text: `{{greeting}}

サポートチケット #{{ticket}} を作成しました。これはお客様の控えで、{{email}} にお送りしています。

担当者よりまもなく詳細をご連絡いたします。

{{question}}

{{transcript}}

{{link}}

{{reply_hint}}`,
    },
    ticket_team: {
      subject: "新しいチケット #{{ticket}}: {{subject}}",
      text: `{{name}} 様からお問い合わせがありました。このメールに返信すると {{email}} に届きます。

{{details}}

{{question}}

{{transcript}}

{{link}}`,
    },
    webhook_paused: {
      subject: "Webhook {{webhook}} を一時停止しました: 1 日間何も受け取られませんでした",
      text: `Webhook {{webhook}}（{{address}}）に送信したものは、1 日間何も受け取られませんでした。一時停止したため、再開されるまで何も送信されません。イベントは 30 日間保存されます。

{{fault}}

受信側が復旧したら: {{command}}`,
    },
    ticket_status: {
      subject: "サポートチケット #{{ticket}}: {{subject}}",
      text: `{{greeting}}

サポートチケット #{{ticket}} の状態が変わりました。現在の状態: {{status}}

{{link}}

{{reply_hint}}`,
    },
    ticket_comment: {
      subject: "サポートチケット #{{ticket}}: {{subject}}",
      text: `{{greeting}}

サポートチケット #{{ticket}} に {{agent}} から回答がありました。

{{comment}}

{{link}}

{{reply_hint}}`,
    },
    reply_notice: {
      subject: "{{company}}: 返信があります(会話 {{conversation}})",
      text: `{{greeting}}

ご不在の間に {{company}} からメッセージがありました。

{{messages}}

{{link}}

{{reply_hint}}`,
    },
    transcript: {
      subject: "{{company}} との会話",
      text: `{{greeting}}

ご依頼の会話の内容をお送りします。

{{transcript}}`,
    },
  },
  pages: {
    title: "{{company}} との会話",
    intro: "まもなく会話が開きます。",
    open: "会話を開く",
    goOn: "この会話を続ける",
    expiredTitle: "このリンクはご利用いただけません",
    expired:
      "30 日以上経過しているか、リンク全体がコピーされていません。届いたメールに返信するか、ウェブサイトで新しい会話を始めてください。",
    stopTitle: "返信のお知らせメールを停止しますか？",
    stopQuestion: "{{company}} から会話で返信があっても、メールでのお知らせは届かなくなります。",
    stop: "今後このメールを受け取らない",
    stopped: "完了しました。{{company}} からの返信のお知らせメールは届きません。",
    undo: "元に戻す",
    undone: "完了しました。返信があったときは、再び {{company}} からメールでお知らせします。",
  },
}

export default words
