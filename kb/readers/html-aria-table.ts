const TAGS: Readonly<Record<string, string>> = {
  table: "table",
  rowgroup: "tbody",
  row: "tr",
  columnheader: "th",
  rowheader: "th",
  cell: "td",
}

/** Makes tables of what a page only says to be one by roles, as GitBook's pages do. */
export function unroleTables(document: Document): void {
  for (const table of [...document.querySelectorAll("[role=table]")]) {
    const parts = [...table.querySelectorAll("[role]")].filter(
      (part) => part.closest("[role=table]") === table,
    )
    for (const part of [table, ...parts]) {
      const tag = TAGS[part.getAttribute("role") ?? ""]
      if (tag && part.localName !== tag) replaceBy(document.createElement(tag), part)
    }
  }
}

function replaceBy(element: Element, old: Element): void {
  while (old.firstChild) element.appendChild(old.firstChild)
  old.replaceWith(element)
}
