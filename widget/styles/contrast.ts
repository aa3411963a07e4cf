/** Which colours can be read on which, by WCAG's measure. */

export type Rgb = readonly [red: number, green: number, blue: number]

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]
/** AA for text. */
const READABLE = 4.5

/** Of `#rrggbb`. */
export function parseHex(text: string): Rgb {
  const value = Number(`0x${text.slice(1)}`)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

export function toHex(color: Rgb): string {
  return `#${color.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`
}

export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

function linear(part: number): number {
  const share = part / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

/** Below this, white on a colour would ask for a shade that is no longer that colour. */
const NEARLY_READABLE = 3

/**
 * A colour as a background, and the text on it. White looks best on strong colours, so one that white can nearly be read on
 * becomes a little darker; on a pale one the text is black. On every colour one of the two can be read.
 */
export function background(color: Rgb): readonly [background: Rgb, text: Rgb] {
  if (withWhite(color) < NEARLY_READABLE) return [color, BLACK]
  let shade = color
  for (let share = 0; withWhite(shade) < READABLE; share += 0.02) shade = mix(color, BLACK, share)
  return [shade, WHITE]
}

/** The contrast with it, in fewer bytes: every page pays for this one. */
function withWhite(color: Rgb): number {
  return 1.05 / (luminance(color) + 0.05)
}

/** The shade nearest to a colour that can be read on a background: darker on a light one, lighter on a dark one. */
export function readableOn(background: Rgb, color: Rgb): Rgb {
  const goal = luminance(background) > 0.18 ? BLACK : WHITE
  for (let share = 0; share < 1; share += 0.02) {
    const shade = mix(color, goal, share)
    if (contrast(shade, background) >= READABLE) return shade
  }
  return goal
}

function mix(color: Rgb, goal: Rgb, share: number): Rgb {
  return color.map((part, at) => Math.round(part + ((goal[at] as number) - part) * share)) as [
    number,
    number,
    number,
  ]
}
