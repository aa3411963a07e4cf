import type { Article } from "../article.ts"
import { decodeText } from "./decode-text.ts"
import { definedOnly } from "./defined-only.ts"
import { type FrontMatter, splitFrontMatter } from "./front-matter.ts"
import { findTopHeading, markdownLines } from "./markdown-lines.ts"
import { tidyMarkdown } from "./markdown-tidy.ts"
import { type Reader, type Source, UnreadableSource } from "./reader.ts"
import { titleOfMarkdown, titleOfName } from "./title.ts"

/**
 * Reads a Markdown or MDX file as one article. Its title is that of the front matter, else the first heading of
 * level 1 (which then leaves the body), else made of the file's name.
 */
export const readMarkdown: Reader = async (source) => {
  const { matter, body } = splitFrontMatter(source.name, decodeText(source))
  const tidy = tidyMarkdown(body, source, matter.url ?? source.url)
  const article = titled(source, matter, tidy)
  if (!article.body && article.title === titleOfName(source.name)) {
    throw new UnreadableSource(source.name, "is empty", "Write something into it, or remove it.")
  }
  return [article]
}

function titled(source: Source, matter: FrontMatter, markdown: string): Article {
  const heading = takeTopHeading(markdown)
  // A top heading that says more than the front matter's title is content.
  const keeps = matter.title !== undefined && heading?.title.toLowerCase() !== matter.title.toLowerCase()
  return {
    id: matter.id ?? source.name,
    title: matter.title ?? heading?.title ?? titleOfName(source.name),
    body: keeps || !heading ? markdown : heading.body,
    ...definedOnly({ url: matter.url ?? source.url, entryType: matter.entryType, examples: matter.examples }),
  }
}

function takeTopHeading(markdown: string): { title: string; body: string } | undefined {
  const lines = markdownLines(markdown)
  const heading = findTopHeading(lines)
  if (!heading) return undefined
  // The empty lines above and below it would be one gap.
  const gap = lines[heading.at - 1]?.text || lines[heading.at + heading.count]?.text ? 0 : 1
  lines.splice(heading.at, heading.count + gap)
  const body = lines.map((line) => line.text).join("\n")
  return { title: titleOfMarkdown(heading.markdown), body: body.trim() }
}
