/** The body of an answer; undefined, and not read on, when it is larger than `maxBytes` (after decompression). */
export async function readBounded(
  response: Response,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const reader = response.body?.getReader()
  if (!reader) return new Uint8Array()
  const stop = () => void reader.cancel().catch(() => {})
  signal.addEventListener("abort", stop, { once: true })
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) return Buffer.concat(parts, length)
      length += value.length
      if (length > maxBytes) {
        stop()
        return undefined
      }
      parts.push(value)
    }
  } finally {
    signal.removeEventListener("abort", stop)
  }
}
