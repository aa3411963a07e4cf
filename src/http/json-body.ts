import { ChatdError } from "../core/errors.ts"

/**
 * Reads a JSON body of at most `limit` bytes, counting what really arrives and not what was announced.
 *
 * @throws {ChatdError} `too_large`, or `invalid_input` where it is not JSON or did not arrive whole
 */
export async function readJsonBody(request: Request, limit: number): Promise<unknown> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge(limit)
  const text = decoded(await arrivedBytes(request, limit))
  if (text.trim() === "") return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ChatdError("invalid_input", "The body is not valid JSON.", { cause })
  }
}

/** What is no UTF-8 is not guessed at: names that differ in it alone would become the same. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new ChatdError("invalid_input", "The body is not valid UTF-8.", { cause })
  }
}

async function arrivedBytes(request: Request, limit: number): Promise<Uint8Array> {
  try {
    return await readBytes(request, limit)
  } catch (cause) {
    // Whoever hung up is not told any more; it was not our fault.
    if (!request.signal.aborted && !isAbort(cause)) throw cause
    throw new ChatdError("invalid_input", "The body did not arrive whole.", { cause })
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError"
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  if (request.headers.has("content-length")) return request.bytes()
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body ?? []) {
    size += part.byteLength
    if (size > limit) throw tooLarge(limit)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function tooLarge(limit: number): ChatdError {
  return new ChatdError("too_large", `The body is larger than ${Math.round(limit / 1024)} KB.`)
}
