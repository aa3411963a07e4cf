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
  /(?:cookie|consent|gdpr)[-_]?(?:banner|bar|box|notice|popup|modal|overlay|message|law|dialog|wrapper|consent)|onetrust|cybot|skip-?link|breadcrumb|share-?buttons|ez-toc-container|disqus_thread|theme-(?:doc-version-(?:banner|badge)|announcement-bar)/i

/** Elements that are left out for one of the classes below: names of headings, cells or code say nothing. */
const CHROME_CONTAINERS = new Set("aside details div dl header ol p section ul".split(" "))

/** Classes, whole, of comments, share bars, related articles, ratings, bylines and tables of contents. */
const CHROME_CLASSES =
  /(?:^|\s)(?:comments(?:-area|-section|-list)?|comment-?list|comment-respond|article-comments|sharedaddy|(?:article-|post-|entry-|social-)?share|jp-relatedposts|(?:related|recent)[_-]?(?:articles?|posts)|article-(?:relatives|sidebar|votes|more-questions)|(?:\w+-)?reaction-picker|(?:entry|post|article|page)-meta(?:data)?|toc-macro|table-of-contents)(?=\s|$)/i

/** An element's name in lower case. */
export function tagOf(element: Element): string {
  return element.localName.toLowerCase()
}

/** Whether a node is an element; text and comments are none. */
export function isElement(node: Node): node is Element {
  return node.nodeType === 1
}

/** Whether a node stands on lines of its own; elements of a site's own making (with a hyphen) are taken to. */
export function isBlock(node: Node): boolean {
  return isElement(node) && (BLOCKS.has(tagOf(node)) || tagOf(node).includes("-"))
}

/** Whether an element is a block, or an inline one around blocks, such as a link around a card. */
export function holdsBlocks(element: Element): boolean {
  return isBlock(element) || [...element.children].some(isBlock)
}

/** Whether an element is not content: scripts, hidden parts, menus, footers, cookie banners. */
export function isChrome(element: Element): boolean {
  const tag = tagOf(element)
  if (tag === "html" || tag === "body" || tag === "main") return false
  if (SILENT.has(tag) || tag === "footer") return true
  if (tag === "header" && isSiteHeader(element)) return true
  if (element.hasAttribute("hidden") || element.getAttribute("aria-hidden") === "true") return true
  if (CHROME_ROLES.has(element.getAttribute("role") ?? "")) return true
  const classes = (element.getAttribute("class") ?? "").slice(0, 500)
  if (CHROME_NAMES.test(`${element.id} ${classes}`)) return true
  return CHROME_CONTAINERS.has(tag) && hasChromeClass(element, classes)
}

/** The page's own header, and that of an application's frame around it; a header with the title stays. */
function isSiteHeader(header: Element): boolean {
  if (header.parentElement?.localName.toLowerCase() === "body") return true
  return !header.closest("article, main, section, aside") && !header.querySelector("h1, h2")
}

function hasChromeClass(element: Element, classes: string): boolean {
  // Exports of Confluence have attachments and comments in sections that nothing else tells apart.
  if (/(?:^|\s)pageSection(?=\s|$)/.test(classes))
    return element.querySelector("#attachments.pageSectionTitle, #comments.pageSectionTitle") !== null
  // A page's own title is content, whatever is around it.
  return CHROME_CLASSES.test(classes) && !element.querySelector("h1, main")
}
