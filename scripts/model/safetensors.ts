import { readFileSync } from "node:fs"

export interface HalfTensor {
  shape: number[]
  /** IEEE 754 binary16 bits, row-major. */
  half: Uint16Array
}

/**
 * Reads the fp16 tensors of a safetensors file.
 * @see https://github.com/huggingface/safetensors#format
 */
export function readSafetensors(path: string): Map<string, HalfTensor> {
  const file = readFileSync(path)
  const headerLength = Number(file.readBigUInt64LE(0))
  const header = JSON.parse(file.toString("utf8", 8, 8 + headerLength)) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >
  const weights = new Map<string, HalfTensor>()
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__" || entry.dtype !== "F16") continue
    const [start, end] = entry.data_offsets
    const bytes = file.subarray(8 + headerLength + start, 8 + headerLength + end)
    weights.set(name, { shape: entry.shape, half: new Uint16Array(new Uint8Array(bytes).buffer) })
  }
  return weights
}

/** The number that 16 bits of IEEE 754 binary16 stand for. */
function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

export function toFloats(tensor: HalfTensor): Float32Array {
  return Float32Array.from(tensor.half, halfToFloat)
}
