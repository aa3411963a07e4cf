import { ChatdError } from "../core/errors.ts"

/**
 * Reads a JSON body of at most `limit` bytes, counting what really arrives and not what was announced.
 *
 * @throws {ChatdError} `too_large`, or `invalid_input` where it is not JSON or did not arrive whole
 */
export async function readJsonBody(request: Request, limit: number): Promise<unknown> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge(limit)
  const text = await arrivedText(request, limit)
  if (text.trim() === "") return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ChatdError("invalid_input", "The body is not valid JSON.", { cause })
  }
}

async function arrivedText(request: Request, limit: number): Promise<string> {
  try {
    return await readText(request, limit)
  } catch (cause) {
    // Whoever hung up is not told any more; it was not our fault.
    if (!request.signal.aborted && !isAbort(cause)) throw cause
    throw new ChatdError("invalid_input", "The body did not arrive whole.", { cause })
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError"
}

async function readText(request: Request, limit: number): Promise<string> {
  if (request.headers.has("content-length")) return request.text()
  if (!request.body) return ""
  const decoder = new TextDecoder()
  let text = ""
  let size = 0
  for await (const part of request.body) {
    size += part.byteLength
    if (size > limit) throw tooLarge(limit)
    text += decoder.decode(part, { stream: true })
  }
  return text + decoder.decode()
}

function tooLarge(limit: number): ChatdError {
  return new ChatdError("too_large", `The body is larger than ${Math.round(limit / 1024)} KB.`)
}
