import type { MailWords } from "../words.ts"

const words: MailWords = {
  hello: "שלום {{first_name}},",
  helloNobody: "שלום,",
  labels: {
    name: "שם",
    email: "דוא״ל",
    phone: "טלפון",
    priority: "עדיפות",
    page: "דף",
    ticket: "פנייה",
  },
  question: "השאלה שלך",
  conversation: "השיחה שלך",
  teamConversation: "השיחה",
  priorities: { low: "נמוכה", medium: "בינונית", high: "גבוהה", urgent: "דחופה" },
  statuses: { open: "פתוחה", in_progress: "בטיפול", closed: "סגורה" },
  openConversation: "פתיחת השיחה",
  openTicket: "פתיחת הפנייה",
  replyHint: "אפשר גם פשוט להשיב להודעה הזאת.",
  footer: "ההודעה נשלחה על ידי {{company}}.",
  noticeFooter: "ההודעה נשלחה אליך כי התקבלה תשובה מאת {{company}} אחרי שעזבת את השיחה.",
  unsubscribe: "לא לשלוח לי עוד הודעות כאלה",
  mails: {
    ticket_confirmation: {
      subject: "פניית תמיכה {{ticket}}: {{subject}}",
      text: `{{greeting}}

יצרתי עבורך פניית תמיכה מספר {{ticket}}. זה העותק שלך, שנשלח אל {{email}}.

נציג תמיכה ייצור איתך קשר בקרוב עם פרטים נוספים.

{{question}}

{{transcript}}

{{link}}

{{reply_hint}}`,
    },
    ticket_team: {
      subject: "פנייה חדשה {{ticket}}: {{subject}}",
      text: `בקשת עזרה מאת {{name}}. תשובה להודעה הזאת תגיע אל {{email}}.

{{details}}

{{question}}

{{transcript}}

{{link}}`,
    },
    webhook_paused: {
      subject: "ה-webhook {{webhook}} הושהה: במשך יום שלם דבר לא התקבל",
      text: `דבר ממה שנשלח אל webhook {{webhook}} ({{address}}) לא התקבל במשך יום שלם. הוא הושהה: לא יישלח אליו דבר נוסף עד שמישהו יחדש אותו. האירועים שלו נשמרים למשך 30 יום.

{{fault}}

כשהצד המקבל יחזור לפעול: {{command}}`,
    },
    ticket_status: {
      subject: "פניית תמיכה {{ticket}}: {{subject}}",
      text: `{{greeting}}

המצב של פניית התמיכה מספר {{ticket}} הוא כעת: {{status}}.

{{link}}

{{reply_hint}}`,
    },
    ticket_comment: {
      subject: "פניית תמיכה {{ticket}}: {{subject}}",
      text: `{{greeting}}

התקבלה תשובה מאת {{agent}} לפניית התמיכה מספר {{ticket}}:

{{comment}}

{{link}}

{{reply_hint}}`,
    },
    reply_notice: {
      subject: "{{company}}: יש לך תשובה (שיחה {{conversation}})",
      text: `{{greeting}}

בזמן שלא היית כאן, {{company}} כתבו לך:

{{messages}}

{{link}}

{{reply_hint}}`,
    },
    transcript: {
      subject: "השיחה שלך עם {{company}}",
      text: `{{greeting}}

זו השיחה שביקשת.

{{transcript}}`,
    },
  },
  pages: {
    title: "השיחה שלך עם {{company}}",
    intro: "השיחה שלך תיפתח מיד.",
    open: "פתיחת השיחה",
    goOn: "להמשיך את השיחה הזאת",
    expiredTitle: "הקישור הזה כבר לא פעיל",
    expired:
      "עברו יותר מ־30 ימים, או שהקישור לא הועתק במלואו. אפשר להשיב להודעה שבה הוא הגיע, או להתחיל שיחה חדשה באתר.",
    stopTitle: "להפסיק לקבל הודעות על תשובות?",
    stopQuestion: "לא יישלחו אליך עוד הודעות כאשר תתקבל תשובה מאת {{company}} בשיחה.",
    stop: "לא לשלוח לי עוד הודעות כאלה",
    stopped: "בוצע. לא יישלחו אליך עוד הודעות על תשובות מאת {{company}}.",
    undo: "ביטול",
    undone: "בוצע. הודעות יישלחו אליך שוב כשתהיה תשובה מאת {{company}}.",
  },
}

export default words
