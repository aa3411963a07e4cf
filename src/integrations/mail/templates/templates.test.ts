import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { LANGUAGES as WIDGET_LANGUAGES } from "../../../../widget/i18n/words.ts"
import { checkedMail } from "../message.ts"
import { ticketTeamMail } from "../ticket-mails.ts"
import { chooseLanguage, LANGUAGES } from "./languages.ts"
import { MAILS, PLACEHOLDERS } from "./mails.ts"
import { sampleMail } from "./sample.ts"
import { faultOf, filledHtml, filledText } from "./template.ts"
import { wordsOf } from "./words.ts"

const letter = (language: (typeof LANGUAGES)[number] = "en") => ({
  language,
  company: "Acme",
  color: "#3a7bd5",
})
/** Elements that mails are made of. */
const ELEMENTS = /^(?:html|head|meta|title|style|body|div|table|tr|td|p|h2|b|br|a|span)$/
const elementsOf = (html: string) =>
  [...html.replace(/<!--[\s\S]*?-->|<!doctype html>/g, "").matchAll(/<\/?([a-z0-9]*)/gi)].map(
    ([, name = ""]) => name,
  )

describe("mails", () => {
  test("are written in every language of the widget", () => {
    expect([...LANGUAGES].sort()).toEqual([...WIDGET_LANGUAGES].sort())
    expect(chooseLanguage([undefined, "iw-IL"])).toBe("he")
    expect(chooseLanguage(["tlh", "pt_BR"])).toBe("pt")
    expect(chooseLanguage(["tlh"])).toBe("en")
  })

  test.each(LANGUAGES.flatMap((language) => MAILS.map((mail) => [language, mail] as const)))(
    "in %s: %s says what it can, in its direction, with nothing left to fill in",
    (language, mail) => {
      const template = wordsOf(language).mails[mail]
      for (const part of ["subject", "text"] as const)
        expect(faultOf(part, template[part], PLACEHOLDERS[mail])).toBeUndefined()
      // Each says as much as the English one.
      const said = (of: typeof template) =>
        [...`${of.subject} ${of.text}`.matchAll(/\{\{\s*(\w+)/g)]
          .map(([, name = ""]) => name)
          .filter((name) => !/^(?:greeting|first_name|name)$/.test(name))
      expect(new Set(said(template))).toEqual(new Set(said(wordsOf("en").mails[mail])))
      const { subject, text, html = "" } = sampleMail(mail, letter(language))
      expect(`${subject}${text}${html}`).not.toMatch(/\{\{|undefined/)
      const direction = language === "ar" || language === "he" ? "rtl" : "ltr"
      expect(html).toContain(`<html lang="${language}" dir="${direction}">`)
      expect(html).toContain(direction === "rtl" ? "text-align:right" : "text-align:left")
      expect(elementsOf(html).filter((name) => !ELEMENTS.test(name))).toEqual([])
      expect(html.length).toBeLessThan(20_000)
    },
  )

  test("in French leave a blank that does not break before a mark, and none elsewhere", () => {
    const french = MAILS.map((mail) => sampleMail(mail, letter("fr")).text).join("\n")
    expect(french).toContain("Ouvrir la conversation\u00a0:\nhttps://")
    expect(french).toContain("Ne plus recevoir ces e-mails\u00a0: https://")
    expect(french).toContain("Téléphone\u00a0: +44")
    expect(french).not.toMatch(/ [?!:]/)
    expect(sampleMail("reply_notice", letter("de")).text).toContain("Unterhaltung öffnen:\nhttps://")
  })

  test("isolate names and numbers where what stands around them is written the other way", () => {
    expect(sampleMail("reply_notice", letter("ar")).text).toContain("\u2068Acme\u2069")
    expect(filledText("Hello {{name}}!", { name: "\u202eליאה" }, "ltr")).toBe("Hello \u2068ליאה\u2069!")
    expect(filledText("Hello {{name}}!", { name: "Ada" }, "ltr")).toBe("Hello Ada!")
  })

  test("leave out what there is nothing to say of, with the space before it", () => {
    const values = { name: "", link: undefined }
    expect(filledText("Hello {{name}},\n\n{{link}}\n\nBye", values, "ltr")).toBe("Hello,\n\nBye")
  })

  test("whatever people are called or write stays text: no element, no header, no placeholder of theirs", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom(
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "a\r\nBcc: all@evil.example\r\n\r\nbody",
        "{{email}} {{link}}",
        "\u2028Bcc: x\u2066\u202e",
        "</td></tr></table><style>*{display:none}</style>",
      ),
    )
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, question, phone) => {
        const mail = checkedMail(
          ticketTeamMail({
            to: ["team@acme.example"],
            ticketId: name,
            question,
            priority: "low",
            requester: { name, email: "ada@example.com", phone },
            transcript: [{ who: name, text: question, at: phone }],
            timeZone: "UTC",
            page: undefined,
            link: undefined,
            messageId: "<a@b.example>",
            letter: letter(),
          }),
        )
        expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u)
        expect(mail.replyTo?.name ?? "").not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u)
        const html = mail.html ?? ""
        expect(elementsOf(html).filter((one) => !ELEMENTS.test(one))).toEqual([])
        expect([...html.matchAll(/<style/g)]).toHaveLength(1)
        expect(html).not.toMatch(/<[^>]*\son[a-z]+=/i)
        // What looks like a placeholder in somebody's name is not filled in.
        if (name.includes("{{email}}")) expect(mail.subject).toContain("{{email}}")
      }),
    )
  })
})

