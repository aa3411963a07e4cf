import { z } from "zod"

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

const fieldSchema = z.strictObject({
  name: z.enum(["name", "email", "phone"], "can be name, email and phone"),
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
