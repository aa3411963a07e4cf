const FILLER =
  "I ordered the blue one last week and the page still says that it is being packed; can you look?"

/** A message's name says who sent it and which of theirs it is, and stands first in its text. */
export function messageName(customer: number, number: number): string {
  return `${customer}-${number}`
}

export function messageText(name: string): string {
  return `${name} ${FILLER}`
}

export function parseName(text: string): { customer: number; number: number } {
  const space = text.indexOf(" ")
  const [customer, number] = (space < 0 ? text : text.slice(0, space)).split("-")
  return { customer: Number(customer), number: Number(number) }
}

export interface Faults {
  lost: number
  doubled: number
  reordered: number
}

/** What came of each customer's messages, which are numbered from 0. */
export class Ledger {
  readonly #times: number[][] = []
  readonly #latest: number[] = []
  readonly #faults: Faults = { lost: 0, doubled: 0, reordered: 0 }
  count = 0

  arrived({ customer, number }: { customer: number; number: number }): void {
    this.#times[customer] ??= []
    const times = this.#times[customer]
    const before = times[number] ?? 0
    times[number] = before + 1
    this.count++
    const latest = this.#latest[customer] ?? -1
    if (before > 0) this.#faults.doubled++
    else if (number < latest) this.#faults.reordered++
    this.#latest[customer] = Math.max(latest, number)
  }

  /** `expected[customer]`: how many of theirs must be there, the first so many. */
  faults(expected: readonly number[]): Faults {
    let lost = 0
    for (const [customer, count] of expected.entries())
      for (let number = 0; number < count; number++) if (!this.#times[customer]?.[number]) lost++
    return { ...this.#faults, lost }
  }
}

/** The same of what the database holds. */
export function storedFaults(names: readonly string[], expected: readonly number[]): Faults {
  const ledger = new Ledger()
  for (const name of names) ledger.arrived(parseName(name))
  return ledger.faults(expected)
}

export function addFaults(...all: readonly Faults[]): Faults {
  return all.reduce((sum, one) => ({
    lost: sum.lost + one.lost,
    doubled: sum.doubled + one.doubled,
    reordered: sum.reordered + one.reordered,
  }))
}