describe("a partner's own words", () => {
  const known = PLACEHOLDERS.reply_notice
  const refused: [Parameters<typeof faultOf>[0], string, RegExp][] = [
    ["subject", "Hi {{nobody}}", /\{\{nobody\}\}.*nobody fills in.*\{\{company\}\}/],
    ["subject", "Hi {{name", /\{\{name/],
    ["subject", "{{messages}}", /cannot stand in a subject/],
    ["text", " ", /must not be empty/],
    ["text", "See {{messages}}!", /paragraph of its own/],
    ["text", "{{constructor}}", /nobody fills in/],
    ["html", "<script>{{name}}</script>", /no <script>/],
    ["html", "<style>.{{name}}{}</style>", /cannot stand in <style>/],
    ["html", "<!-- {{name}} -->", /cannot stand in a comment/],
    ["html", "<p title={{name}}>x</p>", /within quotes/],
    ["html", '<p onclick="{{name}}">x</p>', /may hold no onclick/],
    ["html", "<p onclick=x>x</p>", /may hold no scripts/],
    ["html", '<a href="{{name}}">x</a>', /placeholder that is a link/],
    ["html", '<a href="javascript:{{link}}">x</a>', /must begin with/],
    ["html", '<a href="java&#115;cript:x">x</a>', /must begin with/],
    ["html", '<p style="color:{{name}}">x</p>', /cannot stand in a style/],
    ["html", '<p title="{{messages}}">x</p>', /cannot stand in an attribute/],
    ["html", '<p title="a>x', /does not end/],
    ["html", "<{{name}}>x", /does not end|within quotes/],
    ["text", "x".repeat(20_001), /at most 20000/],
  ]
  test.each(refused)("%s: %j is refused, and why", (part, template, sentence) => {
    expect(faultOf(part, template, known) ?? "").toMatch(sentence)
  })

  const taken: [Parameters<typeof faultOf>[0], string][] = [
    ["subject", "{{company}} for {{ name }}"],
    ["text", "Dear {{name}},\n\n{{messages}}\n\n{{link}}\n\nOr follow {{link}}."],
    [
      "html",
      '<p title="For {{name}}">Dear {{name}} &lt;3</p>{{messages}}<a href="{{link}}">Go</a><a href="https://x.example/?n={{conversation}}">x</a>',
    ],
    ["html", "<!doctype html><html><head><style>p{color:red}</style></head><body>{{messages}}</body></html>"],
  ]
  test.each(taken)("%s: %j is taken", (part, template) => {
    expect(faultOf(part, template, known)).toBeUndefined()
  })

  test("in HTML cannot be broken out of by what is filled in, wherever they may stand", () => {
    const html = '<p title="{{name}}">{{name}}</p><a href="{{link}}">x</a>'
    expect(faultOf("html", html, known)).toBeUndefined()
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.constant(`"'><b onx="`)), (name) => {
        const filled = filledHtml(
          html,
          { name, link: `https://x.example/${encodeURIComponent(name.toWellFormed())}` },
          "ltr",
        )
        expect(elementsOf(filled).filter((one) => !/^(?:p|a|br|span)$/.test(one))).toEqual([])
        expect(filled.replace(/="[^"]*"/g, "")).not.toMatch(/<[a-z]+[^>]*["']/)
      }),
    )
  })
})
