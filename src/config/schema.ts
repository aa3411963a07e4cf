import { z } from "zod"

/** What is a number, also in a text. JavaScript takes an empty text and `false` for 0, which may be "no limit". */
const number = <T extends z.ZodType>(schema: T) =>
  z.preprocess((given) => (typeof given === "string" && given.trim() !== "" ? Number(given) : given), schema)
const port = number(z.number().int().min(0).max(65535))
/** Each has an end: what no timer or counter can hold is as good as 0, or never. */
const count = (most: number) => number(z.number().int().min(0).max(most))
const positive = (most: number) => number(z.number().int().min(1).max(most))
const switchValue = z.union([z.boolean(), z.stringbool()], { error: "must be true or false" })
const address = z.url({ protocol: /^https?$/, error: "must be an http:// or https:// address" })
const encryptionKey = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/, "must be 32 bytes in base64: `chatd keys generate` makes one")
const encryptionKeys = z
  .string()
  .regex(
    /^[\s,]*(?:[A-Za-z0-9+/]{43}=(?:[\s,]+|$))+$/,
    "must be keys of 32 bytes in base64, parted by spaces",
  )
const formSenders = z
  .string()
  .regex(
    /^[\s,]*(?:[^\s,@<>"();:]+@[^\s,@<>"();:]+(?:[\s,]+|$))*$/,
    "must be addresses alone, without names, parted by commas",
  )
const optional = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal("").transform(() => undefined), schema]).optional()

/** Keys whose values must never reach a log, an error or `config check`. */
export const SECRET_KEYS: ReadonlySet<string> = new Set([
  "database_url",
  "server.admin_token",
  "metrics.token",
  "sentry.dsn",
  "llm.api_key",
  "embeddings.api_key",
  "smtp.password",
  "imap.password",
  "freshdesk.api_key",
  "freshdesk.webhook_secret",
  "encryption.key",
  "encryption.old_keys",
])

export const DEFAULT_DATA = "./data"

/**
 * Every setting, its default and its meaning. The sample file, `chatd config check` and the reading of
 * `CHATD_*` variables all follow from this one schema: `server.port` is `CHATD_SERVER_PORT`.
 */
