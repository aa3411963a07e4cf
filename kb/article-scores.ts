/** The best score of each article of one search, by the article's number: 0 where it has none. */
export class ArticleScores {
  readonly #best: Float64Array

  /** @param size above every number */
  constructor(size: number) {
    this.#best = new Float64Array(size)
  }

  /** Takes the score if it is better than the article's best. */
  raise(number: number, score: number): void {
    if (score > (this.#best[number] as number)) this.#best[number] = score
  }

  of(number: number): number {
    return this.#best[number] ?? 0
  }

  /** The numbers of the `limit` highest scores above 0, highest first. */
  highest(limit: number): number[] {
    const best = this.#best
    // Kept sorted: after the first few articles, next to none is among the best.
    const highest: number[] = []
    for (let number = 0; number < best.length; number++) {
      const score = best[number] as number
      if (score <= (highest.length < limit ? 0 : this.of(highest[limit - 1] as number))) continue
      if (highest.length === limit) highest.pop()
      let at = highest.length
      while (at > 0 && this.of(highest[at - 1] as number) < score) at--
      highest.splice(at, 0, number)
    }
    return highest
  }
}
