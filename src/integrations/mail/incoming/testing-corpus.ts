/** An answer as a mail program sends it, and what its author wrote. */
export interface LabelledMail {
  program: string
  subject?: string
  plain?: string
  html?: string
  answer: string
}

const QUOTED = "> Hello Ada,\n>\n> does it work now?\n>\n> Grace\n> Acme Support"
const UNQUOTED = "Hello Ada,\n\ndoes it work now?\n\nGrace\nAcme Support"
const CITED = "<div>Hello Ada,<br><br>does it work now?<br><br>Grace<br>Acme Support</div>"

const gmailHtml = (answer: string, line: string) =>
  `<div dir="ltr">${answer}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${line}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${CITED}</blockquote></div>`
const outlookHtml = (answer: string, from: string, sent: string, to: string, subject: string) =>
  `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0} --></style></head><body lang=EN-GB><div class=WordSection1><p class=MsoNormal>${answer}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>${from}:</b> Acme Support &lt;support@acme.example&gt; <br><b>${sent}:</b> 21 November 2026 14:00<br><b>${to}:</b> Ada &lt;ada@customer.example&gt;<br><b>${subject}:</b> Your question<o:p></o:p></p></div></div><p class=MsoNormal>Hello Ada,<o:p></o:p></p><p class=MsoNormal>does it work now?<o:p></o:p></p></div></body></html>`

