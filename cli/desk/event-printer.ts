import type { DeskEvent } from "../../src/api/desk/protocol.ts"
import { paint, printJson } from "../print.ts"
import { eventLines } from "./event-lines.ts"

/** Prints the events of conversations, each once and in order, whatever is told twice or comes late. */
export class EventPrinter {
  readonly #seen = new Map<number, number>()

  constructor(private readonly options: { json: boolean; named: boolean }) {}

  /** The last event of a conversation that needs no printing any more. */
  seen(conversation: number): number | undefined {
    return this.#seen.get(conversation)
  }

  /** What came before is not printed. */
  begin(conversation: number, after: number): void {
    if (!this.#seen.has(conversation)) this.#seen.set(conversation, after)
  }

  print(conversation: number, event: DeskEvent): void {
    if (event.seq <= (this.#seen.get(conversation) ?? 0)) return
    this.#seen.set(conversation, event.seq)
    if (this.options.json) {
      printJson({ conversation, ...event })
      return
    }
    const [first, ...rest] = eventLines(event)
    if (first === undefined) return
    const name = this.options.named ? `${paint("bold", `#${conversation}`)}  ` : ""
    console.log([`${name}${first}`, ...rest].join("\n"))
  }
}
