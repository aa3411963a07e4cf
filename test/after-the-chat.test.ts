import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ParsedMail } from "mailparser"
import { type ImapServer, startImapServer } from "./servers/imap.ts"
import { startSmtpServer } from "./servers/smtp.ts"
import { until } from "./wait.ts"
import { WidgetSite } from "./widget-site.ts"

setDefaultTimeout(120_000)

let smtp: Awaited<ReturnType<typeof startSmtpServer>>
let imap: ImapServer
let site: WidgetSite

beforeAll(async () => {
  smtp = await startSmtpServer()
  imap = await startImapServer()
  site = await WidgetSite.start({
    CHATD_SMTP_HOST: "127.0.0.1",
    CHATD_SMTP_PORT: String(smtp.port),
    CHATD_SMTP_REQUIRE_TLS: "false",
    CHATD_SMTP_FROM: "Acme Support <support@acme.example>",
    CHATD_IMAP_HOST: "localhost",
    CHATD_IMAP_PORT: String(imap.port),
    CHATD_IMAP_TLS: "false",
    CHATD_IMAP_REQUIRE_TLS: "false",
    CHATD_IMAP_USER: imap.user,
    CHATD_IMAP_PASSWORD: imap.password,
    CHATD_IMAP_ADDRESS: "support@acme.example",
    CHATD_SERVER_PUBLIC_URL: "https://chat.acme.example",
  })
  await site.set("mail.team=team@acme.example", "mail.reply_after_seconds=1")
})
afterAll(async () => {
  smtp.hangUp()
  await site.stop()
  await imap.stop()
  await smtp.stop()
})

/** The mail to an address that says something. */
async function mailTo(address: string, saying: string): Promise<ParsedMail> {
  return until(`a mail to ${address} says ${saying}`, async () => {
    const mails = await smtp.read(address)
    return mails.find(({ subject, text }) => `${subject}\n${text}`.includes(saying))
  })
}

async function exported(number: number): Promise<string> {
  return (await site.chatd.run(["conversation", "export", String(number), "--format", "text"])).out
}

test("nobody is there: the form becomes a ticket, mails to the team and the customer; their answer by mail comes into the conversation", async () => {
  const visit = await site.visit()
  await visit.chat.start()
  await visit.chat.say("Hello!")
  await visit.chat.answers.first().waitFor()
  const { panel } = visit.chat
  await panel.getByRole("button", { name: "Talk to a person" }).click()
  await panel.getByLabel("Message / Issue").fill("The lid <b>does not</b> fit.")
  await panel.getByLabel("Priority").selectOption("high")
  await panel.getByRole("button", { name: "Submit" }).click()
  await panel.getByText(/#T-1/).first().waitFor()

  const toTeam = await mailTo("team@acme.example", "T-1")
  expect(toTeam.text).toContain("The lid <b>does not</b> fit.")
  expect(toTeam.text).toContain("ada@example.com")
  expect(toTeam.text).toContain("High")
  expect(String(toTeam.html)).toContain("The lid &lt;b&gt;does not&lt;/b&gt; fit.")
  expect(toTeam.replyTo?.value).toMatchObject([{ address: "ada@example.com" }])
  const confirmation = await mailTo("ada@example.com", "T-1")
  expect(confirmation.text).toContain("The lid <b>does not</b> fit.")

  // The customer goes; later somebody answers.
  await visit.close()
  await site.chatd.run(["agent", "add", "grace@acme.example", "--name", "Grace"])
  const [{ number }] = await site.chatd.json(["conversation", "list"])
  await site.chatd.json([
    "conversation",
    "reply",
    String(number),
    "We have a new lid for you.",
    "--as",
    "grace@acme.example",
  ])
  const notice = await mailTo("ada@example.com", "We have a new lid for you.")
  const answerTo = notice.replyTo?.value[0]?.address ?? ""
  expect(answerTo).toMatch(/^support\+.+@acme\.example$/)

  imap.deliver(`Return-Path: <ada@example.com>
From: Ada Lovelace <ada@example.com>
To: ${answerTo}
Subject: Re: ${notice.subject}
Message-ID: <1@mail.example.com>
In-Reply-To: ${notice.messageId}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=part

--part
Content-Type: text/plain; charset=utf-8

Wonderful, this is the one.

On Sat, 21 Nov 2026 at 15:00, Acme Support <support@acme.example> wrote:
> We have a new lid for you.
--part
Content-Type: image/png; name=lid.png
Content-Disposition: attachment; filename=lid.png
Content-Transfer-Encoding: base64

iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
--part--
`)
  const told = await until("the answer is in the conversation", async () => {
    const text = await exported(number)
    return text.includes("Wonderful") ? text : undefined
  })
  expect(told.match(/We have a new lid for you\./g)).toHaveLength(1)
  const events = await site.chatd.json(["conversation", "show", String(number)])
  expect(JSON.stringify(events)).toContain("lid.png")
  const shown = await site.chatd.run(["conversation", "show", String(number)])
  expect(shown.out).toContain("[file: lid.png, 70 bytes]")
  const folder = join(tmpdir(), `chatd-files-${crypto.randomUUID()}`)
  for (const name of ["lid.png", "lid (2).png"]) {
    const saved = await site.chatd.run(["conversation", "files", String(number), "--save", folder])
    expect(saved).toMatchObject({ code: 0, out: `${join(folder, name)}  70 bytes\n` })
    expect(readFileSync(join(folder, name)).subarray(1, 4).toString()).toBe("PNG")
  }
  rmSync(folder, { recursive: true })

  // The mail's link shows all of it, on this server's own page.
  const path = /https:\/\/chat\.acme\.example(\/c\/[\w.-]+)/.exec(String(notice.html))?.[1] ?? ""
  const back = await site.visit(new URL(path, site.url).href)
  await back.page.getByText("We have a new lid for you.").waitFor()
  await back.page.getByText("Wonderful, this is the one.").waitFor()
  await back.chat.say("Thank you, Grace!")
  await until("the agent is told", async () => (await exported(number)).includes("Thank you, Grace!"))
  expect(back.complaints).toEqual([])
  await back.close()

  const waiting = await site.chatd.json(["jobs", "list"])
  expect(waiting.filter(({ state }: { state: string }) => state === "dead")).toEqual([])
})