export const CORPUS: readonly LabelledMail[] = [
  {
    program: "Gmail, English, both parts",
    plain: `Yes, it does. Thank you!\n\nOn Sat, 21 Nov 2026 at 14:00, Acme Support <support+c.0123456789.0123456789abcdefghjkmnpq@acme.example>\nwrote:\n\n${QUOTED}\n`,
    html: gmailHtml(
      "Yes, it does. Thank you!",
      "On Sat, 21 Nov 2026 at 14:00, Acme Support &lt;support@acme.example&gt; wrote:",
    ),
    answer: "Yes, it does. Thank you!",
  },
  {
    program: "Gmail, HTML alone",
    html: gmailHtml(
      "It does not.<div><br></div><div>The lamp blinks red.</div>",
      "On Sat, 21 Nov 2026 at 14:00, Acme Support &lt;<a href='mailto:support@acme.example'>support@acme.example</a>&gt; wrote:",
    ),
    answer: "It does not.\n\nThe lamp blinks red.",
  },
  {
    program: "Gmail, German",
    plain: `Ja, danke, alles gut.\n\nAm Sa., 21. Nov. 2026 um 14:00 Uhr schrieb Acme Support <\nsupport@acme.example>:\n\n${QUOTED}\n`,
    answer: "Ja, danke, alles gut.",
  },
  {
    program: "Gmail, French",
    plain: `Oui, ça marche.\n\nLe sam. 21 nov. 2026 à 14:00, Acme Support <support@acme.example> a\nécrit :\n\n${QUOTED}\n`,
    answer: "Oui, ça marche.",
  },
  {
    program: "Gmail, Spanish",
    plain: `Sí, ya funciona.\n\nEl sáb, 21 nov 2026 a las 14:00, Acme Support (<support@acme.example>)\nescribió:\n\n${QUOTED}\n`,
    answer: "Sí, ya funciona.",
  },
  {
    program: "Gmail, Italian",
    plain: `Sì, funziona.\n\nIl giorno sab 21 nov 2026 alle ore 14:00 Acme Support <support@acme.example>\nha scritto:\n\n${QUOTED}\n`,
    answer: "Sì, funziona.",
  },
  {
    program: "Gmail, Portuguese",
    plain: `Sim, obrigado.\n\nEm sáb., 21 de nov. de 2026 às 14:00, Acme Support <support@acme.example>\nescreveu:\n\n${QUOTED}\n`,
    answer: "Sim, obrigado.",
  },
  {
    program: "Gmail, Dutch",
    plain: `Ja, het werkt.\n\nOp za 21 nov 2026 om 14:00 schreef Acme Support <support@acme.example>:\n\n${QUOTED}\n`,
    answer: "Ja, het werkt.",
  },
  {
    program: "Gmail, Turkish",
    plain: `Evet, çalışıyor.\n\nAcme Support <support@acme.example>, 21 Kas 2026 Cmt, 14:00 tarihinde şunu\nyazdı:\n\n${QUOTED}\n`,
    answer: "Evet, çalışıyor.",
  },
  {
    program: "Gmail, Arabic",
    plain: `نعم، شكرا لكم.\n\n\u200fفي السبت، 21 نوفمبر 2026 في 2:00 م تمت كتابة ما يلي بواسطة \u200fAcme Support\u200f <\n\u200fsupport@acme.example\u200f>:\u200f\n\n${QUOTED}\n`,
    answer: "نعم، شكرا لكم.",
  },
  {
    program: "Gmail, Hebrew",
    plain: `כן, תודה.\n\n\u200fבתאריך שבת, 21 בנוב׳ 2026 ב-14:00 מאת \u202aAcme Support\u202c\u200f <\u202asupport@acme.example\u202c\u200f>:\u200f\n\n${QUOTED}\n`,
    answer: "כן, תודה.",
  },
  {
    program: "Gmail, Hindi",
    plain: `हाँ, धन्यवाद।\n\nशनि, 21 नव॰ 2026 को 2:00 pm बजे को Acme Support <support@acme.example> ने\nलिखा:\n\n${QUOTED}\n`,
    answer: "हाँ, धन्यवाद।",
  },
  {
    program: "Gmail, Japanese",
    plain: `はい、動きました。\n\n2026年11月21日(土) 14:00 Acme Support <support@acme.example>:\n\n${QUOTED}\n`,
    answer: "はい、動きました。",
  },
  {
    program: "Gmail, Chinese",
    plain: `可以了，谢谢。\n\nAcme Support <support@acme.example> 于2026年11月21日周六 14:00写道：\n\n${QUOTED}\n`,
    answer: "可以了，谢谢。",
  },
  {
    program: "Apple Mail",
    plain: `Yes. Here is the serial number: 4711-A.\n\n> On 21. Nov 2026, at 14:00, Acme Support <support@acme.example> wrote:\n> \n${QUOTED}\n`,
    answer: "Yes. Here is the serial number: 4711-A.",
  },
  {
    program: "Apple Mail, HTML alone",
    html: `<html><head></head><body style="overflow-wrap: break-word;">Fine now.<div><br><blockquote type="cite"><div>On 21. Nov 2026, at 14:00, Acme Support &lt;support@acme.example&gt; wrote:</div><br class="Apple-interchange-newline"><div>${CITED}</div></blockquote></div><br></body></html>`,
    answer: "Fine now.",
  },
  {
    program: "Apple Mail, German",
    plain: `Läuft wieder.\n\n> Am 21.11.2026 um 14:00 schrieb Acme Support <support@acme.example>:\n> \n${QUOTED}\n`,
    answer: "Läuft wieder.",
  },
  {
    program: "iPhone",
    plain: `Works!\n\nSent from my iPhone\n\n> On 21 Nov 2026, at 14:00, Acme Support <support@acme.example> wrote:\n> \n> \ufeff\n${QUOTED}\n`,
    answer: "Works!",
  },
  {
    program: "iPhone, German",
    plain: `Geht.\n\nVon meinem iPhone gesendet\n\n> Am 21.11.2026 um 14:00 schrieb Acme Support <support@acme.example>:\n> \n${QUOTED}\n`,
    answer: "Geht.",
  },
  {
    program: "iPhone, French",
    plain: `C’est bon.\n\nEnvoyé de mon iPhone\n\n> Le 21 nov. 2026 à 14:00, Acme Support <support@acme.example> a écrit :\n> \n${QUOTED}\n`,
    answer: "C’est bon.",
  },
  {
    program: "iPhone, Chinese",
    plain: `好了\n\n发自我的 iPhone\n\n> 在 2026年11月21日，下午2:00，Acme Support <support@acme.example> 写道：\n> \n${QUOTED}\n`,
    answer: "好了",
  },
  {
    program: "iPhone, Japanese",
    plain: `直りました。\n\niPhoneから送信\n\n> 2026/11/21 14:00、Acme Support <support@acme.example>のメール:\n> \n${QUOTED}\n`,
    answer: "直りました。",
  },
  {
    program: "iPhone, Arabic",
    plain: `تمام.\n\nأُرسلت من الـ iPhone\n\n> في 21 نوفمبر 2026، الساعة 2:00 م، كتب Acme Support <support@acme.example>:\n> \n${QUOTED}\n`,
    answer: "تمام.",
  },
  {
    program: "Outlook for Windows, English",
    plain: `Hi Grace,\r\n\r\nyes, it does.\r\n\r\nAda\r\n\r\nFrom: Acme Support <support@acme.example>\r\nSent: 21 November 2026 14:00\r\nTo: Ada <ada@customer.example>\r\nSubject: Your question\r\n\r\n${UNQUOTED}\r\n`,
    html: outlookHtml("Hi Grace,<br><br>yes, it does.<br><br>Ada", "From", "Sent", "To", "Subject"),
    answer: "Hi Grace,\n\nyes, it does.\n\nAda",
  },
  {
    program: "Outlook for Windows, HTML alone, German",
    html: outlookHtml("Ja, danke.", "Von", "Gesendet", "An", "Betreff"),
    answer: "Ja, danke.",
  },
  {
    program: "Outlook, German",
    plain: `Guten Tag,\n\nes geht noch nicht.\n\nVon: Acme Support <support@acme.example>\nGesendet: Samstag, 21. November 2026 14:00\nAn: Ada <ada@customer.example>\nBetreff: Ihre Frage\n\n${UNQUOTED}\n`,
    answer: "Guten Tag,\n\nes geht noch nicht.",
  },
  {
    program: "GMX, as text",
    plain: `Geht leider nicht.\n\nGesendet: Samstag, 21. November 2026 um 14:00 Uhr\nVon: "Acme Support" <support@acme.example>\nAn: ada@customer.example\nBetreff: Ihre Frage\n\n${UNQUOTED}\n`,
    answer: "Geht leider nicht.",
  },
  {
    program: "GMX's app, right under the text",
    plain: `Guten Tag,\nes geht nicht.\nBitte rufen Sie an.\nGrüße Ada\nAm 21.11.26, 14:00 schrieb Acme Support <support@acme.example>:\n\n> ${UNQUOTED.split("\n").join("\n> ")}\n`,
    answer: "Guten Tag,\nes geht nicht.\nBitte rufen Sie an.\nGrüße Ada",
  },
  {
    program: "right under the text, with no word for writing",
    plain: `Not yet.\n2026-11-21 14:00 GMT+01:00 Acme Support <support@acme.example>:\n> ${UNQUOTED.split("\n").join("\n> ")}\n`,
    answer: "Not yet.",
  },
  {
    program: "somebody who tells when an agent wrote",
    plain: `Hello,\n\non 21.11.2026 at 14:05 your agent wrote:\nwe refund you at once\nNothing has come since.\n`,
    answer:
      "Hello,\n\non 21.11.2026 at 14:05 your agent wrote:\nwe refund you at once\nNothing has come since.",
  },
  {
    program: "Outlook, French",
    plain: `Bonjour,\n\nnon.\n\nDe : Acme Support <support@acme.example>\nEnvoyé : samedi 21 novembre 2026 14:00\nÀ : Ada <ada@customer.example>\nObjet : Votre question\n\n${UNQUOTED}\n`,
    answer: "Bonjour,\n\nnon.",
  },
  {
    program: "Outlook, Spanish",
    plain: `Todavía no.\n\nDe: Acme Support <support@acme.example>\nEnviado el: sábado, 21 de noviembre de 2026 14:00\nPara: Ada <ada@customer.example>\nAsunto: Su pregunta\n\n${UNQUOTED}\n`,
    answer: "Todavía no.",
  },
  {
    program: "Outlook, Arabic",
    plain: `ليس بعد.\n\nمن: Acme Support <support@acme.example>\nتم الإرسال: 21 نوفمبر, 2026 2:00 م\nإلى: Ada <ada@customer.example>\nالموضوع: سؤالك\n\n${UNQUOTED}\n`,
    answer: "ليس بعد.",
  },
  {
    program: "Outlook, Chinese",
    plain: `还没有。\n\n发件人: Acme Support <support@acme.example>\n发送时间: 2026年11月21日 14:00\n收件人: Ada <ada@customer.example>\n主题: 您的问题\n\n${UNQUOTED}\n`,
    answer: "还没有。",
  },
  {
    program: "Outlook, Japanese",
    plain: `まだです。\n\n差出人: Acme Support <support@acme.example>\n送信日時: 2026年11月21日 14:00\n宛先: Ada <ada@customer.example>\n件名: ご質問\n\n${UNQUOTED}\n`,
    answer: "まだです。",
  },
  {
    program: "Outlook on the web",
    plain: `Not yet.\n________________________________\nFrom: Acme Support <support@acme.example>\nSent: Saturday, November 21, 2026 2:00 PM\nTo: Ada <ada@customer.example>\nSubject: Your question\n\n${UNQUOTED}\n`,
    html: `<html><body dir="ltr"><div class="elementToProof">Not yet.</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>From:</b> Acme Support<br><b>Sent:</b> Saturday<br></font></div><div>${CITED}</div></body></html>`,
    answer: "Not yet.",
  },
  {
    program: "Outlook on the web, HTML alone",
    html: `<html><body dir="ltr"><div class="elementToProof">Two things:</div><ul><li>the lamp</li><li>the noise</li></ul><div id="Signature">Ada Lovelace<br>Countess</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Acme Support</div><div>${CITED}</div></body></html>`,
    answer: "Two things:\n- the lamp\n- the noise",
  },
  {
    program: "Outlook for iOS",
    plain: `Yes please\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: Acme Support <support@acme.example>\nSent: Saturday, November 21, 2026 2:00:00 PM\nTo: Ada <ada@customer.example>\nSubject: Your question\n\n${UNQUOTED}\n`,
    answer: "Yes please",
  },
  {
    program: "Old Outlook",
    plain: `No.\n\n-----Original Message-----\nFrom: Acme Support [mailto:support@acme.example]\nSent: 21 November 2026 14:00\nTo: Ada\nSubject: Your question\n\n${UNQUOTED}\n`,
    answer: "No.",
  },
  {
    program: "Old Outlook, German",
    plain: `Nein.\n\n-----Ursprüngliche Nachricht-----\nVon: Acme Support [mailto:support@acme.example]\nGesendet: Samstag, 21. November 2026 14:00\nAn: Ada\nBetreff: Ihre Frage\n\n${UNQUOTED}\n`,
    answer: "Nein.",
  },
  {
    program: "Thunderbird, answer on top",
    plain: `It does.\n\n-- \nAda Lovelace\n+44 20 7946 0000\n\nOn 21/11/2026 14:00, Acme Support wrote:\n${QUOTED}\n`,
    answer: "It does.",
  },
  {
    program: "Thunderbird, answer below",
    plain: `On 21/11/2026 14:00, Acme Support wrote:\n${QUOTED}\n\nIt does, since this morning.\n\n-- \nAda Lovelace\n`,
    answer: "It does, since this morning.",
  },
  {
    program: "Thunderbird, answers between",
    plain: `Hi,\n\nOn 21/11/2026 14:00, Acme Support wrote:\n> Which model is it?\n\nThe K-200.\n\n> And since when?\n\nSince Monday.\n\nThanks\n`,
    answer: "Hi,\n\nThe K-200.\n\nSince Monday.\n\nThanks",
  },
  {
    program: "Thunderbird, German, answer below",
    plain: `Am 21.11.26 um 14:00 schrieb Acme Support:\n${QUOTED}\n\nJa, seit heute.\n`,
    answer: "Ja, seit heute.",
  },
  {
    program: "Thunderbird, HTML alone",
    html: `<html><body><p>Perfect.</p><div class="moz-signature">-- <br>Ada</div><div class="moz-cite-prefix">On 21/11/2026 14:00, Acme Support wrote:<br></div><blockquote type="cite" cite="mid:1@acme.example">${CITED}</blockquote></body></html>`,
    answer: "Perfect.",
  },
  {
    program: "Yahoo",
    plain: `Still broken.\n\nSent from Yahoo Mail on Android\n\n  On Sat, Nov 21, 2026 at 2:00 PM, Acme Support<support@acme.example> wrote:   ${UNQUOTED}\n`,
    html: `<div>Still broken.</div><br><div id="ymail_android_signature"><a href="https://mail.onelink.me/1">Sent from Yahoo Mail on Android</a></div><br><blockquote style="margin: 0 0 20px 0;" class="yahoo_quoted"><div>On Sat, Nov 21, 2026 at 2:00 PM, Acme Support wrote:</div>${CITED}</blockquote>`,
    answer: "Still broken.",
  },
  {
    program: "Yahoo on the web",
    plain: `Still broken.\n    On Saturday, November 21, 2026 at 02:00:00 PM GMT+1, Acme Support <support@acme.example> wrote:  \n \n ${UNQUOTED}\n`,
    answer: "Still broken.",
  },
  {
    program: "GMX",
    html: `<html><body><div style="font-family: Verdana;"><div>Geht leider nicht.</div><div>&nbsp;</div><div name="quote" style="margin:10px 5px 5px 10px; border-left:2px solid #C3D9E5;"><div><b>Gesendet:</b>&nbsp;Samstag<br><b>Von:</b>&nbsp;Acme Support</div>${CITED}</div></div></body></html>`,
    answer: "Geht leider nicht.",
  },
  {
    program: "Proton Mail",
    plain: `Solved, thanks.\n\nSent with Proton Mail secure email.\n\nOn Saturday, November 21st, 2026 at 14:00, Acme Support <support@acme.example> wrote:\n\n${QUOTED}\n`,
    answer: "Solved, thanks.",
  },
  {
    program: "Samsung phone",
    plain: `Ok\n\n\nSent from my Galaxy\n\n\n-------- Original message --------\nFrom: Acme Support <support@acme.example>\nDate: 21/11/2026 14:00 (GMT+01:00)\nTo: ada@customer.example\nSubject: Your question\n\n${UNQUOTED}\n`,
    answer: "Ok",
  },
  {
    program: "a mail passed on",
    subject: "Fwd: Invoice",
    plain: `Is this one right?\n\n---------- Forwarded message ---------\nFrom: Shop <shop@other.example>\nDate: Sat, 21 Nov 2026 at 10:00\nSubject: Invoice\nTo: <ada@customer.example>\n\nYou owe us 12 EUR.\n`,
    answer:
      "Is this one right?\n\n---------- Forwarded message ---------\nFrom: Shop <shop@other.example>\nDate: Sat, 21 Nov 2026 at 10:00\nSubject: Invoice\nTo: <ada@customer.example>\n\nYou owe us 12 EUR.",
  },
  {
    program: "Outlook, passed on",
    subject: "WG: Rechnung",
    plain: `Stimmt das?\n\nVon: Shop <shop@other.example>\nGesendet: Samstag, 21. November 2026 10:00\nAn: Ada <ada@customer.example>\nBetreff: Rechnung\n\nSie schulden uns 12 EUR.\n`,
    answer:
      "Stimmt das?\n\nVon: Shop <shop@other.example>\nGesendet: Samstag, 21. November 2026 10:00\nAn: Ada <ada@customer.example>\nBetreff: Rechnung\n\nSie schulden uns 12 EUR.",
  },
  {
    program: "no quote at all, with things that look like one",
    plain: `Hello,\n\nas your colleague wrote:\nturn it off and on again.\n\nI have >5 of them and the price is > 10 EUR.\n\nFrom: the manual, page 3\n\n-- but it still blinks.\n`,
    answer:
      "Hello,\n\nas your colleague wrote:\nturn it off and on again.\n\nI have >5 of them and the price is > 10 EUR.\n\nFrom: the manual, page 3\n\n-- but it still blinks.",
  },
  {
    program: "a sentence that begins like a phone's",
    plain: `Sent from my address it fails, from another it works. What is going on here?\n`,
    answer: "Sent from my address it fails, from another it works. What is going on here?",
  },
  {
    program: "nothing but a quote",
    plain: `On 21/11/2026 14:00, Acme Support wrote:\n${QUOTED}\n`,
    answer: `On 21/11/2026 14:00, Acme Support wrote:\n${QUOTED}`,
  },
  {
    program: "a link in HTML",
    html: '<div dir="ltr">Look at <a href="https://shop.example/order/17">my order</a> and https://shop.example</div>',
    answer: "Look at my order (https://shop.example/order/17) and https://shop.example",
  },
  // What is written as quotes and headers are, and is neither.
  {
    program: "a table of one's own",
    plain: "My order:\n| Item | Pieces |\n|---|---|\n| Kettle | 2 |\nPlease send it again.\n",
    answer: "My order:\n| Item | Pieces |\n|---|---|\n| Kettle | 2 |\nPlease send it again.",
  },
  {
    program: "a journey of one's own",
    plain: "Please change my booking:\nFrom: Berlin\nTo: Hamburg\nDate: 5 December 2026\nThank you",
    answer: "Please change my booking:\nFrom: Berlin\nTo: Hamburg\nDate: 5 December 2026\nThank you",
  },
  {
    program: "a journey of one's own, in HTML",
    html: "<p>Bitte umbuchen:<br>Von: Berlin<br>An: Hamburg<br>Datum: 5.12.2026</p><p>Danke</p>",
    answer: "Bitte umbuchen:\nVon: Berlin\nAn: Hamburg\nDatum: 5.12.2026\n\nDanke",
  },
]
