import type { Block } from "./markdown-blocks.ts"

/** "**Is there a lift?** No." */
const BOLD =
  /(?<=^|\s)(?:\*\*(?![\s*])([^*\n]{1,200}[?？؟])\*\*|__(?![\s_])([^_\n]{1,200}[?？؟])__)\\?(?=\s+\S)/gu
const Q = String.raw`(?:\*\*|__)?(?:Q|F|P|D|V|Question|Frage|Pregunta|Pergunta|Domanda|Vraag)(?:\s?\d{1,3})?\s?:(?:\*\*|__)?\s+`
const A = String.raw`(?:\*\*|__)?(?:A|R|Answer|Antwort|Réponse|Respuesta|Resposta|Risposta|Antwoord)(?:\s?\d{1,3})?\s?:(?:\*\*|__)?(?=\s|$)\s*`
const BREAK = String.raw`(?:\*\*|__)?\\?\s+`
/** "Q: Is there a lift? A: No." */
const MARKED = new RegExp(String.raw`(?<=^|\s)${Q}(\S.{0,300}?)${BREAK}${A}`, "gsu")
const ASKED = new RegExp(`^${Q}(\\S.{0,300}?)(?:\\*\\*|__)?$`, "su")
const ANSWER = new RegExp(`^${A}`, "u")

/** Questions that stand in one paragraph with their answers, or are marked as such, become headings, as they are where they stand alone. */
export function* withQuestionsApart(blocks: readonly Block[], level: number): Generator<Block> {
  let isAsked = false
  for (const [i, block] of blocks.entries()) {
    if (block.kind !== "text") {
      isAsked = false
      yield block
      continue
    }
    const asked = isAnswer(blocks[i + 1]) ? ASKED.exec(block.text)?.[1] : undefined
    const text = isAsked ? block.text.replace(ANSWER, "") : block.text
    isAsked = asked !== undefined
    if (asked !== undefined) yield { kind: "heading", level, text: asked }
    else yield* cutAtQuestions(text, level)
  }
}

function isAnswer(block: Block | undefined): boolean {
  return block?.kind === "text" && ANSWER.test(block.text)
}

function* cutAtQuestions(text: string, level: number): Generator<Block> {
  const bold = [...text.matchAll(BOLD)]
  const questions = bold[0]?.index === 0 ? bold : [...text.matchAll(MARKED)]
  // What asks further in is said within a text.
  if (questions[0]?.index !== 0) {
    yield { kind: "text", text }
    return
  }
  const ends = [...questions.map(({ index }) => index), text.length]
  for (const [i, { index, 0: whole, 1: one, 2: other }] of questions.entries()) {
    yield { kind: "heading", level, text: (one ?? other ?? "").trim() }
    const answer = text.slice(index + whole.length, ends[i + 1]).trim()
    if (answer !== "") yield { kind: "text", text: answer }
  }
}
