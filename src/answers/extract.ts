import { codeExcerpt } from "./extract/code-excerpt.ts"
import { underItsHeading } from "./extract/heading-above.ts"
import { render, shorten } from "./extract/render.ts"
import { addSimilarity, type Candidate, scoreUnits } from "./extract/score.ts"
import { selectOpening, selectUnits } from "./extract/select.ts"
import {
  asksForSteps,
  conditionsOf,
  findSteps,
  type Steps,
  stepsAround,
  tellsAProblem,
} from "./extract/steps.ts"
import { withoutTitles } from "./extract/title-echo.ts"
import { onlyAsks, type ParsedPassage } from "./extract/units.ts"
import { stepsFit, withBlocksWhole } from "./extract/whole-blocks.ts"
import type { Passage } from "./passage.ts"
import { contentTerms, namesTitle, words } from "./terms.ts"

export interface ExtractInput {
  question: string
  /** Best first. */
  passages: readonly Passage[]
  /** With `embed`, ranks the likeliest sentences by meaning too; vectors of length 1. */
  questionVector?: Float32Array
  embed?: (texts: string[]) => Promise<Float32Array[]>
}

export interface ExtractLimits {
  maxSentences: number
  /** Of an answer in sentences, and of a short article returned whole. */
  maxChars: number
  maxSteps: number
  maxStepsChars: number
  /** Sentences that may be embedded; 0 switches it off. */
  maxEmbedded: number
}

export interface ExtractedAnswer {
  /** Empty only without passages, or with one that has neither text nor title. */
  markdown: string
  /** Positions in `passages`, ascending. */
  usedPassages: number[]
  /** `pointer`: the passages hold no statement (only example questions), so it is the title of the best. */
  kind: "sentences" | "steps" | "whole" | "pointer"
  /** Steps or a sentence were left out because they are too long; `…` stands for them. */
  truncated: boolean
}

export const EXTRACT_LIMITS: ExtractLimits = {
  maxSentences: 3,
  maxChars: 600,
  maxSteps: 20,
  maxStepsChars: 2400,
  maxEmbedded: 8,
}

/**
 * Answers a question in the passages' own words: their sentences, list items, table rows or steps, in their order
 * and with their Markdown. Nothing is invented and nothing is rewritten.
 */
export async function extractAnswer(
  input: ExtractInput,
  limits: ExtractLimits = EXTRACT_LIMITS,
): Promise<ExtractedAnswer> {
  const parsed = withoutTitles(input.passages)
  if (holdsOnlyExamples(input.passages, parsed)) return pointer(input.passages)
  if (input.passages[0]?.isWhole) return whole(input, parsed[0])
  const worded = scoreUnits(input.question, input.passages, parsed)
  const asked = asksForSteps(input.question)
  const wanted = asked || tellsAProblem(input.question) || isTitled(input)
  const steps = wanted ? findSteps(parsed, worded, input.passages) : undefined
  if (steps && asked) return quoteSteps(input, parsed, steps, limits)
  if (isShortAnswer(input.passages[0], parsed[0], limits)) return whole(input, parsed[0])
  const candidates = await withSimilarity(worded, input, limits)
  const isTopic = !steps && namesTitle(input.question, input.passages[0]?.title ?? "")
  const select = isTopic ? selectOpening : selectUnits
  const chosen = select(candidates, parsed, limits)
  const [best] = chosen
  const needed = steps ?? (best && stepsAround(best, parsed))
  if (needed && !stepsFit(needed, candidates, parsed, limits)) {
    const quoted = quoteSteps(input, parsed, needed, limits)
    // The beginning of a long numbered list is no answer where that stands further down.
    const isMissed = !steps && best && !quoted.markdown.includes(best.unit.source)
    return isMissed ? quoteUnits(input, chosen, parsed, limits) : quoted
  }
  return quoteUnits(input, withBlocksWhole(chosen, steps, candidates, parsed, limits), parsed, limits)
}

/** Is what is asked for the article's own title? One word would be it by chance. */
function isTitled({ question, passages }: ExtractInput): boolean {
  const asked = new Set(contentTerms(question))
  const title = new Set(contentTerms(passages[0]?.title ?? ""))
  return asked.size > 1 && [...asked].every((term) => title.has(term))
}

const NOTHING: ParsedPassage = { blocks: [], definitions: new Map() }

async function withSimilarity(
  candidates: Candidate[],
  { questionVector, embed }: ExtractInput,
  limits: ExtractLimits,
): Promise<Candidate[]> {
  if (!questionVector || !embed || limits.maxEmbedded === 0) return candidates
  return addSimilarity(candidates, questionVector, embed, limits.maxEmbedded)
}

