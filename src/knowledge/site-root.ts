/** What ingest knows a site's pages by, whatever origin they came from. */
export function rootOf(origin: string): string {
  return `${origin}/`
}
