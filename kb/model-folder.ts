import { existsSync, globSync, readFileSync } from "node:fs"
import { basename, join, resolve } from "node:path"
import { z } from "zod"
import { modelFingerprint } from "./model-fingerprint.ts"
import type { OnnxEmbedderOptions } from "./onnx-embedder.ts"

const DEFAULT_MAX_TOKENS = 512
/** Relative to the model's folder, first found wins: int8 is 2 to 3 times faster than fp32 at nearly the same ranking. */
const MODEL_FILES = [
  "model.onnx",
  "onnx/model_quantized.onnx",
  "onnx/model_int8.onnx",
  "model_quantized.onnx",
  "onnx/model.onnx",
]

/** Optional `embedder.json`: what the other files do not say, or say wrong. */
const Settings = z.strictObject({
  id: z.string().min(1).optional(),
  pooling: z.enum(["mean", "cls"]).optional(),
  maxTokens: z.int().min(8).optional(),
  prefixes: z.strictObject({ query: z.string().optional(), passage: z.string().optional() }).optional(),
})
const PoolingConfig = z.object({ pooling_mode_cls_token: z.boolean().optional() })
const SentenceConfig = z.object({ max_seq_length: z.int().positive().nullish() })
const ModelConfig = z.object({
  _name_or_path: z.string().optional(),
  model_type: z.string().optional(),
  max_position_embeddings: z.int().positive().optional(),
})

/**
 * Reads how to run the BERT-like model in a folder laid out as on Hugging Face's hub: an ONNX export and
 * `tokenizer.json`, and where present `config.json`, `1_Pooling/config.json`, `sentence_bert_config.json`. The e5
 * prefixes `query: ` and `passage: ` are set where the folder or the config names an e5 model. Unless `embedder.json` has
 * an id, it is the folder's name with what tells its weights from others: a better model may come into the same folder.
 *
 * @returns what `openOnnxEmbedder` and `openEmbedderPool` take.
 * @throws if the folder lacks a file, or one cannot be understood.
 */
export function readModelFolder(folder: string): Omit<OnnxEmbedderOptions, "threads"> {
  const model = [...MODEL_FILES, ...globSync("*.onnx", { cwd: folder })]
    .map((name) => join(folder, name))
    .find((path) => existsSync(path))
  if (!model) throw new Error(`${folder} holds no ONNX model: looked for ${MODEL_FILES.join(", ")}`)
  const tokenizerPath = join(folder, "tokenizer.json")
  if (!existsSync(tokenizerPath)) throw new Error(`${folder} holds no tokenizer.json`)
  const tokenizer = z.looseObject({}).parse(parseFile(tokenizerPath))

  const settings = readJson(join(folder, "embedder.json"), Settings)
  const config = readJson(join(folder, "config.json"), ModelConfig)
  const poolingConfig = readJson(join(folder, "1_Pooling/config.json"), PoolingConfig)
  const sentence = readJson(join(folder, "sentence_bert_config.json"), SentenceConfig)
  const name = basename(resolve(folder))
  const isE5 = /(^|[-_/])e5([-_/]|$)/i.test(`${config?._name_or_path ?? ""}/${name}`)
  const isRoberta = config?.model_type?.includes("roberta") ?? false
  // RoBERTa numbers positions from the padding id plus one: two of them are never used.
  const positions = config?.max_position_embeddings && config.max_position_embeddings - (isRoberta ? 2 : 0)
  const run = {
    pooling: settings?.pooling ?? (poolingConfig?.pooling_mode_cls_token ? "cls" : "mean"),
    maxTokens: settings?.maxTokens ?? sentence?.max_seq_length ?? positions ?? DEFAULT_MAX_TOKENS,
    prefixes: settings?.prefixes ?? (isE5 ? { query: "query: ", passage: "passage: " } : {}),
  } as const
  // Where a model is large, its weights lie beside its graph.
  const files = [model, `${model}_data`, tokenizerPath].filter((path) => existsSync(path))
  return { id: settings?.id ?? `${name}-${modelFingerprint(files, run)}`, model, tokenizer, ...run }
}

function readJson<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> | undefined {
  if (!existsSync(path)) return undefined
  const result = schema.safeParse(parseFile(path))
  if (!result.success) throw new Error(`${path}: ${z.prettifyError(result.error)}`)
  return result.data
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"))
  } catch (error) {
    throw new Error(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}
