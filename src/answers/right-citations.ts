import { citationsOf } from "./llm/reply.ts"
import { type Verifiable, verifyAnswer } from "./verify.ts"

/**
 * Makes a function that moves marks: where a sentence cites a passage that does not bear it out, and another one does,
 * it cites that. Readers follow the mark. What no passage bears out, and a mark that was made up, are left for the whole to be judged by.
 */
export function rightCitations(
  sources: Pick<Verifiable, "passages" | "secrets" | "similarity">,
): (markdown: string) => Promise<string> {
  const judged = new Map<string, Promise<boolean>>()
  // While an answer is written, its first sentences are looked at again with each that follows.
  const isBorneOut = (said: string, citations: readonly number[]): Promise<boolean> => {
    const key = `${citations.join()} ${said}`
    const known = judged.get(key) ?? verifyAnswer({ ...sources, markdown: said, citations }).then(isRight)
    judged.set(key, known)
    return known
  }
  return async (markdown) => {
    if (sources.passages.length < 2) return markdown
    let [mended, from] = ["", 0]
    for (const { start, end, numbers, said } of citationsOf(markdown)) {
      const right = said === "" ? undefined : await anotherFor(said, numbers)
      mended += markdown.slice(from, right === undefined ? end : start)
      if (right !== undefined) mended += ` [${right}]`
      from = end
    }
    return mended + markdown.slice(from)
  }

  async function anotherFor(said: string, cited: readonly number[]): Promise<number | undefined> {
    const isMadeUp = cited.some((number) => number < 1 || number > sources.passages.length)
    if (isMadeUp || (await isBorneOut(said, cited))) return undefined
    for (const number of sources.passages.keys().map((i) => i + 1))
      if (!cited.includes(number) && (await isBorneOut(said, [number]))) return number
    return undefined
  }
}

function isRight(fault: string | undefined): boolean {
  return fault === undefined
}
