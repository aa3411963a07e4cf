/** A mail as it comes over the wire, and what is to be made of it. */
export interface WholeMail {
  what: string
  /** Lines end with one character here. What is not ASCII is UTF-8. */
  raw: string
  subject?: string
  text?: string
  /** Absent: a person wrote it. */
  automatic?: string
  /** Whether it is told to agents nevertheless. */
  saysSomething?: boolean
  /** Name, and type as seen in the content. */
  files?: readonly (readonly [name: string, type: string])[]
  bounce?: { recipient: string; reason: string; comesBackFor?: string }
}

export const OUR_ADDRESS = "support@acme.example"
export const OUR_SERVER = "mx.acme.example"
const REPLY_TO = "support+c.0123456789.0123456789abcdefghjkmnpq@acme.example"

const person = "Return-Path: <ada@customer.example>\nFrom: Ada Lovelace <ada@customer.example>\n"
const to = `To: Acme <${REPLY_TO}>\n`
const head = `${person}${to}Subject: Re: Your question\nMessage-ID: <1@customer.example>\nMIME-Version: 1.0\n`
const text = (charset: string, encoding: string, body: string) =>
  `Content-Type: text/plain; charset=${charset}\nContent-Transfer-Encoding: ${encoding}\n\n${body}\n`
const part = (type: string, body: string, more = "") => `--b\nContent-Type: ${type}\n${more}\n${body}\n`
const parts = (type: string, ...all: string[]) =>
  `Content-Type: multipart/${type}; boundary="b"\n\n${all.join("")}--b--\n`
const BASE64 = "Content-Transfer-Encoding: base64\n"
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNiAAAABgADNjd8qAAAAABJRU5ErkJggg=="
const ICS =
  "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1@acme.example\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@customer.example\nEND:VEVENT\nEND:VCALENDAR"

const daemon = `Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.customer.example>\nTo: ${OUR_ADDRESS}\nMIME-Version: 1.0\n`
const ours = `From: Acme <${OUR_ADDRESS}>\nReply-To: Acme <${REPLY_TO}>\nSubject: You have a reply\nMessage-ID: <chatd.${"0".repeat(40)}@acme.example>`

