import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Article } from "../kb/article.ts"

export interface Question {
  id: string
  text: string
  /** Articles that answer it; empty: nobody could answer it from this knowledge base. */
  gold: string[]
  split: "dev" | "test"
}

export interface QuestionSet {
  name: string
  articles: Article[]
  questions: Question[]
}

export const SET_NAMES = [
  "clinc150",
  "banking77",
  "hint3_powerplay11",
  "hint3_sofmattress",
  "rasa_faq",
  "stackfaq",
  "xquad",
  "arduino_help",
  "covid_faq",
] as const

/** Its unanswerable labels are unreliable: left out of everything about the gate. */
export const RETRIEVAL_ONLY: ReadonlySet<string> = new Set(["covid_faq"])

export function readQuestionSet(root: string, name: string): QuestionSet {
  const articles = readLines<Article>(join(root, name, "articles.jsonl"))
  return { name, articles, questions: readLines<Question>(join(root, name, "queries.jsonl")) }
}

function readLines<T>(path: string): T[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T)
}
