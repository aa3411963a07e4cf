import type { Article } from "../../kb/article.ts"

/** What a site is said to be. */
export interface SaidOfSite {
  host: string
  text: string
}

/** What it answers, in visitors' words. */
const QUESTIONS = [
  "What do you do?",
  "Who are you?",
  "What is this site about?",
  "What does your company do?",
]

export function aboutArticleId(host: string): string {
  return `about:${host}`
}

export function aboutArticle({ host, text }: SaidOfSite): Article {
  return {
    id: aboutArticleId(host),
    title: `About ${host}`,
    body: text,
    examples: [...QUESTIONS],
    entryType: "about",
  }
}
