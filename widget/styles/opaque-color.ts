import { parseHex, type Rgb } from "./contrast.ts"

/** Where none was configured, or one that is none. */
const DEFAULT = "#3a7bd5"

/** Any colour that CSS knows, as long as it is opaque. */
export function opaqueColor(text = DEFAULT): Rgb {
  const canvas = document.createElement("canvas").getContext("2d")
  if (!canvas) return parseHex(DEFAULT)
  canvas.fillStyle = DEFAULT
  // What is no colour changes nothing.
  canvas.fillStyle = text
  // Most come back so; where they don't, as of oklch(), a pixel says it. Browsers that guard against being known give no true ones.
  const hex = String(canvas.fillStyle)
  if (hex[0] === "#") return parseHex(hex)
  canvas.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0, alpha] = canvas.getImageData(0, 0, 1, 1).data
  return alpha === 255 ? [red, green, blue] : parseHex(DEFAULT)
}
