import { ChatdError } from "../errors.ts"
import { checkedExample, checkedIntent, type IntentExample, MOST_EXAMPLES } from "./intent-example.ts"

export interface AddIntentExamplePorts {
  examplesOf(partnerId: string): Promise<IntentExample[]>
  /** Undefined where the partner has that phrase. */
  insertExample(
    partnerId: string,
    example: Omit<IntentExample, "id">,
    at: Date,
  ): Promise<IntentExample | undefined>
  now(): Date
}

/**
 * Adds a phrase of a partner's customers with what they are after. The same again is the one that is there.
 *
 * @throws {ChatdError} `invalid_input` naming `intent` or `text`, `conflict` where the phrase has another intent or the
 *   partner has as many as it may
 */
export async function addIntentExample(
  ports: AddIntentExamplePorts,
  partnerId: string,
  input: { intent: string; text: string },
): Promise<{ example: IntentExample; fresh: boolean }> {
  const wanted = { intent: checkedIntent(input.intent), text: checkedExample(input.text) }
  const there = await ports.examplesOf(partnerId)
  const same = there.find(({ text }) => text === wanted.text)
  if (same) return known(same, wanted.intent)
  if (there.length >= MOST_EXAMPLES)
    throw new ChatdError("conflict", `There are ${MOST_EXAMPLES} examples already. Remove one first.`)
  const example = await ports.insertExample(partnerId, wanted, ports.now())
  if (example) return { example, fresh: true }
  const meanwhile = (await ports.examplesOf(partnerId)).find(({ text }) => text === wanted.text)
  if (meanwhile) return known(meanwhile, wanted.intent)
  throw new ChatdError("conflict", "The example was removed meanwhile. Add it again.")
}

function known(example: IntentExample, wanted: string): { example: IntentExample; fresh: boolean } {
  if (example.intent === wanted) return { example, fresh: false }
  throw new ChatdError(
    "conflict",
    `That phrase is an example of ${example.intent} already, as number ${example.id}. Remove it first.`,
  )
}
