import { readFileSync } from "node:fs"
import { z } from "zod"
import type { Embedder } from "../../../kb/embedder.ts"
import type { Retrieval } from "../../../kb/kb-index.ts"
import type { LoadedBase } from "../../../src/knowledge/loaded-base.ts"
import { CommandFailure, EXIT } from "../../failure.ts"

const questionSchema = z.object({
  id: z.coerce.string(),
  text: z.string().min(1),
  gold: z.array(z.coerce.string()),
})

/** A labelled question: the articles that answer it, none where a person should. */
export type LabelledQuestion = z.output<typeof questionSchema>

const MOST_NAMED = 5

/** @throws {CommandFailure} naming the line that is wrong */
export function readQuestions(path: string): LabelledQuestion[] {
  let text: string
  try {
    // Editors and spreadsheets put a mark before the text that JSON knows nothing of.
    text = readFileSync(path, "utf8").replace(/^\uFEFF/, "")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new CommandFailure(`There is no file ${path}.`, EXIT.notFound)
    throw new CommandFailure(`${path} cannot be read.`, EXIT.usage)
  }
  const questions = text
    .split(/\r?\n/)
    .flatMap((line, i) => (line.trim() ? [parseLine(line, `${path}:${i + 1}`)] : []))
  if (questions.length === 0) throw new CommandFailure(`${path} holds no questions.`, EXIT.usage)
  return questions
}

function parseLine(line: string, where: string): LabelledQuestion {
  try {
    return questionSchema.parse(JSON.parse(line))
  } catch {
    throw new CommandFailure(
      `${where}: expected {"id":"1","text":"How do I …?","gold":["article id"]}, with gold empty for what should be escalated.`,
      EXIT.usage,
    )
  }
}

/** An article that was renamed would look like one that is no longer found. */
function sayWhatIsMissing(questions: readonly LabelledQuestion[], { index, stored }: LoadedBase): void {
  const named = new Set(questions.flatMap(({ gold }) => gold))
  const missing = [...named].filter((id) => !index.has(id))
  if (missing.length === 0) return
  const more = missing.length > MOST_NAMED ? `, and ${missing.length - MOST_NAMED} more` : ""
  process.stderr.write(
    `There is no article in ${stored.name} called ${missing.slice(0, MOST_NAMED).join(", ")}${more}: what it should answer counts as missed.\n`,
  )
}

export interface AskedQuestion extends LabelledQuestion {
  retrieval: Retrieval
  latencyMs: number
}

/** Puts the questions to a knowledge base one after the other, as users would. */
export async function askAll(
  questions: readonly LabelledQuestion[],
  base: LoadedBase,
  embedder: Embedder,
  onProgress: (done: number) => void,
): Promise<AskedQuestion[]> {
  sayWhatIsMissing(questions, base)
  const asked: AskedQuestion[] = []
  for (const question of questions) {
    const started = performance.now()
    const [vector] = await embedder.embed([question.text], "query")
    if (!vector) throw new Error("The embedder returned no vector for a question.")
    const retrieval = base.index.search({ text: question.text, vector }, 10)
    asked.push({ ...question, retrieval, latencyMs: performance.now() - started })
    onProgress(asked.length)
  }
  return asked
}
