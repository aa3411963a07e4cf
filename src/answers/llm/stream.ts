import type { ChatCompletion, ChatCompletionChunk } from "openai/resources/chat/completions"
import { textOf } from "./content.ts"

/** Told a reply's text as far as it has come. */
export type OnText = (soFar: string) => Promise<void>

/**
 * Reads a streamed reply into what a whole one would have been.
 *
 * @returns undefined where nothing of a stream came: the endpoint knows no streaming
 * @throws what the line or the endpoint says, also where the stream ends before the reply does
 */
export async function readStream(
  chunks: AsyncIterable<ChatCompletionChunk>,
  onText: OnText,
): Promise<Pick<ChatCompletion, "choices" | "usage"> | undefined> {
  let content = ""
  let refusal = ""
  const calls: ToolCall[] = []
  let finish: ChatCompletion.Choice["finish_reason"] | undefined
  let usage: ChatCompletion["usage"]
  let came = false
  for await (const chunk of chunks) {
    came = true
    usage = chunk.usage ?? usage
    // An endpoint may say more in its own way: pieces without a choice, choices without a piece.
    const choice = chunk.choices?.[0]
    refusal += choice?.delta?.refusal ?? ""
    finish = choice?.finish_reason ?? finish
    const called = choice?.delta?.tool_calls
    for (const piece of Array.isArray(called) ? called : []) addPiece(calls, piece)
    const piece = textOf(choice?.delta?.content)
    content += piece
    if (piece) await onText(content)
  }
  if (!came) return undefined
  if (!finish) throw new Error("The reply broke off.")
  const called = calls.filter(Boolean)
  const message = {
    role: "assistant",
    content,
    refusal: refusal || null,
    ...(called.length > 0 && { tool_calls: called }),
  } as const
  return { choices: [{ index: 0, message, finish_reason: finish, logprobs: null }], ...(usage && { usage }) }
}

interface ToolCall {
  id: string
  type: "function"
  function: { name: string; arguments: string }
}

/** More calls than this at once are nobody's honest wish. */
const MOST_CALLS = 16

/** A call comes in pieces: its name first, then its arguments a few letters at a time. */
function addPiece(calls: ToolCall[], piece: ChatCompletionChunk.Choice.Delta.ToolCall): void {
  const index = piece.index ?? 0
  if (!(index >= 0 && index < MOST_CALLS)) return
  calls[index] ??= { id: piece.id ?? "", type: "function", function: { name: "", arguments: "" } }
  const call = calls[index]
  call.function.name += piece.function?.name ?? ""
  call.function.arguments += piece.function?.arguments ?? ""
}
