import type { Embedder } from "../../kb/embedder.ts"
import type { Exchange } from "../core/answer.ts"
import type { Asker } from "../core/tickets/asker.ts"
import type { LoadedBase } from "../knowledge/loaded-base.ts"
import type { IntentSource } from "./intent/understand.ts"
import type { Llm } from "./llm.ts"

export interface AnswerDependencies {
  embedderOf(modelId: string): Embedder | undefined
  basesOf(partnerId: string): Promise<readonly LoadedBase[]>
  /** Writes the answer, where one is configured; what it cannot do, the passages' own sentences do. */
  llm?: Llm | undefined
  /** What intents are told by beside the shipped phrases. */
  intents?: IntentSource | undefined
}

export interface Asking {
  partnerId: string
  message: string
  /** The session so far, oldest first. */
  history: readonly Exchange[]
  /** Who asks, where the answer may be about them: their tickets are told, and what nobody can do here is said. */
  asker?: Asker
  /** A person was offered in the last word that was said to them. */
  offered?: boolean
  /** Told the answer while a language model writes it, as far as the passages support it; null withdraws it. */
  onText?: (text: string | null) => void
}
