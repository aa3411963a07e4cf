/** A body that is written as far as it is read: however long it is, it fills no memory. */
export function textStream(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const { done, value } = await texts.next()
        if (done) return controller.close()
        if (value === "") continue
        return controller.enqueue(encoder.encode(value))
      }
    },
    async cancel() {
      await texts.return(undefined)
    },
  })
}