function quoteSteps(
  { question, passages }: ExtractInput,
  parsed: readonly ParsedPassage[],
  steps: Steps,
  limits: ExtractLimits,
): ExtractedAnswer {
  const { passage: number, first, last, leadIn } = steps
  const passage = parsed[number] ?? NOTHING
  const selection = new Map<number, number[]>()
  let [count, chars, truncated] = [0, 0, false]
  for (let block = first; block <= last && !truncated; block++) {
    const units = passage.blocks[block]?.units ?? []
    for (const [index, unit] of units.entries()) {
      if (block === first && leadIn !== undefined && index < leadIn) continue
      const isStep = passage.blocks[block]?.start !== undefined
      truncated =
        (isStep && count >= limits.maxSteps) ||
        (chars > 0 && chars + unit.source.length > limits.maxStepsChars)
      if (truncated) break
      selection.set(block, [...(selection.get(block) ?? []), index])
      chars += unit.source.length
      if (isStep) count++
    }
  }
  for (const { block, index } of conditionsOf(steps, parsed))
    selection.set(
      block,
      [index, ...(selection.get(block) ?? [])].sort((a, b) => a - b),
    )
  // Half a procedure must not be taken for the whole.
  const isLate = (passage.blocks.find(({ start }, i) => i >= first && start !== undefined)?.start ?? 1) > 1
  const quoted = [isLate ? "…" : "", render(passage, selection), truncated ? "…" : ""]
    .filter((part) => part !== "")
    .join("\n\n")
  const markdown = underItsHeading({
    passage: passages[number],
    parsed: passage,
    selection,
    markdown: quoted,
    asked: question,
  })
  return { markdown, usedPassages: [number], kind: "steps", truncated }
}

/** An FAQ's answer, or an article of a few lines, is clearer whole than cut. */
function isShortAnswer(
  source: Passage | undefined,
  passage: ParsedPassage | undefined,
  limits: ExtractLimits,
): boolean {
  const units = passage?.blocks.flatMap((block) => block.units) ?? []
  if (!source || units.every(onlyAsks)) return false
  const chars = source.text.trim().length
  return chars <= limits.maxChars / 2 || (headedByQuestion(source) && chars <= limits.maxChars)
}

function whole({ question, passages }: ExtractInput, passage: ParsedPassage | undefined): ExtractedAnswer {
  if (!passage) return { markdown: "", usedPassages: [], kind: "whole", truncated: false }
  const all = new Map(passage.blocks.map((block, i) => [i, [...block.units.keys()]]))
  const markdown = underItsHeading({
    passage: passages[0],
    parsed: passage,
    selection: all,
    asked: question,
  })
  return { markdown, usedPassages: [0], kind: "whole", truncated: false }
}

function quoteUnits(
  { question, passages }: ExtractInput,
  chosen: readonly Candidate[],
  parsed: readonly ParsedPassage[],
  limits: ExtractLimits,
): ExtractedAnswer {
  const only = chosen[0]
  if (only && only.unit.source.length > limits.maxChars * 1.5) {
    return {
      markdown:
        parsed[only.passage]?.blocks[only.block]?.kind === "code"
          ? codeExcerpt(only.unit, question, limits.maxChars)
          : shorten(only.unit, limits.maxChars),
      usedPassages: [only.passage],
      kind: "sentences",
      truncated: true,
    }
  }
  const usedPassages = [...new Set(chosen.map(({ passage }) => passage))].sort((a, b) => a - b)
  const parts = usedPassages.map((number) => {
    const selection = new Map<number, number[]>()
    for (const { block, index } of chosen.filter(({ passage }) => passage === number)) {
      selection.set(
        block,
        [...(selection.get(block) ?? []), index].sort((a, b) => a - b),
      )
    }
    return underItsHeading({
      passage: passages[number],
      parsed: parsed[number] ?? NOTHING,
      selection,
      asked: question,
    })
  })
  return { markdown: parts.join("\n\n"), usedPassages, kind: "sentences", truncated: false }
}

/** An intent's article may be nothing but what users say; repeating that to them would be no answer. */
function holdsOnlyExamples(passages: readonly Passage[], parsed: readonly ParsedPassage[]): boolean {
  const units = parsed.flatMap(({ blocks }) => blocks.flatMap((block) => block.units))
  if (units.length === 0) return true
  // What stands below a question answers it, in whatever words.
  if (units.length < FEWEST_EXAMPLES || passages.some(headedByQuestion)) return false
  const rest = units.filter(({ plain }) => !SOUNDS_LIKE_A_USER.test(plain))
  return rest.length <= units.length / 2 && rest.every(({ plain }) => words(plain).length <= 4)
}

const FEWEST_EXAMPLES = 3

/** A question, with its mark or, as people type, without any; or somebody who speaks of themselves. */
const SOUNDS_LIKE_A_USER =
  /\?\W*$|^\W*(?:how|what|where|why|when|who|which|can|could|will|would|do|does|is|are)\b.*[^.!:]$|^\W*(?:i|i['’]\w+|im|my)\b/is

function headedByQuestion({ title, section }: Passage): boolean {
  return [title, ...section].some((heading) => heading.trimEnd().endsWith("?"))
}

function pointer(passages: readonly Passage[]): ExtractedAnswer {
  const title = passages[0]?.title ?? ""
  return { markdown: title, usedPassages: title ? [0] : [], kind: "pointer", truncated: false }
}
