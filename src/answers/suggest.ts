import type { FollowUp } from "../../kb/follow-up.ts"
import { smalltalk } from "../../kb/smalltalk.ts"
import type { SuggestedReply } from "../core/suggest-replies.ts"
import { foundOnItsTopic } from "./another-topic.ts"
import { passagesOf } from "./article-passages.ts"
import type { AnswerDependencies, Asking } from "./asking.ts"
import { extractAnswer } from "./extract.ts"
import { questionsOf, understand } from "./in-context.ts"
import { embedQuestion, searchBases } from "./search.ts"
import { materialOf, soughtApart } from "./sought.ts"

/**
 * The best articles' own words on a message, whatever the gate thinks: a person reads them first. Nothing for small
 * talk, and of several questions each one's best first. No language model writes here: an agent who opens a conversation waits for it.
 */
export async function suggestAnswers(
  { basesOf, embedderOf }: AnswerDependencies,
  asking: Asking,
): Promise<SuggestedReply[]> {
  if (smalltalk(asking.message)) return []
  const earlier = questionsOf(asking.history)
  const lookup = await understand(undefined, asking, earlier)
  const bases = await basesOf(asking.partnerId)
  const lookUp = async (one: FollowUp) => searchBases(bases, await embedQuestion(one, bases, embedderOf))
  const found = await foundOnItsTopic(asking.message, lookup, await lookUp(lookup), lookUp)
  const apart = await soughtApart(asking.message, earlier, found, lookUp)
  const { hits, sources } = materialOf(
    apart ?? [{ question: asking.message, asked: lookup.asked, named: lookup.named, found }],
  )
  const extracts = hits.map(async ({ hit, asked, named }, i): Promise<SuggestedReply> => {
    const { markdown } = await extractAnswer({ question: asked, passages: passagesOf(hit, asked, named) })
    const shown = [{ title: hit.title, ...(hit.url && { url: hit.url }) }]
    return { text: markdown, confidence: sources[i]?.confidence ?? 0, sources: shown }
  })
  return (await Promise.all(extracts)).filter(({ text }) => text !== "")
}
