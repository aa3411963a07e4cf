import { isBlock, isElement, tagOf } from "./html-elements.ts"

const TEXT = 3
/** Nodes beside a picture that are looked at for text: a page may hold a hundred thousand pictures and nothing else. */
const MOST_LOOKED_AT = 20

/** What names something where it stands alone: a cell, a heading, a link that leads elsewhere than to the picture itself. */
const NAMED_BY_PICTURES = new Set("td th h1 h2 h3 h4 h5 h6 dt summary caption".split(" "))
const PICTURE_FILE = /\.(?:png|jpe?g|gif|webp|avif|svg|bmp)(?:[?#]|$)/i

/**
 * Whether a picture is a word of the text around it, as an icon's name is in "Press [gear] to go on"; a screenshot behind a
 * sentence, between two or on a line of its own is none, and what it shows is said by nobody.
 */
export function isInText(picture: Element): boolean {
  if (isName(picture)) return true
  const before = textBeside(picture, "previousSibling")
  const after = textBeside(picture, "nextSibling")
  if (after !== "")
    return before === "" ? /^\s*[^\p{Lu}\s]/u.test(after) : !isWhole(before) || !/^\s*\p{Lu}/u.test(after)
  return /\s$/.test(before) && !isWhole(before)
}

function isWhole(text: string): boolean {
  return /[.!?:;。！？：；]["'”’»)\]]*\s*$/u.test(text)
}

function isName(picture: Element): boolean {
  for (let at = picture.parentElement; at; at = at.parentElement) {
    const tag = tagOf(at)
    if (tag === "a") {
      const target = at.getAttribute("href") ?? ""
      return target !== "" && !PICTURE_FILE.test(target)
    }
    if (NAMED_BY_PICTURES.has(tag)) return true
    if (tag === "li") return isWordless(at)
    if (isBlock(at)) return false
  }
  return false
}

/** Found once an element: it may hold as many pictures as fit into a page. */
const wordless = new WeakMap<Element, boolean>()

function isWordless(element: Element): boolean {
  const known = wordless.get(element)
  if (known !== undefined) return known
  const found = (element.textContent ?? "").trim() === ""
  wordless.set(element, found)
  return found
}

/** The text right before or behind an element on its line, with its white space; empty where the line begins or ends. */
function textBeside(element: Element, side: "previousSibling" | "nextSibling"): string {
  let at: Node = element
  let space = ""
  for (let looked = 0; looked < MOST_LOOKED_AT; looked++) {
    const beside: Node | null = at[side]
    if (!beside) {
      const parent: Element | null = at.parentElement
      if (!parent || isBlock(parent)) return ""
      at = parent
      continue
    }
    at = beside
    if (isElement(beside) && (tagOf(beside) === "br" || isBlock(beside))) return ""
    if (beside.nodeType !== TEXT && !isElement(beside)) continue
    const text = beside.textContent ?? ""
    if (text.trim() !== "") return side === "previousSibling" ? text + space : space + text
    space += text
  }
  return ""
}