export const WHOLE_MAILS: readonly WholeMail[] = [
  // Characters and encodings.
  {
    what: "Japanese, ISO-2022-JP in base64",
    raw: `${head}${text("iso-2022-jp", "base64", "GyRCRD4kaiReJDckPyEjJCIkaiQsJEgkJiQ0JDYkJCReJDkhIxsoQg0KDQoyMDI2GyRCRy8bKEIxMRskQjduGyhCMjEbJEJGfBsoQigbJEJFWhsoQikgMTQ6MDAgQWNtZSBTdXBwb3J0IDxzdXBwb3J0QGFjbWUuZXhhbXBsZT46DQo+IBskQkYwJC0kXiQ3JD8kKyEjGyhCDQo+IEdyYWNlDQo=")}`,
    text: "直りました。ありがとうございます。",
  },
  {
    what: "Japanese, Shift_JIS, with a subject in it",
    raw: `${head.replace("Re: Your question", "Re: =?shift_jis?B?gqKCwpK8guiC3IK3gqk=?=")}${text("shift_jis", "base64", "k66Cq4LcgrmC8YFCDQoNCj4gk66Cq4LcgrWCvYKpgUINCj4gR3JhY2UNCg==")}`,
    subject: "Re: いつ直りますか",
    text: "動きません。",
  },
  {
    what: "an old program's letters, said to be ASCII",
    raw: `${head}${text("us-ascii", "quoted-printable", "It=92s =93new=94: Gr=FC=DFe, 5 =80")}`,
    text: "It’s “new”: Grüße, 5 €",
  },
  {
    what: "an old program's letters, said to be UTF-8",
    raw: `${head}${text("utf-8", "base64", "R3L832UgYXVzIEv2bG4=")}`,
    text: "Grüße aus Köln",
  },
  {
    what: "letters of which nobody knows what they are said to be",
    raw: `${head}${text("x-unknown", "quoted-printable", "Gr=FC=DFe")}`,
    text: "Grüße",
  },
  {
    what: "a part that does not say its letters beside one that does",
    raw: `${head}${parts("alternative", part("text/plain", "Gr=FC=DFe", "Content-Transfer-Encoding: quoted-printable\n"), part("text/html; charset=utf-8", "<p>Grüße</p>"))}`,
    text: "Grüße",
  },
  {
    what: "a page that says its letters itself",
    raw: `${head}Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<meta http-equiv=3DContent-Type content=3D"text/html; charset=3Dkoi8-r"><p>=F0=D2=C9=D7=C5=D4</p>\n`,
    text: "Привет",
  },
  {
    what: "UTF-8 that was cut within a letter",
    raw: `${head}${text("utf-8", "quoted-printable", "Gr=C3=BC=C3=9Fe aus K=C3=B6ln, lang und br=C3")}`,
    text: "Grüße aus Köln, lang und br\uFFFD",
  },
  {
    what: "answers between the lines of a quote, in HTML alone",
    raw: `${head}Content-Type: text/html; charset=utf-8\n\n<div class="gmail_quote"><div class="gmail_attr">On Sat, 21 Nov 2026 at 14:00, Acme &lt;support@acme.example&gt; wrote:<br></div><blockquote class="gmail_quote"><div>What is its number?</div></blockquote><div>It is 12345.</div><blockquote class="gmail_quote"><div>And its colour?</div></blockquote><div>Red.</div></div>\n`,
    text: "It is 12345.\n\nRed.",
  },
  {
    what: "all of it in what its program takes for a signature, in HTML alone",
    raw: `${head}Content-Type: text/html; charset=utf-8\n\n<div id="Signature"><p>Please call me.</p></div>\n`,
    text: "Please call me.",
  },
  {
    what: "signed with PGP within the text",
    raw: `${head}${text("utf-8", "7bit", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nMy kettle leaks.\n- - since Monday\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----")}`,
    text: "My kettle leaks.\n- since Monday",
  },
  {
    what: "encrypted with PGP within the text",
    raw: `${head}${text("utf-8", "7bit", "Hello,\n\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n=abcd\n-----END PGP MESSAGE-----")}`,
    text: "Hello,\n\n[Encrypted with PGP: it is in original.txt]",
  },
  {
    what: "encrypted with PGP as a whole",
    raw: `${head}${parts('encrypted; protocol="application/pgp-encrypted"', part("application/pgp-encrypted", "Version: 1"), part("application/octet-stream; name=encrypted.asc", "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"))}`,
    text: "This e-mail is encrypted with PGP: what it says is within its file.",
    files: [["encrypted.asc", "text/plain"]],
  },
  ...(["signed", "enveloped"] as const).map((kind) => ({
    what: `S/MIME, ${kind}, with its text within`,
    raw: `${head}Content-Type: application/pkcs7-mime; smime-type=${kind}-data; name=smime.p7m\n${BASE64}\nMIIBAAYJKoZIhvcNAQcC\n`,
    text: `This e-mail is ${kind === "signed" ? "signed" : "encrypted"} with S/MIME: what it says is within its file, which a mail program can open.`,
    files: [["smime.p7m", "application/octet-stream"]] as const,
  })),
  {
    what: "Russian, windows-1251, quoted-printable",
    raw: `${head}${text("windows-1251", "quoted-printable", "=C4=E0, =E2=F1=B8 =F0=E0=E1=EE=F2=E0=E5=F2.\n\n21.11.2026 14:00, Acme Support =EF=E8=F8=E5=F2:\n> =D0=E0=E1=EE=F2=E0=E5=F2?\n> Grace")}`,
    text: "Да, всё работает.",
  },
  {
    what: "Mail.ru, KOI8-R, a signature above the quote",
    raw: `${head}${text("koi8-r", "base64", "89DB08nCzyENCg0KLS0NCuHEwQ0KDQrz1cLCz9TBLCAyMSDOz9HC0tEgMjAyNiwgMTQ6MDAgKzAzOjAwIM/UIEFjbWUgU3VwcG9ydCA8c3VwcG9ydEBhY21lLmV4YW1wbGU+Og0KPiDywcLP1MHF1D8NCj4gR3JhY2UNCg==")}`,
    text: "Спасибо!",
  },
  {
    what: "Chinese, GB18030, of QQ",
    raw: `${head}${text("gb18030", "base64", "u7nKx7K70NChow0KDQotLS0tLS0tLS0tLS0tLS0tLS0g1K3KvNPKvP4gLS0tLS0tLS0tLS0tLS0tLS0tDQq3orz+yMs6ICJBY21lIFN1cHBvcnQiIDxzdXBwb3J0QGFjbWUuZXhhbXBsZT47DQq3osvNyrG85DogMjAyNsTqMTHUwjIxyNUo0MfG2sH5KSDPws7nMjowMA0KytW8/sjLOiAiQWRhIjxhZGFAY3VzdG9tZXIuZXhhbXBsZT47DQrW98ziOiBSZTogxPq1xM7KzOINCg0Kv8nS1MHLwvA/DQo=")}`,
    text: "还是不行。",
  },
  {
    what: "Chinese, Big5",
    raw: `${head}${text("big5", "base64", "wdmsT6SjpuahQw0KDQpBY21lIFN1cHBvcnQgPHN1cHBvcnRAYWNtZS5leGFtcGxlPiCp8yAyMDI2pn4xMaTrMjGk6SC2Z6S7IKRVpMgyOjAwvGe5RDoNCg0KPiClaaVIpEa23D8NCj4gR3JhY2UNCg==")}`,
    text: "還是不行。",
  },
  {
    what: "Korean, EUC-KR",
    raw: `${head}${text("euc-kr", "base64", "vsggtcu0z7TZLg0KDQotLS0tLU9yaWdpbmFsIE1lc3NhZ2UtLS0tLQ0KRnJvbTogIkFjbWUgU3VwcG9ydCIgPHN1cHBvcnRAYWNtZS5leGFtcGxlPg0KVG86IDxhZGFAY3VzdG9tZXIuZXhhbXBsZT4NClNlbnQ6IDIwMjYtMTEtMjEgKMXkKSAxNDowMDowMA0KU3ViamVjdDogUmU6IMH6ua4NCg0Ktcezqr/kPw0K")}`,
    text: "안 됩니다.",
  },
  {
    what: "Hebrew, windows-1255",
    raw: `${head}${text("windows-1255", "base64", "8uPp6e8g7OAuDQoNCu7g+jogQWNtZSBTdXBwb3J0IDxzdXBwb3J0QGFjbWUuZXhhbXBsZT4NCvD57Oc6IPnh+iAyMSDw5eHu4fggMjAyNiAxNDowMA0K4Ow6IEFkYSA8YWRhQGN1c3RvbWVyLmV4YW1wbGU+DQrw5fngOiDk+eDs5CD57OoNCg0K5uQg8uXh4z8NCg==")}`,
    text: "עדיין לא.",
  },
  {
    what: "Arabic, windows-1256",
    raw: `${head}${text("windows-1256", "base64", "4ccg7drj4SDI2s8uDQoNCi0tLS0tx+HR08fhySDH4cPV4e3JLS0tLS0NCuPkOiBBY21lIFN1cHBvcnQNCsrjIMfhxdHTx+E6IDIxLzExLzIwMjYNCg0K5eEg7drj4b8NCg==")}`,
    text: "لا يعمل بعد.",
  },
  {
    what: "Thai, TIS-620",
    raw: `${head}${text("tis-620", "base64", "wtGn5MHo5LTpDQo=")}`,
    text: "ยังไม่ได้",
  },
  {
    what: "Windows' quotes in what says it is ISO-8859-1",
    raw: `${head}${text("iso-8859-1", "quoted-printable", "It doesn=92t =96 =93E42=94 again, 20 =80.")}`,
    text: "It doesn’t – “E42” again, 20 €.",
  },
  {
    what: "UTF-8 in eight bits, without a word on it",
    raw: `${head}Content-Transfer-Encoding: 8bit\n\nGrüße aus Köln 👋\n`,
    text: "Grüße aus Köln 👋",
  },
  {
    what: "a charset that nobody knows",
    raw: `${head}${text("x-unknown", "7bit", "It works.")}`,
    text: "It works.",
  },
  {
    what: "flowed lines, below the quote",
    raw: `${head}Content-Type: text/plain; charset=utf-8; format=flowed\n\nOn 21/11/2026 14:00, Acme Support wrote:\n> does it \n> work now?\n\nIt does work, \nand it has since \nthis morning.\n\n-- \nAda\n`,
    text: "It does work, and it has since this morning.",
  },
  {
    what: "flowed lines, right below a quoted one that ends with a space",
    raw: `${head}Content-Type: text/plain; charset=utf-8;\n format="flowed"\n\nOn 21/11/2026 14:00, Acme Support wrote:\n> Which colour is it? \nRed, of course.\n> And how large? \n> \nTwo metres, \nor three.\n`,
    text: "Red, of course.\n\nTwo metres, or three.",
  },
  {
    what: "flowed lines that Apple Mail folds, over and under a quote, in base64",
    raw: `${head}${parts("mixed", part("text/plain; charset=utf-8; format=flowed; delsp=yes", Buffer.from("这是很 \n长的一行\n> 红色吗？ \n> \n是的。 \n\n再见").toString("base64"), BASE64))}`,
    text: "这是很长的一行\n\n是的。\n\n再见",
  },
  {
    what: "long lines in quoted-printable, with soft breaks",
    raw: `${head}${text("utf-8", "quoted-printable", "The lamp =E2=80=9Cblinks=E2=80=9D red, then green, then red again, and it never sto=\nps.\n\nOn Sat, 21 Nov 2026 at 14:00, Acme Support <support@acme.example> wr=\note:\n> does it work now?")}`,
    text: "The lamp “blinks” red, then green, then red again, and it never stops.",
  },
  // What comes along.
  {
    what: "a photo of Gmail's, in the text",
    raw: `${head}${parts("related", part("text/html; charset=utf-8", '<div dir="ltr">Look:<br><img src="cid:ii_1" alt="lamp.png"></div>'), part('image/png; name="lamp.png"', PNG, `Content-Disposition: inline; filename="lamp.png"\nContent-ID: <ii_1>\n${BASE64}`))}`,
    text: "Look:",
    files: [["lamp.png", "image/png"]],
  },
  {
    what: "Outlook's logo in what is quoted",
    raw: `${head}${parts("related", part("text/html; charset=utf-8", '<html><body><p>Yes.</p><div id="divRplyFwdMsg"><b>From:</b> Acme</div><div>Hello <img src="cid:image001.png@01DC"></div></body></html>'), part('image/png; name="image001.png"', PNG, `Content-ID: <image001.png@01DC>\n${BASE64}`))}`,
    text: "Yes.",
  },
  {
    what: "nothing but a picture",
    raw: `${head}${parts("mixed", part("text/plain", ""), part('image/png; name="=?utf-8?B?QmlsZCDDpC5wbmc=?="', PNG, `Content-Disposition: attachment\n${BASE64}`))}`,
    text: "",
    files: [["Bild ä.png", "image/png"]],
  },
  {
    what: "a page that is called a picture, with a name that climbs",
    raw: `${head}${parts("mixed", part("text/plain", "See there."), part("image/png", "<script>alert(1)</script>", 'Content-Disposition: attachment; filename="../../etc/cron.d/x.png"\n'))}`,
    text: "See there.",
    files: [["x.png", "text/plain"]],
  },
  {
    what: "a name in pieces and percent signs",
    raw: `${head}${parts("mixed", part("text/plain", "The bill."), part("application/pdf", "JVBERi0xLjQK", `Content-Disposition: attachment;\n filename*0*=utf-8''Rechnung%20f%C3%BCr;\n filename*1*=%20Ada.pdf\n${BASE64}`))}`,
    text: "The bill.",
    files: [["Rechnung für Ada.pdf", "application/pdf"]],
  },
  {
    what: "an invitation accepted in Outlook",
    raw: `${head.replace("Re: Your question", "Accepted: Installation")}${parts("alternative", part("text/plain; charset=utf-8", "I shall be there."), part("text/calendar; charset=utf-8; method=REPLY", ICS))}`,
    subject: "Accepted: Installation",
    text: "I shall be there.",
    files: [["file-1.ics", "text/calendar"]],
  },
  {
    what: "an invitation of Google's, which comes twice",
    raw: `${head.replace("Re: Your question", "Invitation: Installation")}${parts("mixed", `--b\nContent-Type: multipart/alternative; boundary="c"\n\n--c\nContent-Type: text/plain\n\nAda has invited you.\n--c\nContent-Type: text/calendar; method=REQUEST\n\n${ICS}\n--c--\n`, part('application/ics; name="invite.ics"', ICS, 'Content-Disposition: attachment; filename="invite.ics"\n'))}`,
    subject: "Invitation: Installation",
    text: "Ada has invited you.",
    files: [["file-1.ics", "text/calendar"]],
  },
  {
    what: "one content under two names, and one under the same twice",
    raw: `${head}${parts("mixed", part("text/plain", "Three files."), ...["a", "b", "b"].map((name) => part("text/plain", "The same.", `Content-Disposition: attachment; filename="${name}.txt"\n`)))}`,
    text: "Three files.",
    files: [
      ["a.txt", "text/plain"],
      ["b.txt", "text/plain"],
    ],
  },
  {
    what: "Outlook's winmail.dat",
    raw: `${head}${parts("mixed", part("text/plain", "See the file."), part('application/ms-tnef; name="winmail.dat"', "eJ8+IgEGkAgABAAAAAAAAQABAAEHkAYACAAAAOQE", `Content-Disposition: attachment; filename="winmail.dat"\n${BASE64}`))}`,
    text: "See the file.",
    files: [["winmail.dat", "application/vnd.ms-tnef"]],
  },
  {
    what: "a mail passed on as a file",
    raw: `${head}${parts("mixed", part("text/plain", "This is what I got."), part("message/rfc822", "From: shop@other.example\nSubject: Invoice\n\nYou owe us 12 EUR."))}`,
    text: "This is what I got.",
    files: [["file-1.eml", "message/rfc822"]],
  },
  {
    what: "a signed mail: the seal is no file",
    raw: `${head}${parts("signed", part("text/plain; charset=utf-8", "It works."), part("application/pkcs7-signature; name=smime.p7s", "MIIBAA==", `Content-Disposition: attachment; filename="smime.p7s"\n${BASE64}`))}`,
    text: "It works.",
  },
  {
    what: "a mail signed with PGP",
    raw: `${head}${parts("signed", part("text/plain; charset=utf-8", "It works."), part('application/pgp-signature; name="signature.asc"', "-----BEGIN PGP SIGNATURE-----\nx\n-----END PGP SIGNATURE-----"))}`,
    text: "It works.",
  },
  {
    what: "HTML that would run, load and hide",
    raw: `${head}Content-Type: text/html; charset=utf-8\n\n<html><head><script>alert(1)</script><style>p{color:red}</style></head><body onload="alert(2)"><p>It&nbsp;works &amp; shines.</p><img src="https://evil.example/pixel.gif"><iframe src="https://evil.example"></iframe></body></html>\n`,
    text: "It works & shines.",
  },
  // Reports of mail systems.
  {
    what: "Postfix: there is no such mailbox",
    raw: `${daemon}Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\n${parts("report; report-type=delivery-status", part("text/plain", "I'm sorry to have to inform you."), part("message/delivery-status", "Reporting-MTA: dns; mx.customer.example\n\nFinal-Recipient: rfc822; ada@customer.example\nOriginal-Recipient: rfc822;ada@customer.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <ada@customer.example>:\n Recipient address rejected: User unknown"), part("message/rfc822", `${ours}\n\nHello`))}`,
    automatic: "report",
    saysSomething: false,
    bounce: {
      recipient: "ada@customer.example",
      reason: "550 5.1.1 <ada@customer.example>: Recipient address rejected: User unknown",
      comesBackFor: REPLY_TO,
    },
  },
  {
    what: "Exchange: the mailbox is full",
    raw: `${daemon.replace("MAILER-DAEMON@mx", "postmaster@mx")}Subject: Undeliverable: You have a reply\n${parts("report; report-type=delivery-status", part("text/html", "<p>Your message to ada@customer.example couldn't be delivered.</p>"), part("message/delivery-status", "Reporting-MTA: dns;mx.customer.example\n\nFinal-recipient: RFC822; ada@customer.example\nAction: failed\nStatus: 5.2.2\nDiagnostic-code: smtp;554 5.2.2 mailbox full"), part("message/rfc822", `${ours}\n\nHello`))}`,
    automatic: "report",
    bounce: { recipient: "ada@customer.example", reason: "554 5.2.2 mailbox full", comesBackFor: REPLY_TO },
  },
  {
    what: "Gmail: headers of ours alone, and no diagnostic",
    raw: `${daemon}Subject: Delivery Status Notification (Failure)\n${parts("report; report-type=delivery-status", part("text/plain", "Address not found"), part("message/delivery-status", "Reporting-MTA: dns; googlemail.com\n\nFinal-Recipient: rfc822; ada@customer.example\nAction: failed\nStatus: 5.1.1"), part("text/rfc822-headers", ours))}`,
    automatic: "report",
    bounce: { recipient: "ada@customer.example", reason: "5.1.1", comesBackFor: REPLY_TO },
  },
  {
    what: "Exim: why is said in words alone",
    raw: `${daemon}Subject: Mail delivery failed\n${parts("report; report-type=delivery-status", part("text/plain; charset=us-ascii", "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ada@customer.example\n    mailbox is full:\n    retry timeout exceeded\n  bob@customer.example\n    Unknown user\n\nAction is yours."), part("message/delivery-status", "Reporting-MTA: dns; mx.customer.example\n\nAction: failed\nFinal-Recipient: rfc822;ada@customer.example\nStatus: 5.0.0"), part("message/rfc822", `${ours}\n\nHello`))}`,
    automatic: "report",
    bounce: {
      recipient: "ada@customer.example",
      reason: "mailbox is full: retry timeout exceeded (5.0.0)",
      comesBackFor: REPLY_TO,
    },
  },
  {
    what: "Dovecot: why is said in words alone",
    raw: `${daemon}Subject: Mail delivery failed\n${parts("report; report-type=delivery-status", part("text/plain; charset=us-ascii", "Your message to <ada@customer.example> was automatically rejected:\nQuota exceeded (mailbox for user is full)"), part("message/delivery-status", "Reporting-MTA: dns; mx.customer.example\n\nAction: failed\nFinal-Recipient: rfc822;ada@customer.example\nStatus: 5.2.2"), part("message/rfc822", `${ours}\n\nHello`))}`,
    automatic: "report",
    bounce: {
      recipient: "ada@customer.example",
      reason: "was automatically rejected: Quota exceeded (mailbox for user is full) (5.2.2)",
      comesBackFor: REPLY_TO,
    },
  },
  {
    what: "OpenSMTPD: why is said in words alone",
    raw: `${daemon}Subject: Mail delivery failed\n${parts("report; report-type=delivery-status", part("text/plain; charset=us-ascii", "    Hi!\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\nada@customer.example: 550 5.1.1 user unknown\n\n    Below is a copy of the original message:"), part("message/delivery-status", "Reporting-MTA: dns; mx.customer.example\n\nAction: failed\nFinal-Recipient: rfc822;ada@customer.example\nStatus: 5.1.1"), part("message/rfc822", `${ours}\n\nHello`))}`,
    automatic: "report",
    bounce: {
      recipient: "ada@customer.example",
      reason: "550 5.1.1 user unknown",
      comesBackFor: REPLY_TO,
    },
  },
  {
    what: "a report that it is late, not lost",
    raw: `${daemon}Subject: Delayed Mail (still being retried)\n${parts("report; report-type=delivery-status", part("text/plain", "There is nothing to do."), part("message/delivery-status", "Reporting-MTA: dns; mx.customer.example\n\nFinal-Recipient: rfc822; ada@customer.example\nAction: delayed\nStatus: 4.4.1"), part("text/rfc822-headers", ours))}`,
    automatic: "report",
    saysSomething: false,
  },
  {
    what: "Postfix: late, with the address of a server that reads like a permanent fault",
    raw: `${daemon}Subject: Delayed Mail (still being retried)\n${parts("report; report-type=delivery-status", part("text/plain", "It will be retried until it is 5 day(s) old.\n\n<ada@customer.example>: connect to mx.customer.example[185.5.53.10]:25: Connection timed out"), part("message/delivery-status", "Reporting-MTA: dns; mx.customer.example\n\nFinal-Recipient: rfc822; ada@customer.example\nAction: delayed\nStatus: 4.4.1"), part("text/rfc822-headers", ours))}`,
    automatic: "report",
    saysSomething: false,
  },
  {
    what: "Exim: late, in words alone",
    raw: `${daemon}Subject: Warning: message delayed 24 hours\n\nA message that you sent has not yet been delivered to one or more of its recipients.\n\n  ada@customer.example\n    host mx.customer.example [5.9.12.33]: connection timed out\n`,
    automatic: "no sender to answer to",
  },
  {
    what: "of two addresses the second is gone",
    raw: `${daemon}Subject: Undelivered Mail Returned to Sender\n${parts("report; report-type=delivery-status", part("text/plain", "It could not be delivered to one or more recipients."), part("message/delivery-status", "Reporting-MTA: dns; mx.customer.example\n\nFinal-Recipient: rfc822; ada@customer.example\nAction: relayed\nStatus: 2.0.0\n\nFinal-Recipient: rfc822; charles@customer.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown"), part("text/rfc822-headers", ours))}`,
    automatic: "report",
    bounce: {
      recipient: "charles@customer.example",
      reason: "550 5.1.1 User unknown",
      comesBackFor: REPLY_TO,
    },
  },
  {
    what: "a report that it was read, on a day that reads like a permanent fault",
    raw: `${head}${parts("report; report-type=disposition-notification", part("text/plain", "Ihre Nachricht vom 5.3.26 wurde am 5.3.26 um 12:00 gelesen."), part("message/disposition-notification", "Disposition: manual-action/MDN-sent-manually; displayed"))}`,
    automatic: "report",
    saysSomething: false,
  },
  {
    what: "a report that it was read",
    raw: `${head}${parts("report; report-type=disposition-notification", part("text/plain", "It was read."), part("message/disposition-notification", "Disposition: manual-action/MDN-sent-manually; displayed"))}`,
    automatic: "report",
    saysSomething: false,
  },
  {
    what: "qmail's, in words alone",
    raw: `${daemon}Subject: failure notice\n\nHi. This is the qmail-send program at mx.customer.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<ada@customer.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n${ours}\n\nHello\n`,
    automatic: "no sender to answer to",
    bounce: {
      recipient: "ada@customer.example",
      reason: "Sorry, no mailbox here by that name. (#5.1.1)",
      comesBackFor: REPLY_TO,
    },
  },
  // Machines.
  {
    what: "Exchange's automatic reply",
    raw: `${head.replace("Re: Your question", "Automatic reply: You have a reply").replace("<ada@customer.example>\nFrom", "<>\nFrom")}X-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\n${text("utf-8", "7bit", "I am away until 5 December.")}`,
    subject: "Automatic reply: You have a reply",
    text: "I am away until 5 December.",
    automatic: "no sender to answer to",
    saysSomething: true,
  },
  {
    what: "Gmail's vacation responder",
    raw: `${head}Precedence: bulk\nX-Autoreply: yes\nAuto-Submitted: auto-replied\n${text("utf-8", "7bit", "Gone fishing.")}`,
    text: "Gone fishing.",
    automatic: "Auto-Submitted",
    saysSomething: true,
  },
  {
    what: "a German note that only its subject tells",
    raw: `${head.replace("Re: Your question", "=?utf-8?Q?Abwesenheitsnotiz:_Gr=C3=BC=C3=9Fe?=")}${text("utf-8", "7bit", "Bin bis 5.12. nicht da.")}`,
    subject: "Abwesenheitsnotiz: Grüße",
    text: "Bin bis 5.12. nicht da.",
    automatic: "its subject",
    saysSomething: true,
  },
  {
    what: "somebody who answers such a note",
    raw: `${head.replace("Re: Your question", "Re: Automatic reply: Your question")}${text("utf-8", "7bit", "I am back.")}`,
    subject: "Re: Automatic reply: Your question",
    text: "I am back.",
  },
  {
    what: "the receipt of another help desk",
    raw: `${head.replace("Re: Your question", "[Ticket #812] We have received your request")}Auto-Submitted: auto-generated\n${text("utf-8", "7bit", "We shall answer within a day.")}`,
    subject: "[Ticket #812] We have received your request",
    text: "We shall answer within a day.",
    automatic: "Auto-Submitted",
    saysSomething: true,
  },
  {
    what: "a mailing list",
    raw: `${head}List-Id: Engines <engines.lists.example>\nPrecedence: list\n${text("utf-8", "7bit", "Who has a spare lamp?")}`,
    text: "Who has a spare lamp?",
    automatic: "Precedence",
    saysSomething: true,
  },
  {
    what: "a newsletter that says no more than how to end it",
    raw: `${head}List-Unsubscribe: <https://news.example/u/1>\n${text("utf-8", "7bit", "Lamps at half the price!")}`,
    text: "Lamps at half the price!",
    automatic: "list-unsubscribe",
    saysSomething: true,
  },
  {
    what: "a person, through the group that our address is",
    raw: `${head}List-ID: <support.acme.example>\nPrecedence: list\nList-Unsubscribe: <mailto:support+unsubscribe@acme.example>\n${text("utf-8", "7bit", "Where is my lamp?")}`,
    text: "Where is my lamp?",
  },
  {
    what: "a mail of our own that came back",
    raw: `${head.replace("<1@customer.example>", `<chatd.${"0".repeat(40)}@acme.example>`)}${text("utf-8", "7bit", "You have a reply.")}`,
    text: "You have a reply.",
    automatic: "our own mail",
    saysSomething: false,
  },
]
