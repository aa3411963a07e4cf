import { afterEach, describe, expect, test } from "bun:test"
import { createServer, type Server } from "node:net"
import { text } from "node:stream/consumers"
import { SMTPServer, type SMTPServerOptions } from "smtp-server"
import { selfSigned } from "../../../test/servers/self-signed.ts"
import { DeliveryError } from "../delivery-error.ts"
import { type Mail, messageIdOf } from "./message.ts"
import { createMailer, type Mailer, type SmtpConfig } from "./smtp.ts"

const identity = selfSigned()
const mail: Mail = {
  to: "jane@company.com",
  subject: "Grüße, Jane",
  text: "Hello\n.\nend",
  html: "<p>Hello</p>",
  messageId: messageIdOf("outbox-17", "desk.example"),
}

let cleanup: (() => void)[] = []
afterEach(() => {
  for (const step of cleanup.reverse()) step()
  cleanup = []
})

function mailerFor(port: number, config: Partial<SmtpConfig> = {}): Mailer {
  const from = { name: "Acme Support", address: "support@acme.example" }
  const mailer = createMailer({ host: "localhost", port, tls: "none", from, timeoutMs: 2000, ...config })
  cleanup.push(() => mailer.close())
  return mailer
}

/** A real SMTP server that keeps what it takes. */
async function startServer(options: SMTPServerOptions = {}) {
  const received: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.onAuth ? [] : ["AUTH"],
    ...identity,
    onData: (stream, _, done) =>
      void text(stream).then((raw) => {
        received.push(raw)
        done()
      }),
    ...options,
  })
  server.on("error", () => {})
  await new Promise<void>((resolve) => server.listen(0, "localhost", () => resolve()))
  cleanup.push(() => server.close(() => {}))
  return { received, port: (server.server.address() as { port: number }).port }
}

/** A server of a few scripted lines, for what a decent one never does. */
async function startScripted(script: (line: string) => string | "stall" | "drop"): Promise<number> {
  const server: Server = createServer((socket) => {
    const answer = (line: string) => {
      const reply = script(line)
      if (reply === "drop") socket.destroy()
      else if (reply !== "stall") socket.write(`${reply}\r\n`)
    }
    answer("CONNECT")
    socket.on("error", () => {})
    socket.on("data", (data) => answer(data.toString()))
    cleanup.push(() => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, "localhost", () => resolve()))
  cleanup.push(() => server.close())
  return (server.address() as { port: number }).port
}

async function failure(attempt: Promise<unknown>): Promise<DeliveryError> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(DeliveryError)
  return error as DeliveryError
}

const reply = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

describe("a mail", () => {
  test("reaches the server with its parts, its id and a mark that no person wrote it", async () => {
    const { received, port } = await startServer()
    await mailerFor(port).sendMail({ ...mail, headers: { "X-Ticket": "9630" } })
    const [raw = ""] = received
    expect(raw).toContain(`Message-ID: ${mail.messageId}`)
    expect(raw).toContain("To: jane@company.com")
    expect(raw).toContain("From: Acme Support <support@acme.example>")
    expect(raw).toContain("Auto-Submitted: auto-generated")
    expect(raw).toContain("X-Ticket: 9630")
    expect(raw).toContain("text/plain")
    expect(raw).toContain("text/html")
  })

  test("has the same id whenever the same row is sent, and another for another", () => {
    expect(messageIdOf("a", "desk.example")).toBe(messageIdOf("a", "desk.example"))
    expect(messageIdOf("a", "desk.example")).not.toBe(messageIdOf("b", "desk.example"))
    expect(messageIdOf("a>\r\nBcc: x", "evil\r\n.example>")).toMatch(/^<chatd\.[0-9a-f]{40}@evil\.example>$/)
  })

  test("cannot carry headers of the customer's making", async () => {
    const { received, port } = await startServer()
    await mailerFor(port).sendMail({
      ...mail,
      subject: "Hi\r\nBcc: all@evil.example\r\n\r\nBody",
      headers: { "X-Ticket": "1\r\nBcc: b@evil.example" },
    })
    expect(received[0]?.split("\r\n\r\n")[0]).not.toMatch(/^Bcc:/im)
  })

  test.each([
    "",
    "jane",
    "a@b.example, c@d.example",
    "Jane <jane@company.com>",
    "jane@company.com\r\nBcc: x@evil.example",
    "a@",
    `${"a".repeat(250)}@b.example`,
  ])("to %j is refused before anything is sent", async (to) => {
    const { received, port } = await startServer()
    expect(await failure(mailerFor(port).sendMail({ ...mail, to }))).toMatchObject({
      retryable: false,
      field: "to",
    })
    expect(received).toEqual([])
  })

  test("may not set headers of ours", async () => {
    const { port } = await startServer()
    expect(
      await failure(mailerFor(port).sendMail({ ...mail, headers: { Bcc: "x@evil.example" } })),
    ).toMatchObject({ retryable: false, field: "headers" })
  })
})

