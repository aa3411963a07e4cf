import type { Transporter } from "nodemailer"
import type SMTPPool from "nodemailer/lib/smtp-pool"
import { DeliveryError } from "../delivery-error.ts"
import { authorityHint, checkedMail, type Mail, oneLine } from "./message.ts"

export interface SmtpConfig {
  host: string
  port: number
  /**
   * `implicit`: TLS from the first byte (port 465). `required`: STARTTLS or nothing. `opportunistic`: STARTTLS where
   * offered. `none`: plain text, for a relay on the same machine.
   */
  tls: "implicit" | "required" | "opportunistic" | "none"
  /** Trusted instead of the system's authorities, in PEM: for a server with a certificate of its own. */
  ca?: string
  user?: string
  password?: string
  /** Who it comes from: `{ name: "Acme Support", address: "support@acme.example" }`. */
  from: { name: string; address: string }
  /** Milliseconds to connect, to be greeted, and of silence on the line. */
  timeoutMs: number
  maxConnections?: number
}

export interface Mailer {
  /**
   * Hands one message to the server. Done means that the server has taken it over, not that it was read.
   *
   * @returns which of several recipients the server would not have, and which it would not have yet
   * @throws DeliveryError; after one with `outcomeUnknown`, send the same again with the same `messageId`
   */
  sendMail(mail: Mail): Promise<{ refused: readonly string[]; deferred: readonly string[] }>
  /** Connects and logs in, without sending anything; never throws. */
  health(): Promise<{ ok: true } | { ok: false; detail: string }>
  /** Lets what is being sent finish, then hangs up. */
  close(): void
}

/** A pooled client of one SMTP server. */
export function createMailer(config: SmtpConfig): Mailer {
  let opened: Promise<Transporter> | undefined
  const transport = () => (opened ??= openTransport(config))
  const from = { name: oneLine(config.from.name), address: config.from.address }
  return {
    async sendMail(mail) {
      const { to, headers = {}, fromName = "", ...content } = checkedMail(mail)
      try {
        const { rejected = [], rejectedErrors = [] } = await (await transport()).sendMail({
          ...content,
          from: { ...from, name: from.name || fromName },
          to: to.map((address) => ({ name: "", address })),
          headers: { "Auto-Submitted": "auto-generated", ...headers },
        })
        const refusals = rejectedErrors as (SmtpError & { recipient?: string })[]
        const deferred = refusals.flatMap(({ recipient, responseCode = 0 }) =>
          recipient !== undefined && responseCode < 500 ? recipient : [],
        )
        return { refused: rejected.map(String).filter((one) => !deferred.includes(one)), deferred }
      } catch (error) {
        throw classify(error)
      }
    },
    async health() {
      try {
        await (await transport()).verify()
        return { ok: true }
      } catch (error) {
        return { ok: false, detail: classify(error).message }
      }
    },
    close: () => void opened?.then((transport) => transport.close()),
  }
}

/** Loaded with the first mail: it takes milliseconds of every start. */
async function openTransport(config: SmtpConfig): Promise<Transporter> {
  const { createTransport } = await import("nodemailer")
  return createTransport(poolOptions(config))
}

function poolOptions({
  tls,
  user,
  password,
  timeoutMs,
  ...config
}: SmtpConfig): SMTPPool.Options & { maxRequeues: number } {
  return {
    pool: true,
    host: config.host,
    port: config.port,
    secure: tls === "implicit",
    requireTLS: tls === "required",
    ignoreTLS: tls === "none",
    tls: { minVersion: "TLSv1.2", ...(config.ca ? { ca: config.ca } : {}) },
    ...(user ? { auth: { user, pass: password ?? "" } } : {}),
    maxConnections: config.maxConnections ?? 2,
    // The pool would send a message again by itself after a line dropped within it; that is the outbox's decision.
    maxRequeues: 0,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // Contents come from customers: nothing in them may make us read a file or a URL.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

interface SmtpError extends Error {
  code?: string
  responseCode?: number
  response?: string
  command?: string
}

/** Failures of the one mail, on our side of the wire, that it will meet again. */
const PERMANENT_CODES = new Set(["EENVELOPE", "EMESSAGE", "EFILEACCESS", "EURLACCESS"])
/** Of our settings. */
const SETTINGS_CODES = new Set(["EAUTH", "ENOAUTH", "ECONFIG", "EREQUIRETLS"])
const BEFORE_ANY_MAIL = /^(?:EHLO|HELO|LHLO|STARTTLS|AUTH)\b/
/** What servers say to whom they pass nothing on for: one may not have signed in, or comes from another address than before. */
const NO_RELAY =
  /^530\b|\brelay(?:ing)? (?:access )?(?:is )?(?:denied|prohibited|disallowed|not (?:allowed|permitted))|\bunable to relay\b/i
const NEVER_CONNECTED =
  /EDNS|ETLS|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|certificate|self.signed|Connection timeout|Greeting never received/i
const RETRY_MS = 60_000
/** Greylisting servers want to be left alone for some minutes. */
export const GREYLIST_MS = 300_000
/** Some servers lock out who comes back too often with a wrong password. */
const REFUSED_MS = 900_000

/** What a failure means for the next attempt: all pass but a 5xx to this very mail, or what is wrong with it here. */
function classify(error: unknown): DeliveryError {
  const { code = "", responseCode = 0, response, command = "", message } = error as SmtpError
  const reason = oneLine(response ?? message ?? String(error)).slice(0, 300)
  const forAll = isForAll(error as SmtpError)
  if (responseCode >= 400 && responseCode < 500) {
    return new DeliveryError(`The mail server asks for patience: ${reason}`, {
      retryable: true,
      forAll,
      retryAfterMs: GREYLIST_MS,
      cause: error,
    })
  }
  const isSender = command.startsWith("MAIL FROM") && responseCode >= 500 && responseCode !== 552
  const isRelay = command.startsWith("RCPT") && NO_RELAY.test(reason)
  if (isSender || isRelay || (forAll && responseCode >= 500) || SETTINGS_CODES.has(code)) {
    return new DeliveryError(`The mail server takes nothing of ours: ${reason}`, {
      retryable: true,
      forAll,
      retryAfterMs: REFUSED_MS,
      cause: error,
    })
  }
  if (responseCode >= 500) {
    const aboutRecipient = command.startsWith("RCPT") || /^5\d\d[ -]5\.1\.[1-6]\b/.test(response ?? "")
    const field = aboutRecipient ? { field: "to" } : {}
    return new DeliveryError(`The mail server refused: ${reason}`, {
      retryable: false,
      ...field,
      cause: error,
    })
  }
  if (PERMANENT_CODES.has(code))
    return new DeliveryError(`The mail cannot be sent: ${reason}`, { retryable: false, cause: error })
  // The server answers only once after the message: a line that breaks there leaves both ends open.
  return new DeliveryError(`The mail server is out of reach: ${reason}${authorityHint(reason)}`, {
    retryable: true,
    outcomeUnknown: !forAll,
    forAll,
    retryAfterMs: RETRY_MS,
    cause: error,
  })
}

/** Whether the server knows of no mail yet: what it says then it says to all. */
function isForAll({ code = "", responseCode = 0, command = "", message }: SmtpError): boolean {
  if (SETTINGS_CODES.has(code) || BEFORE_ANY_MAIL.test(command)) return true
  if (responseCode > 0) return code === "EPROTOCOL" && command === "CONN"
  return NEVER_CONNECTED.test(`${code} ${message}`)
}