export const configSchema = z.strictObject({
  data: z
    .string()
    .min(1)
    .default(DEFAULT_DATA)
    .describe("Folder of the database and of everything chatd writes. Back it up."),
  database_url: optional(
    z.url({
      protocol: /^postgres(ql)?$/,
      error: "must be an address such as postgres://user:password@host/name",
    }),
  ).describe("postgres://user:password@host/name. Empty: SQLite in the data folder."),
  encryption: z.strictObject({
    key: optional(encryptionKey).describe(
      "Seals what people said in the database: 32 bytes in base64, as `chatd keys generate` makes them. Without it they cannot be read again. Empty: nothing is sealed.",
    ),
    old_keys: optional(encryptionKeys).describe(
      "Keys that were used before, parted by spaces, until `chatd keys rotate` is done.",
    ),
  }),
  server: z.strictObject({
    host: z
      .string()
      .min(1)
      .default("127.0.0.1")
      .describe("Address to listen on. 0.0.0.0 for all, behind a TLS proxy."),
    port: port.default(8000).describe("Port to listen on. 0 takes a free one."),
    public_url: optional(address).describe(
      "What the world calls this server: https://chat.example.com. Its own pages may call under that name, and mails link to it. Empty: they link to no conversation.",
    ),
    trust_proxy: switchValue
      .default(false)
      .describe("Take the visitor's address from X-Forwarded-For. Only behind a proxy that sets it."),
    sockets_per_address: count(1_000_000)
      .default(20_000)
      .describe(
        "Sockets that an address may have open at a time; of IPv6 a network counts as one. Behind a proxy set trust_proxy, or all visitors share its address. 0: no limit.",
      ),
    max_body_kb: positive(102_400)
      .default(256)
      .describe(
        "Largest request body, in KB. Larger ones get 413. A CRM's ticket, with its whole conversation, may have four times as much.",
      ),
    admin_token: optional(z.string().min(20, "must have at least 20 characters")).describe(
      "Lets its bearer register partners over HTTP: `openssl rand -hex 24` makes one. Empty: nobody may.",
    ),
    drain_seconds: count(3_600)
      .default(10)
      .describe("How long a stopping server waits for requests under way, an hour at most."),
  }),
  log: z.strictObject({
    level: z
      .enum(["trace", "debug", "info", "warn", "error", "silent"])
      .default("info")
      .describe("Least level written."),
    format: z
      .enum(["auto", "json", "pretty"])
      .default("auto")
      .describe("auto: pretty on a terminal, JSON lines elsewhere."),
  }),
  partners: z.strictObject({
    registration: z
      .enum(["open", "closed", "invitation"])
      .default("closed")
      .describe(
        "Who may register a partner with POST /api/partner/register. closed: the bearer of server.admin_token; invitation: also whoever has a code of `chatd partner invite`; open: anybody.",
      ),
    registrations_per_hour: count(1_000_000)
      .default(10)
      .describe("Attempts to register that an address may make in an hour. 0: no limit."),
  }),
  crm: z.strictObject({
    partner: optional(z.string()).describe(
      "Partner id whose CRM calls carry no key (the guide's way). Empty: a key is required.",
    ),
    session_idle_minutes: number(z.number().min(1).max(43_200))
      .default(30)
      .describe("A session's context is forgotten after so many minutes without a message."),
    limit_per_user: count(1_000_000_000)
      .default(300)
      .describe("Questions a user may ask in a window. 0: no limit."),
    limit_per_address: count(1_000_000_000)
      .default(3000)
      .describe(
        "Questions an address may ask in a window; and, without the secret key, reports, tickets and ratings. 0: no limit.",
      ),
    limit_window_seconds: positive(86_400).default(3600).describe("Length of that window, a day at most."),
    ticket_wait_ms: positive(60_000)
      .default(4000)
      .describe("How long a ticket request waits for Freshdesk's number before it answers with our own."),
  }),
  kb: z.strictObject({
    threads: count(256).default(0).describe("Threads for `kb ingest`. 0: one a core, at most 4."),
    allow_private_addresses: switchValue
      .default(false)
      .describe("Let `kb ingest URL` read from private and loopback addresses."),
    max_pages: positive(100_000).default(200).describe("Most pages read from one site."),
  }),
  external_chatbot: z.strictObject({
    allow_private_addresses: switchValue
      .default(false)
      .describe("Let partners' own chatbots (answering.external.url) be at private and loopback addresses."),
  }),
  webhooks: z.strictObject({
    allow_private_addresses: switchValue
      .default(false)
      .describe("Let webhooks be at private and loopback addresses, and at http:// ones."),
  }),
  metrics: z.strictObject({
    token: optional(z.string().min(20, "must have at least 20 characters")).describe(
      "Lets its bearer read GET /metrics: `openssl rand -hex 24` makes one. Empty: nobody may.",
    ),
    open: switchValue
      .default(false)
      .describe("Let everybody read GET /metrics. Only where a proxy keeps it from the public."),
  }),
  sentry: z.strictObject({
    dsn: optional(
      z
        .string()
        .regex(/^https?:\/\/[^@/]+@[^/]+\/(?:.+\/)?\d+$/, "must be a DSN such as https://KEY@HOST/NUMBER"),
    ).describe("DSN of a Sentry project that is told of errors, without personal data. Empty: none is."),
    environment: z
      .string()
      .regex(/^[^\s/]{1,64}$/, "must have 1 to 64 characters, without spaces and slashes")
      .default("production")
      .describe("What Sentry files them under."),
  }),
  embeddings: z.strictObject({
    model: z
      .string()
      .default("builtin")
      .describe("builtin, a folder with model.onnx and tokenizer.json, or a model's name at base_url."),
    base_url: optional(address).describe("OpenAI-compatible embeddings endpoint."),
    api_key: optional(z.string()).describe("Its key."),
  }),
  llm: z.strictObject({
    base_url: optional(address).describe(
      "OpenAI-compatible endpoint, also OPENAI_BASE_URL. Empty: OpenAI's.",
    ),
    api_key: optional(z.string()).describe(
      "Its key, also OPENAI_API_KEY. Empty, with no base_url: no LLM is used.",
    ),
    model: z.string().default("gpt-4o-mini").describe("Model to ask, also OPENAI_MODEL."),
    timeout_ms: positive(300_000)
      .default(12000)
      .describe("Past this the extractive answer is sent instead. Five minutes at most."),
  }),
  smtp: z.strictObject({
    host: optional(z.string()).describe("Mail server. Empty: no mail is sent."),
    port: port.default(587).describe("465 with tls, 587 or 25 with STARTTLS."),
    tls: switchValue.default(false).describe("TLS from the first byte (port 465)."),
    require_tls: switchValue.default(true).describe("Refuse to send where STARTTLS is not offered."),
    user: optional(z.string()).describe("Name to sign in with."),
    password: optional(z.string()).describe("Password to sign in with."),
    from: optional(z.string()).describe('Sender, e.g. "Support <support@example.com>".'),
  }),
  imap: z
    .strictObject({
      host: optional(z.string()).describe("Mailbox that answers come to. Empty: no mail is read."),
      port: port.default(993).describe("993 with tls, 143 with STARTTLS."),
      tls: switchValue.default(true).describe("TLS from the first byte (port 993)."),
      require_tls: switchValue.default(true).describe("Refuse to sign in where STARTTLS is not offered."),
      user: optional(z.string()).describe("Name to sign in with."),
      password: optional(z.string()).describe("Password to sign in with."),
      mailbox: z.string().min(1).default("INBOX").describe("Folder that is read."),
      address: optional(
        z
          .string()
          .regex(
            /^[^\s@<>"(),:;\\[\]]{1,26}@[^\s@<>]+$/,
            "must be an address alone, with at most 26 characters before the @",
          ),
      ).describe(
        "Address of the mailbox, e.g. support@example.com. Answers go to support+…@example.com, which its server must take in as well.",
      ),
      poll_seconds: number(z.number().int().min(5).max(3600))
        .default(60)
        .describe("How often to look where the server does not tell of new mail by itself (IDLE)."),
      after: z
        .string()
        .regex(/^(?:seen|move:.+)$/, 'must be "seen" or "move:FOLDER"')
        .default("seen")
        .describe(
          "What becomes of a mail that was read: seen marks it, move:Archive puts it into that folder.",
        ),
      new: z
        .enum(["ignore", "ticket"])
        .default("ignore")
        .describe(
          "What becomes of mail that answers nothing of ours: ignore, or ticket for one of imap.partner.",
        ),
      partner: optional(z.string()).describe("Partner whose tickets new mail makes."),
      form_senders: formSenders
        .default("")
        .describe(
          "Addresses from which forms of your websites mail, parted by commas: wordpress@example.com, or that of the mailbox itself. A ticket of such a mail is of whom its Reply-To names.",
        ),
      authserv_id: optional(z.string()).describe(
        "Name under which your mail server writes Authentication-Results. Set: senders that fail DMARC there, or SPF and DKIM where there is no DMARC, are not believed.",
      ),
      max_mail_mb: number(z.number().min(1).max(50))
        .default(10)
        .describe("Larger mails are not taken in; the agents are told of them."),
      max_per_hour: count(1_000_000)
        .default(30)
        .describe("Mails of one sender that are taken in an hour. 0: no limit."),
    })
    .superRefine(({ host, address, new: fresh, partner, form_senders }, context) => {
      const missing = (path: string, message: string) =>
        context.addIssue({ code: "custom", path: [path], message })
      if (host && !address) missing("address", "is required with imap.host: answers are written to it")
      if (host && fresh === "ticket" && !partner) missing("partner", 'is required with imap.new = "ticket"')
      if (host && form_senders.trim() && fresh !== "ticket")
        missing("form_senders", 'has no effect without imap.new = "ticket": no mail makes a ticket')
    }),
  google: z.strictObject({
    client_ids: z
      .string()
      .default("")
      .describe(
        "OAuth clients whose Google sign-ins all partners take, parted by commas; each may name its own.",
      ),
    jwks_url: address
      .default("https://www.googleapis.com/oauth2/v3/certs")
      .describe("Where Google's public keys are."),
  }),
  freshdesk: z.strictObject({
    domain: optional(z.string()).describe("example.freshdesk.com. Empty: chatd's own tickets serve."),
    api_key: optional(z.string()).describe("API key of the Freshdesk agent who files the tickets."),
    base_url: optional(address).describe("Only for a proxy or a test: replaces https://DOMAIN."),
    poll_seconds: count(86_400)
      .default(60)
      .describe(
        "How often Freshdesk is asked what became of tickets, once a day at least. 0: never; then its webhook must tell.",
      ),
    webhook_secret: optional(
      z.string().regex(/^[\w-]{20,100}$/, "must have 20 to 100 letters, digits, - or _"),
    ).describe(
      "Part of the address that Freshdesk's webhook calls, /api/incoming/freshdesk/SECRET. Empty: there is none.",
    ),
  }),
})

export type Config = z.output<typeof configSchema>
