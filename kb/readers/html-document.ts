import { parseHTML } from "linkedom"
import { type Source, UnreadableSource } from "./reader.ts"

/** Deepest nesting of elements that is read: pages of people have some dozens, and each level costs all that is in it. */
const MAX_DEPTH = 100

/** Most tags left open that are parsed at all: the parser takes time that grows with their square. */
const MAX_OPEN_TAGS = 20_000

/** Tags that close by themselves; they cannot nest without others in between. */
const SELF_CLOSING =
  /^(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|source|t[dhr]|tbody|wbr)$/i

/** Most nodes of a page that is read. */
const MAX_NODES = 1_000_000

/** A parsed page, and how many nodes it has. */
export interface ParsedPage {
  document: Document
  nodes: number
}

/**
 * Parses HTML, whole documents as well as fragments.
 * @throws {UnreadableSource} when it is nested too deeply, or has too many parts
 */
export function parsePage(source: Source, html: string): ParsedPage {
  if (openTags(html) > MAX_OPEN_TAGS) throw tooDeep(source)
  const isWhole = /<html[\s>]/i.test(html) && /<body[\s>]/i.test(html)
  const parsed = isWhole ? parseHTML(html).document : undefined
  // Tags that are never closed look whole and give no element at all.
  const document = parsed?.documentElement ? parsed : parseFragment(html)
  // Not from the document itself: its first child may be a doctype, which the parser gives no next sibling.
  return { document, nodes: countNodes(source, document.documentElement) }
}

function parseFragment(html: string): Document {
  return parseHTML(`<!doctype html><html><head></head><body>${html}</body></html>`).document
}

/** The most tags that are open at a time; an estimate, as code in scripts counts. */
function openTags(html: string): number {
  let open = 0
  let most = 0
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z][a-z0-9-]{0,40})/gi)) {
    if (!name || SELF_CLOSING.test(name)) continue
    open = slash ? Math.max(0, open - 1) : open + 1
    if (open > most) most = open
  }
  return most
}

function tooDeep(source: Source): UnreadableSource {
  return new UnreadableSource(
    source.name,
    "is nested too deeply or has too many parts",
    "Save it as plain text.",
  )
}

/** A walk without recursion: what comes after it may recurse, as the depth is known then. */
function countNodes(source: Source, root: Node): number {
  let nodes = 0
  let depth = 0
  let node: Node | null = root
  while (node) {
    nodes += 1
    if (depth > MAX_DEPTH || nodes > MAX_NODES) throw tooDeep(source)
    if (node.firstChild) {
      node = node.firstChild
      depth += 1
    } else {
      while (node && node !== root && !node.nextSibling) {
        node = node.parentNode
        depth -= 1
      }
      node = !node || node === root ? null : node.nextSibling
    }
  }
  return nodes
}
