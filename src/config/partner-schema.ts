import { z } from "zod"
import { emailAddress } from "../email-address.ts"

/** JavaScript takes an empty text for 0, which would be "no limit". */
const whole = (least: number, most: number) =>
  z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.coerce
      .number("must be a number")
      .int("must be a whole number")
      .min(least, `must be at least ${least}`)
      .max(most, `must be at most ${most}`),
  )
const switchValue = z.union([z.boolean(), z.stringbool()], { error: "must be true or false" })
const text = (most: number) =>
  z.string().trim().min(1, "must not be empty").max(most, `is longer than ${most}`)
const optional = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal("").transform(() => undefined), schema]).optional()
const list = (value: string) =>
  value
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean)

/** A time of day: 00:00 to 24:00. */
const TIME = "(?:[01]\\d|2[0-3]):[0-5]\\d|24:00"
const SPAN = new RegExp(`^(?:${TIME})-(?:${TIME})$`)
const HOLIDAY = new RegExp(`^\\d{4}-\\d{2}-\\d{2}(?: (?:${TIME})-(?:${TIME}))?$`)

/** Three places of an id at least: else half of what is said is one. */
const ORDER_ID = /^(?=(?:[^#@]*[#@]){3})[A-Za-z0-9#@_./-]+$/

function spans(day: string) {
  return z
    .preprocess(
      (value) => (typeof value === "string" ? list(value) : value),
      z.array(
        z
          .string()
          .regex(SPAN, { error: "must be written as 09:00-12:00,13:00-17:30", abort: true })
          .refine((span) => span.slice(0, 5) < span.slice(6), "must end after it begins"),
      ),
    )
    .describe(`${day}'s hours: 09:00-12:00,13:00-17:30. Empty: closed.`)
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

function namesNobody(url: string): boolean {
  // What is no address at all is said already.
  if (!URL.canParse(url)) return true
  const { username, password } = new URL(url)
  return username === "" && password === ""
}

/** Of what begins with a date: there is no 30 February. */
function isOnCalendar(day: string): boolean {
  const date = day.slice(0, 10)
  const at = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date)
}

/** A host name, or an origin. */
function isSite(name: string): boolean {
  if (/^https?:\/\//i.test(name)) return URL.canParse(name)
  return URL.canParse(`http://${name}`) && new URL(`http://${name}`).hostname === name.toLowerCase()
}

const fieldSchema = z.strictObject({
  name: z.enum(["name", "email", "phone"], "can be name, email or phone"),
  required: z.boolean(),
})
const fieldsSchema = z
  .preprocess(
    (value) =>
      typeof value === "string"
        ? list(value).map((one) => ({ name: one.replace(/\?$/, ""), required: !one.endsWith("?") }))
        : value,
    z.array(fieldSchema),
  )
  .refine((fields) => new Set(fields.map(({ name }) => name)).size === fields.length, "names a field twice")

/** What can be set of a partner, its meaning and its limits. The form is the core's; a value may also be given as text. */
export const partnerSchema = z.strictObject({
  name: text(200).describe("What the company is called; the bot goes by it."),
  domain: text(300).describe("Its site; pages of it and below may use the API."),
  allowedOrigins: z
    .union([z.string().transform(list), z.array(z.string())])
    .describe("Further origins whose pages may: https://shop.example,http://localhost:3000"),
  session: z.strictObject({
    idleSeconds: whole(30, 86_400).describe("A session ends after so many seconds without a message."),
  }),
  sockets: z.strictObject({
    bareClientId: switchValue.describe(
      "Let the guide's bare /ws?clientId= in. It proves nothing: whoever guesses an id reads along.",
    ),
  }),
  answering: z
    .strictObject({
      mode: z
        .enum(["bot", "agent", "auto", "external"], "can be bot, agent, auto or external")
        .describe(
          "Who answers. auto: the bot, and a person when one is asked for or the bot is not sure. external: the chatbot at answering.external.url.",
        ),
      absent: z
        .enum(["form", "bot"], "can be form or bot")
        .describe(
          "What a customer gets who wants a person while nobody is there or it is closed: the handoff form, or the bot alone.",
        ),
      external: z.strictObject({
        url: optional(
          z
            .url({ protocol: /^https?$/, error: "must be an http:// or https:// address" })
            .refine(
              namesNobody,
              "must not hold a user name or password; answering.external.token is for that",
            ),
        ).describe(
          "A chatbot of your own: each message is posted there, and its reply comes back as the bot's.",
        ),
        token: optional(
          text(1_000).regex(
            /^[\x21-\x7e]+$/,
            "may have no spaces, and ASCII characters alone: it is sent in a header",
          ),
        ).describe("Sent along as Authorization: Bearer."),
        timeoutSeconds: whole(1, 120).describe("How long its reply is waited for."),
        fallback: z
          .enum(["bot", "agent", "form"], "can be bot, agent or form")
          .describe("Who answers where it does not."),
      }),
    })
    .refine(({ mode, external }) => mode !== "external" || external.url !== undefined, {
      path: ["external", "url"],
      error: "is needed where answering.mode is external",
    }),
  routing: z.strictObject({
    strategy: z
      .enum(["least_busy", "round_robin"], "can be least_busy or round_robin")
      .describe(
        "Who is given a conversation. least_busy: whoever has the fewest against their capacity, then whoever is idle longest. round_robin: whoever has been without a new one longest.",
      ),
    capacity: whole(1, 1_000).describe(
      "Conversations at a time of an agent who is added without a number of their own.",
    ),
    graceSeconds: whole(0, 86_400).describe(
      "An agent whose clients are gone keeps their conversations for so many seconds.",
    ),
  }),
  hours: z.strictObject({
    timeZone: z
      .string()
      .refine(isTimeZone, "must be a time zone such as Europe/Berlin")
      .describe("The time zone of the hours below."),
    week: z.strictObject({
      mon: spans("Monday"),
      tue: spans("Tuesday"),
      wed: spans("Wednesday"),
      thu: spans("Thursday"),
      fri: spans("Friday"),
      sat: spans("Saturday"),
      sun: spans("Sunday"),
    }),
    holidays: z
      .preprocess(
        (value) => (typeof value === "string" ? list(value) : value),
        z.array(
          z
            .string()
            .regex(HOLIDAY, {
              error: "must be written as 2026-12-25, or 2026-12-24 09:00-12:00",
              abort: true,
            })
            .refine(isOnCalendar, "is no day of the calendar"),
        ),
      )
      .describe(
        "Days on which other hours hold: 2026-12-25 is closed, 2026-12-24 09:00-12:00 open only then.",
      ),
  }),
  intents: z.strictObject({
    orderIds: z
      .preprocess(
        (value) => (typeof value === "string" ? list(value) : value),
        z
          .array(
            z
              .string()
              .max(40, "is longer than 40")
              .regex(ORDER_ID, "must be written as ORD-######: letters, digits, - and 3 # or @ at least"),
          )
          .max(20, "are more than 20"),
      )
      .describe("What your order ids look like: # is a digit, @ a letter. ORD-######,@@####"),
  }),
  privacy: z.strictObject({
    retentionDays: whole(0, 36_500).describe(
      "Conversations in which nothing has happened for so many days are erased, unless a person has them or is waited for; and visitors who have none left. 0: kept for ever, here and below.",
    ),
    crmRetentionDays: whole(0, 36_500).describe(
      "Questions, ratings and failures of the CRM are erased after so many days.",
    ),
    ticketRetentionDays: whole(0, 36_500).describe(
      "Tickets that have been closed for so many days are erased.",
    ),
    fileRetentionDays: whole(0, 36_500).describe(
      "Files that came by mail are erased after so many days; what they came with stays.",
    ),
    auditDays: whole(0, 36_500).describe("The audit log's entries are erased after so many days."),
  }),
  flashback: z.strictObject({
    enabled: switchValue.describe("Make a conversation opener out of a customer's birthdate."),
  }),
  limits: z.strictObject({
    messagesPerMinute: whole(0, 100_000).describe("Messages a customer may send in a minute. 0: no limit."),
    addressMessagesPerMinute: whole(0, 1_000_000).describe(
      "Messages that may come from one address in a minute. 0: no limit.",
    ),
    partnerMessagesPerMinute: whole(0, 100_000_000).describe(
      "Messages that all customers together may send in a minute. 0: no limit.",
    ),
    messageLength: whole(1, 100_000).describe("Characters of a message."),
  }),
  mail: z.strictObject({
    team: z
      .preprocess(
        (value) => (typeof value === "string" ? list(value) : value),
        z
          .array(emailAddress("must be e-mail addresses alone: team@acme.com,boss@acme.com").max(254))
          .max(20, "may have at most 20 addresses"),
      )
      .describe("Addresses that are told of each new ticket: team@acme.com,boss@acme.com"),
    replyAfterSeconds: whole(0, 86_400).describe(
      "A customer who has gone is mailed what an agent wrote, so many seconds after it. 0: never.",
    ),
  }),
  sites: z.strictObject({
    enabled: switchValue.describe(
      "Read a site that a page of yours names (hostUrl, website_url) into the knowledge base.",
    ),
    domains: z
      .preprocess(
        (value) => (typeof value === "string" ? list(value) : value),
        z.array(z.string().max(300).refine(isSite, "must be host names or origins: docs.acme.io")).max(50),
      )
      .describe(
        "Sites beside your domain and origins that may be read: host names, and what is below them, or whole origins.",
      ),
    refreshHours: whole(0, 8_760).describe("Read them anew after so many hours. 0: only when told to."),
  }),
  google: z.strictObject({
    clientIds: z
      .preprocess(
        (value) => (typeof value === "string" ? list(value) : value),
        z.array(z.string().min(1).max(200)).max(20),
      )
      .describe("OAuth client ids of your pages whose Google sign-ins are taken."),
  }),
  widget: z.strictObject({
    primaryColor: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i, "must be a colour such as #3a7bd5")
      .describe("The widget's colour; text on it is made dark or light to suit."),
    scheme: z.enum(["auto", "light", "dark"]).describe("auto: as the visitor's system is set."),
    side: z.enum(["left", "right"]).describe("The corner that the bubble sits in."),
    texts: z
      .record(z.string(), z.string().max(1_000, "is longer than 1000"))
      .describe("Texts that replace the widget's own, each by its name: widget.texts.title=Help"),
    locale: optional(
      z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language such as de or pt-BR"),
    ).describe("The widget's language. Empty: the visitor's browser's."),
    preChat: z.strictObject({
      enabled: switchValue.describe("Ask who the visitor is before the first message."),
      fields: fieldsSchema.describe("What is asked, with a ? after what may be left out: name,email,phone?"),
    }),
    consent: z
      .strictObject({
        text: z
          .string("is needed beside widget.consent.url")
          .trim()
          .min(1, "must not be empty")
          .max(2_000, "is longer than 2000")
          .describe("What the visitor must agree to first. Unset widget.consent to ask nothing."),
        url: optional(
          z.url({ protocol: /^https?$/, error: "must be an http:// or https:// address" }),
        ).describe("Where that is explained."),
      })
      .optional(),
    rating: switchValue.describe("Ask the visitor at the end how it was."),
  }),
})

export type PartnerDocument = z.output<typeof partnerSchema>