describe("a failure", () => {
  test("of the recipient is permanent and names it", async () => {
    const { port } = await startServer({ onRcptTo: (_, __, done) => done(reply(550, "5.1.1 No such user")) })
    expect(await failure(mailerFor(port).sendMail(mail))).toMatchObject({ retryable: false, field: "to" })
  })

  test("of the content is permanent", async () => {
    const { port } = await startServer({
      onData: (stream, _, done) => {
        stream.resume()
        stream.on("end", () => done(reply(554, "spam")))
      },
    })
    expect(await failure(mailerFor(port).sendMail(mail))).toMatchObject({ retryable: false })
  })

  test("of a greylisting server asks for another attempt later", async () => {
    const { port } = await startServer({
      onRcptTo: (_, __, done) => done(reply(451, "4.7.1 Try again later")),
    })
    expect(await failure(mailerFor(port).sendMail(mail))).toMatchObject({
      retryable: true,
      outcomeUnknown: false,
      retryAfterMs: 300_000,
    })
  })

  const refusals: [string, SMTPServerOptions, Partial<DeliveryError>][] = [
    [
      "whose sender the server does not know waits until it does",
      { onMailFrom: (_, __, done) => done(reply(550, "5.7.1 Not your address")) },
      { retryable: true, forAll: false, retryAfterMs: 900_000 },
    ],
    [
      "waits while the server lets nobody in",
      { onConnect: (_, done) => done(reply(554, "Your network is blocked; ask for a certificate")) },
      { retryable: true, forAll: true, retryAfterMs: 900_000 },
    ],
    [
      "waits while the server is busy with others",
      { onConnect: (_, done) => done(reply(421, "Too many connections")) },
      { retryable: true, forAll: true, retryAfterMs: 300_000 },
    ],
    [
      "is alone in what is said to its recipient, be it in words that others are refused with",
      { onRcptTo: (_, __, done) => done(reply(550, "5.1.1 Greeting never received, no certificate")) },
      { retryable: false, forAll: false, field: "to" },
    ],
  ]
  test.each(refusals)("%s", async (_, options, expected) => {
    const { port } = await startServer(options)
    expect(await failure(mailerFor(port).sendMail(mail))).toMatchObject(expected)
  })

  test.each([
    "554 5.7.1 <jane@company.com>: Relay access denied",
    "550 relay not permitted",
    "550 5.7.1 Unable to relay",
    "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain",
    "550 5.7.1 <jane@company.com>... Relaying denied",
    "530 5.7.0 Authentication required",
  ])("of a server that passes nothing on for us is of our settings: %s", async (refusal) => {
    const port = await startScripted((line) => {
      if (line === "CONNECT") return "220 ready"
      return line.startsWith("RCPT") ? refusal : "250 ok"
    })
    const error = await failure(mailerFor(port).sendMail(mail))
    expect(error).toMatchObject({ retryable: true, forAll: false, retryAfterMs: 900_000 })
    expect(error.message).toBe(`The mail server takes nothing of ours: ${refusal}`)
  })

  test("of a server that stalls ends in time", async () => {
    const port = await startScripted(() => "stall")
    expect(await failure(mailerFor(port, { timeoutMs: 80 }).sendMail(mail))).toMatchObject({
      retryable: true,
    })
  })

  test("of a line that drops within the message leaves the outcome open, and is not sent again behind our back", async () => {
    let started = 0
    const script = (line: string) => {
      if (line === "CONNECT") return "220 hi"
      if (line.startsWith("DATA")) {
        started++
        return "354 go on"
      }
      return /^(EHLO|MAIL|RCPT)/.test(line) ? "250 ok" : "drop"
    }
    expect(await failure(mailerFor(await startScripted(script)).sendMail(mail))).toMatchObject({
      retryable: true,
      outcomeUnknown: true,
    })
    expect(started).toBe(1)
  })

  test("to connect can be tried again, by us and not behind our back", async () => {
    const { port } = await startServer()
    cleanup.pop()?.()
    let connections = 0
    const closed = await startScripted(() => {
      connections++
      return "drop"
    })
    for (const dead of [port, closed])
      expect((await failure(mailerFor(dead, { timeoutMs: 300 }).sendMail(mail))).retryable).toBe(true)
    expect(connections).toBe(1)
  })
})

describe("a server that wants a login", () => {
  const options: SMTPServerOptions = {
    authOptional: false,
    onAuth: ({ username, password }, _, done) =>
      username === "desk" && password === "right"
        ? done(null, { user: "desk" })
        : done(new Error("Bad credentials")),
  }

  test("gets it over STARTTLS with a certificate we were told to trust", async () => {
    const { received, port } = await startServer(options)
    const mailer = mailerFor(port, { tls: "required", ca: identity.cert, user: "desk", password: "right" })
    expect(await mailer.health()).toEqual({ ok: true })
    await mailer.sendMail(mail)
    expect(received).toHaveLength(1)
  })

  test("refuses a wrong password until somebody puts it right, and it appears nowhere", async () => {
    const { port } = await startServer(options)
    const mailer = mailerFor(port, { tls: "required", ca: identity.cert, user: "desk", password: "wr0ng" })
    const error = await failure(mailer.sendMail(mail))
    expect(error).toMatchObject({ retryable: true, forAll: true, retryAfterMs: 900_000 })
    expect(error.field).toBeUndefined()
    expect(`${error.message}${JSON.stringify(await mailer.health())}`).not.toContain("wr0ng")
  })

  test("gets nothing when nobody vouches for its certificate", async () => {
    const { received, port } = await startServer(options)
    const error = await failure(
      mailerFor(port, { tls: "required", user: "desk", password: "right" }).sendMail(mail),
    )
    expect(error.message).toMatch(/certificate|self.signed/i)
    expect(error.message).toContain("NODE_EXTRA_CA_CERTS=")
    expect(received).toEqual([])
  })

  test("gets nothing in plain text when TLS is required", async () => {
    const { received, port } = await startServer({
      ...options,
      hideSTARTTLS: true,
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
    })
    const attempt = mailerFor(port, { tls: "required", user: "desk", password: "right" }).sendMail(mail)
    expect(await failure(attempt)).toMatchObject({ retryable: true, forAll: true })
    expect(received).toEqual([])
  })
})
