import { smalltalk } from "../../kb/smalltalk.ts"
import type { SuggestedReply } from "../core/suggest-replies.ts"
import { type AnswerDependencies, type Asking, understand } from "./answer-question.ts"
import { passagesOf } from "./article-passages.ts"
import { extractAnswer } from "./extract.ts"
import { embedQuestion, MAX_SOURCES, searchBases, sourcesOf } from "./search.ts"

/**
 * The best articles' own words on a message, whatever the gate thinks: a person reads them first. Nothing for small
 * talk. No language model writes here: an agent who opens a conversation waits for it.
 */
export async function suggestAnswers(
  { basesOf, embedderOf }: AnswerDependencies,
  asking: Asking,
): Promise<SuggestedReply[]> {
  if (smalltalk(asking.message)) return []
  const lookup = await understand(undefined, asking)
  const bases = await basesOf(asking.partnerId)
  const found = searchBases(bases, await embedQuestion(lookup, bases, embedderOf))
  if (!found) return []
  const confidences = sourcesOf(found).map(({ confidence }) => confidence)
  const extracts = found.hits.slice(0, MAX_SOURCES).map(async (hit, i): Promise<SuggestedReply> => {
    const { markdown } = await extractAnswer({
      question: lookup.asked,
      questionVector: found.placeVector,
      passages: passagesOf(hit, lookup.asked),
    })
    const sources = [{ title: hit.title, ...(hit.url && { url: hit.url }) }]
    return { text: markdown, confidence: confidences[i] ?? 0, sources }
  })
  return (await Promise.all(extracts)).filter(({ text }) => text !== "")
}
