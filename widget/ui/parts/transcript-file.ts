/** Gives the visitor a text as a file. */
export function saveTranscript(text: string): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }))
  link.download = `chat-${new Date().toISOString().slice(0, 10)}.txt`
  link.click()
  // The download has begun by then; the address holds the text in memory.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
