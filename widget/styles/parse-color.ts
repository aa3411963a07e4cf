import { parseHex, type Rgb } from "./contrast.ts"

/** Where nothing was configured. */
const DEFAULT_COLOR: Rgb = [31, 95, 209]

/** Any colour that CSS knows, as long as it is opaque. */
export function parseColor(text = ""): Rgb {
  const canvas = CSS.supports("color", text) ? document.createElement("canvas").getContext("2d") : null
  if (!canvas) return parseHex(text) ?? DEFAULT_COLOR
  canvas.fillStyle = text
  return parseHex(String(canvas.fillStyle)) ?? DEFAULT_COLOR
}
