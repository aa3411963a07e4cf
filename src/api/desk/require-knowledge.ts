import { ChatdError } from "../../core/errors.ts"
import type { DataPorts, KnowledgePorts } from "./data-ports.ts"

/** @throws {ChatdError} `unavailable` where this process has no embedding model */
export function requireKnowledge({ knowledge }: DataPorts): KnowledgePorts {
  if (knowledge) return knowledge
  throw new ChatdError(
    "unavailable",
    "Suggestions and articles need the embedding model, which the server has: start `chatd serve`.",
  )
}
