/** Whether two sections, each its headings from the article's top on, are one. */
export function isSameSection(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((heading, i) => heading === b[i])
}
