import type { EmbeddedArticle } from "../../kb/embedded-article.ts"
import type { Calibration } from "../../kb/gate.ts"

/** A knowledge base as it is stored. */
export interface KnowledgeBase {
  id: string
  partnerId: string
  name: string
  /** Rises with every change of its articles. */
  revision: number
  /** Fitted by `kb tune`; undefined: the one that ships. */
  calibration: Calibration | undefined
  /** Id of the embedding model that its vectors are of; undefined while it is empty. */
  modelId: string | undefined
}

/** What changed in a knowledge base since a revision. */
export interface KnowledgeChanges {
  revision: number
  /** A chunk's vector comes without the text that was embedded: the chunk has it. */
  put: AsyncIterable<EmbeddedArticle>
  removed: readonly string[]
}

/** What the running server needs of the store. */
export interface KnowledgeReader {
  basesOf(partnerId: string): Promise<KnowledgeBase[]>
  baseById(id: string): Promise<KnowledgeBase | undefined>
  changesSince(kbId: string, revision: number): Promise<KnowledgeChanges>
}
