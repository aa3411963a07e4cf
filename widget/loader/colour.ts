const DEFAULT = "#3a7bd5"

/** Any colour that CSS knows, in hex; the default one where it is none, or not opaque. */
export function opaqueColour(text: string): string {
  const canvas = CSS.supports("color", text) ? document.createElement("canvas").getContext("2d") : null
  if (!canvas) return DEFAULT
  canvas.fillStyle = text
  const hex = String(canvas.fillStyle)
  return hex.length === 7 ? hex : DEFAULT
}

/** Black or white, whichever is easier to read on a colour in hex: one of them always reaches AA. */
export function textOn(background: string): "#fff" | "#000" {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((index) => {
    const part = Number.parseInt(background.slice(index, index + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  // The contrasts are equal where (luminance + .05)² = 1.05 × .05.
  return luminance > 0.179 ? "#000" : "#fff"
}
