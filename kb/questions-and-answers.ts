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

/** A paragraph that is one question. */
const PLAIN = /^[^\n.!?？؟|[\]`*_]{3,150}[?？؟]$/u
/** One alone may be said to a reader: "Still not sure?" */
const FEWEST_PLAIN = 2

/** The questions of an FAQ become headings, whatever tells them: bold before their answers, marks, or a paragraph of their own. */
export function* withQuestionsApart(blocks: readonly Block[], level: number): Generator<Block> {
  const plain = blocks.map((block, i) => isPlain(block) && isBody(blocks[i + 1]))
  const isFaq = plain.filter(Boolean).length >= FEWEST_PLAIN
  let isAsked = false
  for (const [i, block] of blocks.entries()) {
    if (block.kind !== "text") {
      isAsked = false
      yield block
      continue
    }
    const own = isFaq && plain[i] ? block.text : undefined
    const asked = isAnswer(blocks[i + 1]) ? (ASKED.exec(block.text)?.[1] ?? own) : own
    const text = isAsked ? block.text.replace(ANSWER, "") : block.text
    isAsked = asked !== undefined
    if (asked !== undefined) yield { kind: "heading", level, text: asked }
    else yield* cutAtQuestions(text, level)
  }
}

function isPlain(block: Block): boolean {
  return block.kind === "text" && PLAIN.test(block.text)
}

function isBody(block: Block | undefined): boolean {
  return block !== undefined && block.kind !== "heading" && !isPlain(block)
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
