import type { Glyphs } from "./glyphs.ts"

/** A column for each value, as high as it is to the highest; whoever has anything is seen. */
export function sparkline(values: readonly number[], { heights }: Glyphs): string {
  const most = Math.max(...values, 0)
  const steps = heights.length - 1
  return values
    .map((value) => heights[value > 0 ? Math.max(1, Math.round((value / most) * steps)) : 0] ?? "")
    .join("")
}

/** The same over several lines, the highest first. */
export function columns(
  values: readonly number[],
  lines: number,
  width: number,
  { heights }: Glyphs,
): string[] {
  const most = Math.max(...values, 0)
  const steps = heights.length - 1
  const filled = values.map((value) =>
    value > 0 ? Math.max(1, Math.round((value / most) * steps * lines)) : 0,
  )
  return Array.from({ length: lines }, (_, i) => {
    const below = (lines - 1 - i) * steps
    return filled
      .map((height) => (heights[Math.min(steps, Math.max(0, height - below))] ?? "").repeat(width))
      .join(" ")
      .trimEnd()
  })
}

/** As long as the value is to the most there is; whoever has anything is seen. */
export function bar(value: number, most: number, width: number, { parts }: Glyphs): string {
  if (value <= 0 || most <= 0 || width <= 0) return ""
  const steps = Math.max(1, Math.round((value / most) * width * parts.length))
  const whole = Math.floor(steps / parts.length)
  const rest = steps % parts.length
  return (parts.at(-1) ?? "").repeat(whole) + (rest > 0 ? (parts[rest - 1] ?? "") : "")
}

/** Of several values with different widths of days one for each place: days are put together where there are too many. */
export function fitted(values: readonly number[], width: number): number[] {
  if (values.length <= width) return [...values]
  return Array.from({ length: width }, (_, i) => {
    const [from, to] = [
      Math.floor((i * values.length) / width),
      Math.floor(((i + 1) * values.length) / width),
    ]
    return values.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from)
  })
}

/** Which of so many shades a value has; whoever has anything is seen. */
export function shadeOf(value: number, most: number, shades: number): number {
  if (value <= 0 || most <= 0) return 0
  return Math.max(1, Math.round((value / most) * (shades - 1)))
}
