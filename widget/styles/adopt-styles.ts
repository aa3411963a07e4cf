/** Those that were given, by what they say: twice the same is one. */
const sheets = new Map<string, CSSStyleSheet>()

/** Gives what comes later its styles, in the shadow root that it is drawn in. */
export function adoptStyles(box: Element | null, styles: string): void {
  const root = box?.getRootNode()
  if (!(root instanceof ShadowRoot)) return
  let sheet = sheets.get(styles)
  if (!sheet) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(styles)
    sheets.set(styles, sheet)
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
