import type { LabelledMail } from "./testing-corpus.ts"

const QUOTED = "> Hello Ada,\n>\n> does it work now?\n>\n> Grace\n> Acme Support"
const UNQUOTED = "Hello Ada,\n\ndoes it work now?\n\nGrace\nAcme Support"
const CITED = "<div>Hello Ada,<br><br>does it work now?<br><br>Grace<br>Acme Support</div>"

/** Answers of less common programs, and in languages that the widget does not have. */
export const OTHER_PROGRAMS: readonly LabelledMail[] = [
  {
    program: "Gmail, Russian",
    plain: `Да, спасибо.\n\nсб, 21 нояб. 2026 г. в 14:00, Acme Support <support@acme.example>:\n\n${QUOTED}\n`,
    answer: "Да, спасибо.",
  },
  {
    program: "Gmail, Ukrainian",
    plain: `Так, дякую.\n\nсб, 21 лист. 2026 р. о 14:00 Acme Support <support@acme.example> пише:\n\n${QUOTED}\n`,
    answer: "Так, дякую.",
  },
  {
    program: "Gmail, Polish",
    plain: `Działa.\n\nsob., 21 lis 2026 o 14:00 Acme Support <support@acme.example> napisał(a):\n\n${QUOTED}\n`,
    answer: "Działa.",
  },
  {
    program: "Gmail, Swedish",
    plain: `Det fungerar.\n\nDen lör 21 nov. 2026 kl 14:00 skrev Acme Support <support@acme.example>:\n\n${QUOTED}\n`,
    answer: "Det fungerar.",
  },
  {
    program: "Gmail, Finnish",
    plain: `Toimii.\n\nla 21. marrask. 2026 klo 14.00 Acme Support (support@acme.example)\nkirjoitti:\n\n${QUOTED}\n`,
    answer: "Toimii.",
  },
  {
    program: "Gmail, Czech",
    plain: `Funguje to.\n\nso 21. 11. 2026 v 14:00 odesílatel Acme Support <support@acme.example>\nnapsal:\n\n${QUOTED}\n`,
    answer: "Funguje to.",
  },
  {
    program: "Gmail, Hungarian",
    plain: `Működik.\n\nAcme Support <support@acme.example> ezt írta (időpont: 2026. nov. 21.,\nSzo, 14:00):\n\n${QUOTED}\n`,
    answer: "Működik.",
  },
  {
    program: "Gmail, Greek",
    plain: `Ναι, ευχαριστώ.\n\nΣτις Σάβ 21 Νοε 2026 στις 2:00 μ.μ., ο χρήστης Acme Support <\nsupport@acme.example> έγραψε:\n\n${QUOTED}\n`,
    answer: "Ναι, ευχαριστώ.",
  },
  {
    program: "Gmail, Korean",
    plain: `네, 됩니다.\n\n2026년 11월 21일 (토) 오후 2:00, Acme Support <support@acme.example>님이 작성:\n\n${QUOTED}\n`,
    answer: "네, 됩니다.",
  },
  {
    program: "Gmail, Vietnamese",
    plain: `Được rồi.\n\nVào Th 7, 21 thg 11, 2026 vào lúc 14:00 Acme Support <support@acme.example>\nđã viết:\n\n${QUOTED}\n`,
    answer: "Được rồi.",
  },
  {
    program: "Gmail, Indonesian",
    plain: `Sudah bisa.\n\nPada tanggal Sab, 21 Nov 2026 pukul 14.00 Acme Support <support@acme.example>\nmenulis:\n\n${QUOTED}\n`,
    answer: "Sudah bisa.",
  },
  {
    program: "Gmail, Thai",
    plain: `ได้แล้วค่ะ\n\nเมื่อ ส. 21 พ.ย. 2026 เวลา 14:00 Acme Support <support@acme.example> เขียนว่า:\n\n${QUOTED}\n`,
    answer: "ได้แล้วค่ะ",
  },
  {
    program: "Gmail, Persian",
    plain: `بله، ممنون.\n\n\u200fدر تاریخ شنبه ۲۱ نوامبر ۲۰۲۶ ساعت ۱۴:۰۰ \u202aAcme Support\u202c\u200f <\u202asupport@acme.example\u202c\u200f> نوشت:\u200f\n\n${QUOTED}\n`,
    answer: "بله، ممنون.",
  },
  {
    program: "Gmail on a phone, answered twice",
    plain: `And one more thing: it hums.\n\nOn Sat, 21 Nov 2026, 15:10 Acme Support, <support@acme.example> wrote:\n\n> Good to hear!\n>\n> On Sat, 21 Nov 2026, 14:30 Ada, <ada@customer.example> wrote:\n>\n>> Yes.\n>>\n>> On Sat, 21 Nov 2026, 14:00 Acme Support, <support@acme.example> wrote:\n>>\n>>> does it work now?\n>>>\n>>\n`,
    answer: "And one more thing: it hums.",
  },
  {
    program: "K-9 Mail, German",
    plain: `Ja.\n-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.\n\nAm 21. November 2026 14:00:00 MEZ schrieb Acme Support <support@acme.example>:\n>Hello Ada,\n>\n>does it work now?\n`,
    answer: "Ja.",
  },
  {
    program: "K-9 Mail, English, below",
    plain: `On 21 November 2026 14:00:00 CET, Acme Support <support@acme.example> wrote:\n>does it work now?\n\nIt does.\n-- \nSent from my Android device with K-9 Mail. Please excuse my brevity.\n`,
    answer: "It does.",
  },
  {
    program: "Fastmail",
    plain: `All good.\n\nOn Sat, Nov 21, 2026, at 2:00 PM, Acme Support wrote:\n${QUOTED}\n`,
    html: `<html><body><div>All good.<br></div><div><br></div><div>On Sat, Nov 21, 2026, at 2:00 PM, Acme Support wrote:<br></div><blockquote type="cite" id="qt">${CITED}</blockquote></body></html>`,
    answer: "All good.",
  },
  {
    program: "Yandex",
    plain: `Работает.\n\n21.11.2026, 14:00, "Acme Support" <support@acme.example>:\n${QUOTED}\n`,
    answer: "Работает.",
  },
  {
    program: "Zoho",
    plain: `Works here.\n\n\n---- On Sat, 21 Nov 2026 14:00:00 +0100 Acme Support <support@acme.example> wrote ----\n\n${UNQUOTED}\n`,
    answer: "Works here.",
  },
  {
    program: "mutt, below",
    plain: `On Sat, Nov 21, 2026 at 02:00:00PM +0100, Acme Support wrote:\n${QUOTED}\n\nIt does.\n\n-- \nada\n`,
    answer: "It does.",
  },
  {
    program: "Evolution",
    plain: `It does.\n\nOn Sat, 2026-11-21 at 14:00 +0100, Acme Support wrote:\n${QUOTED}\n`,
    answer: "It does.",
  },
  {
    program: "KMail",
    plain: `On Saturday, 21 November 2026 14:00:00 CET Acme Support wrote:\n> does it work now?\n> Grace\n\nNot quite.\n`,
    answer: "Not quite.",
  },
  {
    program: "Roundcube",
    plain: `Perfect, thanks\n\nOn 2026-11-21 14:00, Acme Support wrote:\n\n${QUOTED}\n`,
    html: `<html><body style='font-size: 10pt'><p>Perfect, thanks</p><p id="reply-intro">On 2026-11-21 14:00, Acme Support wrote:</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">${CITED}</blockquote></body></html>`,
    answer: "Perfect, thanks",
  },
  {
    program: "Outlook for Mac",
    plain: `Fine.\n\nFrom: Acme Support <support@acme.example>\nDate: Saturday, 21 November 2026 at 14:00\nTo: Ada <ada@customer.example>\nSubject: Re: Your question\n\n${UNQUOTED}\n`,
    html: `<html><body lang="EN-GB"><div class="WordSection1"><p class="MsoNormal">Fine.<o:p></o:p></p><div id="mail-editor-reference-message-container"><div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>From: </b>Acme Support<br><b>Date: </b>Saturday<br><b>To: </b>Ada<br><b>Subject: </b>Re</p></div>${CITED}</div></div></div></body></html>`,
    answer: "Fine.",
  },
  {
    program: "Windows Mail",
    plain: `Thank you.\n\nSent from Mail for Windows\n\nFrom: Acme Support\nSent: Saturday, November 21, 2026 2:00 PM\nTo: Ada\nSubject: Re: Your question\n\n${UNQUOTED}\n`,
    answer: "Thank you.",
  },
  {
    program: "Outlook for Android, German, HTML alone",
    html: `<html><body><div dir="auto">Geht.</div><div id="ms-outlook-mobile-signature" dir="auto"><div><br></div>Holen Sie sich <a href="https://aka.ms/AAb9ysg">Outlook für Android</a></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>Von:</b> Acme Support<br><b>Gesendet:</b> Samstag<br></div>${CITED}</body></html>`,
    answer: "Geht.",
  },
  {
    program: "Outlook, Russian",
    plain: `Пока нет.\n\nОт: Acme Support <support@acme.example>\nОтправлено: 21 ноября 2026 г. 14:00\nКому: Ada\nТема: Re: Вопрос\n\n${UNQUOTED}\n`,
    answer: "Пока нет.",
  },
  {
    program: "Outlook, Hebrew",
    plain: `עדיין לא.\n\nמאת: Acme Support <support@acme.example>\nנשלח: שבת 21 נובמבר 2026 14:00\nאל: Ada\nנושא: השאלה\n\n${UNQUOTED}\n`,
    answer: "עדיין לא.",
  },
  {
    program: "Lotus Notes",
    plain: `Not yet, sorry.\n\n\n\nFrom:   Acme Support <support@acme.example>\nTo:     ada@customer.example\nDate:   21/11/2026 14:00\nSubject:        Re: Your question\n\n\n\n${UNQUOTED}\n`,
    answer: "Not yet, sorry.",
  },
  {
    program: "QQ Mail",
    plain: `不行。\n\n\n\n\n------------------ 原始邮件 ------------------\n发件人: "Acme Support" <support@acme.example>;\n发送时间: 2026年11月21日(星期六) 下午2:00\n收件人: "Ada"<ada@customer.example>;\n主题: Re: 您的问题\n\n\n\n${UNQUOTED}\n`,
    answer: "不行。",
  },
  {
    program: "NetEase 163",
    plain: `可以了。\n\n\n\n\n\n\n\n\nAt 2026-11-21 14:00:00, "Acme Support" <support@acme.example> wrote:\n>Hello Ada,\n>\n>does it work now?\n`,
    answer: "可以了。",
  },
  {
    program: "Naver",
    plain: `안 돼요.\n\n-----Original Message-----\nFrom: "Acme Support" <support@acme.example>\nTo: <ada@customer.example>\nSent: 2026-11-21 (토) 14:00:00 (GMT+09:00)\nSubject: Re: 질문\n\n${UNQUOTED}\n`,
    answer: "안 돼요.",
  },
  {
    program: "Spark",
    html: `<html><body><div name="messageBodySection"><div dir="auto">Yes!</div></div><div name="messageSignatureSection"><br><div>Ada</div></div><div name="messageReplySection">On 21 Nov 2026 at 14:00 +0100, Acme Support &lt;support@acme.example&gt;, wrote:<br><blockquote type="cite">${CITED}</blockquote></div></body></html>`,
    answer: "Yes!\n\nAda",
  },
  {
    program: "Superhuman",
    plain: `Yep.\n\nSent via Superhuman ( https://sprh.mn/?vip=ada@customer.example )\n\nOn Sat, Nov 21, 2026 at 2:00 PM, Acme Support < support@acme.example > wrote:\n\n${QUOTED}\n`,
    answer: "Yep.",
  },
  {
    program: "Web.de on a phone",
    plain: `Danke, läuft.\n\n-- \nDiese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail gesendet.\nAm 21.11.26, 14:00 schrieb Acme Support <support@acme.example>:\n\n${QUOTED}\n`,
    answer: "Danke, läuft.",
  },
  {
    program: "Gmail, with a rule-free signature above the quote, right to left",
    html: `<div dir="rtl">لا يزال لا يعمل.<div><br></div><div>الرقم: 4711</div></div><br><div class="gmail_quote"><div dir="rtl" class="gmail_attr">في السبت، 21 نوفمبر 2026 في 2:00 م تمت كتابة ما يلي بواسطة Acme:</div><blockquote class="gmail_quote">${CITED}</blockquote></div>`,
    answer: "لا يزال لا يعمل.\n\nالرقم: 4711",
  },
  {
    program: "an answer with a list of quoted log lines of one's own",
    plain:
      "It says this:\n\nerror: E42 at 14:00\nwarning: lamp\n\nWhat now?\n\nOn Sat, 21 Nov 2026 at 14:00, Acme Support <support@acme.example> wrote:\n> does it work now?\n",
    answer: "It says this:\n\nerror: E42 at 14:00\nwarning: lamp\n\nWhat now?",
  },
  {
    program: "a letter with a legal notice under two dashes",
    plain: `Please cancel order 17.\n\nRegards,\nAda\n\n-- \nThis e-mail and any attachments are confidential and intended for the addressee only.\nPlease think of the trees before you print it.\n\nOn 21/11/2026 14:00, Acme Support wrote:\n${QUOTED}\n`,
    answer: "Please cancel order 17.\n\nRegards,\nAda",
  },
]
