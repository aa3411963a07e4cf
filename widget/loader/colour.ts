/** The text colour with the better contrast on a background: one of the two always reaches AA. */
export function textOn(background: string): "#fff" | "#000" {
  const [red = 0, green = 0, blue = 0] = channels(background).map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  // Where contrast with white equals contrast with black: (l + .05)² = 1.05 × .05.
  return luminance > 0.179 ? "#000" : "#fff"
}

/** The colour if it is one in hex, as the CSS of the widget takes no other; else undefined. */
export function hexColour(text: string | undefined): string | undefined {
  const hex = text?.trim()
  return hex && /^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(hex) ? hex : undefined
}

function channels(hex: string): number[] {
  const digits = hex.slice(1)
  const size = digits.length / 3
  return [0, 1, 2].map((index) => {
    const part = digits.slice(index * size, index * size + size)
    return Number.parseInt(size === 1 ? part + part : part, 16)
  })
}
