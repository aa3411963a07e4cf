import { z } from "zod"
import { INTENTS } from "../../core/intent.ts"
import { LONGEST_EXAMPLE } from "../../core/intents/intent-example.ts"

/** Sentences that are tried at once. */
const MOST_TRIED = 100
const LONGEST_SENTENCE = 4_000

const intent = z.enum(INTENTS)
const share = z.number().min(0).max(1)
const strings = z.array(z.string())

export const newIntentExampleSchema = z.strictObject({
  intent: z
    .string()
    .max(40)
    .describe(`${INTENTS.map((name) => `\`${name}\``).join(", ")}.`),
  text: z
    .string()
    .max(LONGEST_EXAMPLE * 2, `must have at most ${LONGEST_EXAMPLE} characters`)
    .describe(`What customers say; ${LONGEST_EXAMPLE} characters at most.`),
})

export const intentTestSchema = z.strictObject({
  texts: z
    .array(z.string().min(1).max(LONGEST_SENTENCE))
    .min(1)
    .max(MOST_TRIED)
    .describe("Sentences to try."),
})

export const intentExampleSchema = z.object({ id: z.number().int(), intent, text: z.string() })
export const intentExamplesSchema = z.object({ examples: z.array(intentExampleSchema) })

export const intentTestReplySchema = z.object({
  intents: z.array(
    z.object({
      name: intent,
      confidence: share,
      by: z
        .enum(["pattern", "example", "meaning", "cues", "llm"])
        .describe("What told it; `cues` are words alone."),
      entities: z.object({
        ticketNumbers: strings,
        orderIds: strings,
        emails: strings,
        phones: strings,
        dates: strings,
      }),
      nearest: z
        .array(z.object({ intent, text: z.string(), likeness: z.number(), own: z.boolean() }))
        .describe(
          "The phrases most alike; `own` are the partner's. Empty where more than 10 sentences are tried at once.",
        ),
    }),
  ),
})
