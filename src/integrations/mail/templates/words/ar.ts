import type { MailWords } from "../words.ts"

const words: MailWords = {
  hello: "مرحبًا {{first_name}}،",
  helloNobody: "مرحبًا،",
  labels: {
    name: "الاسم",
    email: "البريد الإلكتروني",
    phone: "الهاتف",
    priority: "الأولوية",
    page: "الصفحة",
    ticket: "التذكرة",
  },
  question: "سؤالك",
  conversation: "محادثتك",
  teamConversation: "المحادثة",
  priorities: { low: "منخفضة", medium: "متوسطة", high: "عالية", urgent: "عاجلة" },
  statuses: { open: "مفتوحة", in_progress: "قيد المعالجة", closed: "مغلقة" },
  openConversation: "فتح المحادثة",
  openTicket: "فتح التذكرة",
  replyHint: "يمكنك أيضًا الرد على هذه الرسالة مباشرة.",
  footer: "أُرسلت هذه الرسالة من {{company}}.",
  noticeFooter: "تصلك هذه الرسالة لأن {{company}} ردّت عليك بعد أن غادرت المحادثة.",
  unsubscribe: "لا ترسلوا إليّ هذه الرسائل بعد الآن",
  mails: {
    ticket_confirmation: {
      subject: "تذكرة الدعم {{ticket}}: {{subject}}",
      text: `{{greeting}}

لقد أنشأت لك تذكرة الدعم رقم {{ticket}}. هذه نسختك، وقد أُرسلت إلى {{email}}.

سيتواصل معك أحد موظفي الدعم قريبًا بمزيد من التفاصيل.

{{question}}

{{transcript}}

{{link}}

{{reply_hint}}`,
    },
    ticket_team: {
      subject: "تذكرة جديدة {{ticket}}: {{subject}}",
      text: `{{name}} يطلب المساعدة. الرد على هذه الرسالة يصل إلى {{email}}.

{{details}}

{{question}}

{{transcript}}

{{link}}`,
    },
    webhook_paused: {
      subject: "تم إيقاف الويب هوك {{webhook}} مؤقتًا: لم يُقبل أي شيء لمدة يوم",
      text: `لم يُقبل أي شيء مما أُرسل إلى الويب هوك {{webhook}} ({{address}}) لمدة يوم. تم إيقافه مؤقتًا: لن يُرسل إليه شيء آخر حتى يستأنفه أحد. تُحفظ أحداثه لمدة 30 يومًا.

{{fault}}

عندما يعمل المستقبِل من جديد: {{command}}`,
    },
    ticket_status: {
      subject: "تذكرة الدعم {{ticket}}: {{subject}}",
      text: `{{greeting}}

حالة تذكرة الدعم رقم {{ticket}} الآن: {{status}}.

{{link}}

{{reply_hint}}`,
    },
    ticket_comment: {
      subject: "تذكرة الدعم {{ticket}}: {{subject}}",
      text: `{{greeting}}

وصل رد من {{agent}} على تذكرة الدعم رقم {{ticket}}:

{{comment}}

{{link}}

{{reply_hint}}`,
    },
    reply_notice: {
      subject: "{{company}}: لديك رد (المحادثة {{conversation}})",
      text: `{{greeting}}

أثناء غيابك كتبت إليك {{company}}:

{{messages}}

{{link}}

{{reply_hint}}`,
    },
    transcript: {
      subject: "محادثتك مع {{company}}",
      text: `{{greeting}}

هذه هي المحادثة التي طلبتها.

{{transcript}}`,
    },
  },
  pages: {
    title: "محادثتك مع {{company}}",
    intro: "ستُفتح محادثتك بعد لحظات.",
    open: "فتح المحادثة",
    goOn: "متابعة هذه المحادثة",
    expiredTitle: "لم يعد هذا الرابط يعمل",
    expired:
      "مضى عليه أكثر من 30 يومًا أو لم يُنسخ كاملًا. يُرجى الرد على الرسالة التي وصل فيها، أو بدء محادثة جديدة على الموقع.",
    stopTitle: "إيقاف الرسائل المتعلقة بالردود؟",
    stopQuestion: "لن تصلك بعد الآن رسائل عندما تردّ عليك {{company}} في محادثة.",
    stop: "لا ترسلوا إليّ هذه الرسائل بعد الآن",
    stopped: "تم. لن تصلك بعد الآن رسائل عن الردود من {{company}}.",
    undo: "تراجع",
    undone: "تم. ستكتب إليك {{company}} من جديد عندما يكون لديك رد.",
  },
}

export default words
