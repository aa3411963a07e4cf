/** Takes sources apart in a worker: libraries that do it hold their thread for as long as it takes, and may never end. */
import type { Article } from "./article.ts"
import { readSource } from "./readers/read-source.ts"
import { type Source, unreadableBy } from "./readers/reader.ts"
import { type PageLinks, pageLinks } from "./web/page-links.ts"

export type ReadingRequest =
  | { kind: "articles"; source: Source }
  /** The source's name is the page's address. */
  | { kind: "links"; source: Source; robotsTag?: string | undefined }

export type ReadingReply =
  | { kind: "articles"; articles: Article[] }
  /** Addresses as texts: a worker cannot be sent others. */
  | {
      kind: "links"
      links: string[]
      canonical?: string | undefined
      noindex: boolean
      noArticle?: PageLinks["noArticle"]
    }
  | { kind: "unreadable"; problem: string; remedy: string }

declare const self: Worker

self.onmessage = async ({ data }: MessageEvent<ReadingRequest>) => {
  self.postMessage(await replyTo(data))
}

async function replyTo(request: ReadingRequest): Promise<ReadingReply> {
  const { source } = request
  try {
    if (request.kind === "articles") return { kind: "articles", articles: await readSource(source) }
    const { links, canonical, ...rest } = pageLinks(source, new URL(source.name), request.robotsTag)
    return { kind: "links", links: links.map(({ href }) => href), canonical: canonical?.href, ...rest }
  } catch (error) {
    const { problem, remedy } = unreadableBy(error, source)
    return { kind: "unreadable", problem, remedy }
  }
}
