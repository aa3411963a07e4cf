/**
 * A body that is written as far as it is read: however long it is, it fills no memory. Where it cannot be written to its end
 * it breaks off, so that half of it passes for no whole, and `onBrokenOff` is told why.
 */
export function textStream(
  texts: AsyncGenerator<string>,
  onBrokenOff: (fault: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      try {
        for (;;) {
          const { done, value } = await texts.next()
          if (done) return controller.close()
          if (value === "") continue
          return controller.enqueue(encoder.encode(value))
        }
      } catch (fault) {
        onBrokenOff(fault)
        // Bun would write the fault itself on standard error, with whatever it quotes.
        controller.error(undefined)
      }
    },
    async cancel() {
      await texts.return(undefined)
    },
  })
}
