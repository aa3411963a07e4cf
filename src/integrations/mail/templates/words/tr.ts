import type { MailWords } from "../words.ts"

const words: MailWords = {
  hello: "Merhaba {{first_name}},",
  helloNobody: "Merhaba,",
  labels: {
    name: "Ad",
    email: "E-posta",
    phone: "Telefon",
    priority: "Öncelik",
    page: "Sayfa",
    ticket: "Destek kaydı",
  },
  question: "Sorunuz",
  conversation: "Görüşmeniz",
  teamConversation: "Görüşme",
  priorities: { low: "Düşük", medium: "Orta", high: "Yüksek", urgent: "Acil" },
  statuses: { open: "Açık", in_progress: "İşlemde", closed: "Kapalı" },
  openConversation: "Görüşmeyi aç",
  openTicket: "Destek kaydını aç",
  replyHint: "Bu e-postayı yanıtlayarak da cevap verebilirsiniz.",
  footer: "Bu e-posta {{company}} tarafından gönderildi.",
  noticeFooter: "Bu e-postayı, siz görüşmeden ayrıldıktan sonra {{company}} size yanıt verdiği için aldınız.",
  unsubscribe: "Bu e-postaları artık gönderme",
  mails: {
    ticket_confirmation: {
      subject: "Destek kaydı #{{ticket}}: {{subject}}",
      text: `{{greeting}}

Sizin için #{{ticket}} numaralı destek kaydını oluşturdum. Bu, {{email}} adresine gönderilen kopyanızdır.

Bir destek temsilcisi kısa süre içinde daha fazla bilgiyle size ulaşacak.

{{question}}

{{transcript}}

{{link}}

{{reply_hint}}`,
    },
    ticket_team: {
      subject: "Yeni destek kaydı #{{ticket}}: {{subject}}",
      text: `{{name}} yardım istiyor. Bu e-postaya verilen yanıt şu adrese gider: {{email}}.

{{details}}

{{question}}

{{transcript}}

{{link}}`,
    },
    webhook_paused: {
      subject: "Webhook {{webhook}} duraklatıldı: bir gün boyunca hiçbir şey kabul edilmedi",
      text: `Webhook {{webhook}} ({{address}}) adresine gönderilen hiçbir şey bir gün boyunca kabul edilmedi. Duraklatıldı: biri devam ettirene kadar ona başka bir şey gönderilmez. Olayları 30 gün saklanır.

{{fault}}

Alıcı yeniden çalıştığında: {{command}}`,
    },
    ticket_status: {
      subject: "Destek kaydı #{{ticket}}: {{subject}}",
      text: `{{greeting}}

#{{ticket}} numaralı destek kaydınızın yeni durumu: {{status}}.

{{link}}

{{reply_hint}}`,
    },
    ticket_comment: {
      subject: "Destek kaydı #{{ticket}}: {{subject}}",
      text: `{{greeting}}

{{agent}}, #{{ticket}} numaralı destek kaydınızı yanıtladı:

{{comment}}

{{link}}

{{reply_hint}}`,
    },
    reply_notice: {
      subject: "{{company}}: bir yanıtınız var (görüşme {{conversation}})",
      text: `{{greeting}}

Siz yokken {{company}} size yazdı:

{{messages}}

{{link}}

{{reply_hint}}`,
    },
    transcript: {
      subject: "{{company}} ile görüşmeniz",
      text: `{{greeting}}

İstediğiniz görüşme aşağıdadır.

{{transcript}}`,
    },
  },
  pages: {
    title: "{{company}} ile görüşmeniz",
    intro: "Görüşmeniz birazdan açılacak.",
    open: "Görüşmeyi aç",
    goOn: "Bu görüşmeye devam et",
    expiredTitle: "Bu bağlantı artık çalışmıyor",
    expired:
      "Bağlantı 30 günden eski ya da eksik kopyalanmış. Lütfen bağlantının geldiği e-postayı yanıtlayın veya web sitesinde yeni bir görüşme başlatın.",
    stopTitle: "Yanıtlarla ilgili e-postalar gönderilmesin mi?",
    stopQuestion: "{{company}} bir görüşmede size yanıt verdiğinde artık e-posta almayacaksınız.",
    stop: "Bu e-postaları artık gönderme",
    stopped: "Tamam. {{company}} size yanıtlarla ilgili artık e-posta göndermeyecek.",
    undo: "Geri al",
    undone: "Tamam. Yanıtınız olduğunda {{company}} size yeniden e-posta gönderecek.",
  },
}

export default words
