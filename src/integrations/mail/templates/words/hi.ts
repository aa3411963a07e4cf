import type { MailWords } from "../words.ts"

const words: MailWords = {
  hello: "नमस्ते {{first_name}},",
  helloNobody: "नमस्ते,",
  labels: {
    name: "नाम",
    email: "ई-मेल",
    phone: "फ़ोन",
    priority: "प्राथमिकता",
    page: "पेज",
    ticket: "टिकट",
  },
  question: "आपका सवाल",
  conversation: "आपकी बातचीत",
  teamConversation: "बातचीत",
  priorities: { low: "कम", medium: "मध्यम", high: "ज़्यादा", urgent: "अत्यावश्यक" },
  statuses: { open: "खुला", in_progress: "काम जारी है", closed: "बंद" },
  openConversation: "बातचीत खोलें",
  openTicket: "टिकट खोलें",
  replyHint: "आप इस ई-मेल का जवाब देकर भी उत्तर दे सकते हैं।",
  footer: "यह ई-मेल {{company}} ने भेजा है।",
  noticeFooter: "आपको यह ई-मेल इसलिए मिला है क्योंकि आपके बातचीत से जाने के बाद {{company}} ने आपको जवाब दिया।",
  unsubscribe: "मुझे ऐसे ई-मेल और न भेजें",
  mails: {
    ticket_confirmation: {
      subject: "सहायता टिकट #{{ticket}}: {{subject}}",
      text: `{{greeting}}

मैंने आपके लिए सहायता टिकट #{{ticket}} बना दिया है। यह आपकी प्रति है, जो {{email}} पर भेजी गई है।

हमारी सहायता टीम जल्द ही और जानकारी के साथ आपसे संपर्क करेगी।

{{question}}

{{transcript}}

{{link}}

{{reply_hint}}`,
    },
    ticket_team: {
      subject: "नया टिकट #{{ticket}}: {{subject}}",
      text: `{{name}} को सहायता चाहिए। इस ई-मेल का जवाब {{email}} पर जाएगा।

{{details}}

{{question}}

{{transcript}}

{{link}}`,
    },
    webhook_paused: {
      subject: "वेबहुक {{webhook}} रोक दिया गया है: एक दिन तक कुछ भी स्वीकार नहीं हुआ",
      text: `वेबहुक {{webhook}} ({{address}}) को भेजी गई कोई भी चीज़ एक दिन तक स्वीकार नहीं हुई। इसे रोक दिया गया है: जब तक कोई इसे फिर से चालू नहीं करता, इसे और कुछ नहीं भेजा जाएगा। इसके इवेंट 30 दिन तक रखे जाते हैं।

{{fault}}

जब प्राप्तकर्ता फिर से ठीक हो जाए: {{command}}`,
    },
    ticket_status: {
      subject: "सहायता टिकट #{{ticket}}: {{subject}}",
      text: `{{greeting}}

आपके सहायता टिकट #{{ticket}} की स्थिति अब है: {{status}}।

{{link}}

{{reply_hint}}`,
    },
    ticket_comment: {
      subject: "सहायता टिकट #{{ticket}}: {{subject}}",
      text: `{{greeting}}

{{agent}} ने आपके सहायता टिकट #{{ticket}} का जवाब दिया है:

{{comment}}

{{link}}

{{reply_hint}}`,
    },
    reply_notice: {
      subject: "{{company}}: आपके लिए जवाब है (बातचीत {{conversation}})",
      text: `{{greeting}}

आपके जाने के बाद {{company}} ने आपको लिखा:

{{messages}}

{{link}}

{{reply_hint}}`,
    },
    transcript: {
      subject: "{{company}} के साथ आपकी बातचीत",
      text: `{{greeting}}

यह वह बातचीत है जो आपने माँगी थी।

{{transcript}}`,
    },
  },
  pages: {
    title: "{{company}} के साथ आपकी बातचीत",
    intro: "आपकी बातचीत अभी खुल रही है।",
    open: "बातचीत खोलें",
    goOn: "यह बातचीत जारी रखें",
    expiredTitle: "यह लिंक अब काम नहीं करता",
    expired:
      "यह 30 दिन से ज़्यादा पुराना है या पूरा कॉपी नहीं हुआ। कृपया जिस ई-मेल में यह आया था उसका जवाब दें, या वेबसाइट पर नई बातचीत शुरू करें।",
    stopTitle: "जवाबों के ई-मेल बंद करें?",
    stopQuestion: "जब {{company}} किसी बातचीत में आपको जवाब देगा, तब आपको ई-मेल नहीं मिलेंगे।",
    stop: "मुझे ऐसे ई-मेल और न भेजें",
    stopped: "हो गया। {{company}} से जवाबों के बारे में आपको और ई-मेल नहीं मिलेंगे।",
    undo: "वापस लें",
    undone: "हो गया। जब आपके लिए जवाब होगा, {{company}} आपको फिर ई-मेल भेजेगा।",
  },
}

export default words
