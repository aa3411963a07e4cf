/** Elements that stand on lines of their own. */
const BLOCKS = new Set(
  "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul".split(
    " ",
  ),
)

/** Elements that hold no text for readers. */
const SILENT = new Set(
  "audio button canvas embed head iframe input link map meta nav noscript object script select style svg template textarea title video".split(
    " ",
  ),
)

/** Roles of what surrounds the content. */
const CHROME_ROLES = new Set(["navigation", "banner", "contentinfo", "search", "dialog", "alertdialog"])

/** Ids and classes that consent managers and share bars give to their boxes. */
const CHROME_NAMES =
  /(?:cookie|consent|gdpr)[-_]?(?:banner|bar|box|notice|popup|modal|overlay|message|law|dialog|wrapper|consent)|onetrust|cybot|skip-?link|breadcrumb|share-?buttons/i

/** An element's name in lower case. */
export function tagOf(element: Element): string {
  return element.localName.toLowerCase()
}

/** Whether a node is an element; text and comments are none. */
export function isElement(node: Node): node is Element {
  return node.nodeType === 1
}

export function isBlock(node: Node): boolean {
  return isElement(node) && (BLOCKS.has(tagOf(node)) || tagOf(node).includes("-"))
}

/** Whether an element is not content: scripts, hidden parts, menus, footers, cookie banners. */
export function isChrome(element: Element): boolean {
  const tag = tagOf(element)
  if (tag === "html" || tag === "body" || tag === "main") return false
  if (SILENT.has(tag) || tag === "footer") return true
  if (tag === "header" && element.parentElement?.localName.toLowerCase() === "body") return true
  if (element.hasAttribute("hidden") || element.getAttribute("aria-hidden") === "true") return true
  if (CHROME_ROLES.has(element.getAttribute("role") ?? "")) return true
  return CHROME_NAMES.test(`${element.id} ${(element.getAttribute("class") ?? "").slice(0, 500)}`)
}
