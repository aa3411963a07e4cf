import type { Size } from "../state/state.ts"

const BELL = "\u0007"

/** What Ink has no word for: bell, title, and who has the screen. */
export class Terminal {
  #out: NodeJS.WriteStream
  #title = ""

  constructor(out: NodeJS.WriteStream) {
    this.#out = out
  }

  size(): Size {
    return { columns: this.#out.columns || 80, rows: this.#out.rows || 24 }
  }

  bell(): void {
    this.#out.write(BELL)
  }

  title(text: string): void {
    if (text === this.#title) return
    this.#title = text
    this.#out.write(`\u001b]0;${text}${BELL}`)
  }
}
