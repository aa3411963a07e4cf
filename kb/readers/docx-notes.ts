const REFERENCES = 'a[href^="#footnote-"], a[href^="#endnote-"]'
const TEXT = 3

/** Puts footnotes and endnotes in brackets where they are referred to, as they say what the sentence leaves out. */
export function placeNotes(document: Document): void {
  const notes = new Map([...document.querySelectorAll("li[id]")].map((note) => [`#${note.id}`, note]))
  for (const link of [...document.querySelectorAll(REFERENCES)]) {
    const note = notes.get(link.getAttribute("href") ?? "")
    // One in a heading would become part of every passage below it.
    if (!note || link.closest("li[id], h1, h2, h3, h4, h5, h6")) continue
    notes.delete(`#${note.id}`)
    const mark = link.parentElement?.localName === "sup" ? link.parentElement : link
    mark.replaceWith(bracketed(document, note))
    note.remove()
  }
}

function bracketed(document: Document, note: Element): Element {
  for (const back of note.querySelectorAll('a[href^="#footnote-ref-"], a[href^="#endnote-ref-"]'))
    back.remove()
  const span = document.createElement("span")
  for (const block of [...note.children]) {
    while (block.firstChild) span.appendChild(block.firstChild)
    span.append(" ")
  }
  span.normalize()
  trim(span.firstChild, /^\s+/)
  trim(span.lastChild, /\.?\s+$/)
  span.prepend(" (")
  span.append(")")
  return span
}

function trim(node: Node | null, end: RegExp): void {
  if (node?.nodeType === TEXT) node.nodeValue = (node.nodeValue ?? "").replace(end, "")
}
