/**
 * Where a link leads to, for who reads it in a chat; undefined where that is nowhere: a place on the same page, a
 * path without a page that it starts from, a script.
 *
 * @param base the address of the page that it stands on
 */
export function linkTarget(written: string, base: string | undefined): string | undefined {
  // Browsers, too, read over line ends and tabs in an address.
  const href = written.replace(/\p{Cc}/gu, "").trim()
  if (!href || href.startsWith("#")) return undefined
  const scheme = /^[a-z][a-z0-9+.-]*:/i.test(href)
  if (scheme && !/^(?:https?|mailto|tel):/i.test(href)) return undefined
  const target = base && URL.canParse(href, base) ? new URL(href, base).href : scheme ? href : undefined
  return target?.replace(
    /[\s()<>]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  )
}
