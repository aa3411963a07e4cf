/** Keys that are not called by what they write. */
const SHOWN: Readonly<Record<string, string>> = {
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
  enter: "Enter",
  escape: "Esc",
  tab: "Tab",
  space: "Space",
  pageup: "PgUp",
  pagedown: "PgDn",
  home: "Home",
  end: "End",
  "shift+tab": "Shift-Tab",
  f1: "F1",
}

/** A key as it is called on keyboards. */
export function keyLabel(key: string): string {
  if (SHOWN[key]) return SHOWN[key]
  const [modifier = "", rest = ""] = key.length > 1 ? key.split(/\+(.*)/s) : []
  if (!rest) return key
  const name = SHOWN[rest] ?? (rest.length === 1 ? rest.toUpperCase() : rest)
  return `${modifier[0]?.toUpperCase()}${modifier.slice(1)}-${name}`
}
