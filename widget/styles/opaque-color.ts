import { parseHex, type Rgb } from "./contrast.ts"

/** Where none was configured, or one that is none. */
const DEFAULT: Rgb = [58, 123, 213]

/** Any colour that CSS knows, as long as it is opaque. */
export function opaqueColor(text: string | undefined): Rgb {
  const canvas =
    text && CSS.supports("color", text) ? document.createElement("canvas").getContext("2d") : null
  if (!text || !canvas) return DEFAULT
  canvas.fillStyle = text
  const hex = String(canvas.fillStyle)
  return hex.length === 7 ? parseHex(hex) : DEFAULT
}
