import type { InferenceSession, Tensor } from "onnxruntime-node"
import { disableOnnxTelemetry } from "./onnx-telemetry.ts"

export type Pooling = "mean" | "cls"

/** How to run one model; plain data, so that it can be sent to a worker. */
export interface OnnxEncoderOptions {
  /** A path keeps the model's bytes out of the JavaScript heap; prefer it. */
  model: string | Uint8Array
  /** How token vectors become one; ignored where the graph pools by itself. Default `mean`. */
  pooling?: Pooling
  /** Threads inside one run. Default 1. */
  threads?: number
}

/** Token ids to a vector. */
export interface OnnxEncoder {
  readonly dimensions: number
  /** The L2-normalised sentence vector of one text's token ids. */
  encode(ids: readonly number[]): Promise<Float32Array>
  /** The last layer's vectors, row-major [ids.length, dimensions]. */
  encodeTokens(ids: readonly number[]): Promise<Float32Array>
  close(): Promise<void>
}

/**
 * Opens an ONNX export of a BERT-like encoder: inputs `input_ids` and, if it wants them, `attention_mask` and
 * `token_type_ids`; outputs `sentence_embedding` [1, d], or the token vectors [1, tokens, d] under any other name.
 *
 * @throws if the file cannot be loaded or its inputs and outputs are others.
 */
export async function openOnnxEncoder(options: OnnxEncoderOptions): Promise<OnnxEncoder> {
  disableOnnxTelemetry()
  // Loaded on demand: a process that never embeds does not pay for the 45 MB library.
  const { InferenceSession, Tensor } = await import("onnxruntime-node")
  const sessionOptions: InferenceSession.SessionOptions = {
    intraOpNumThreads: options.threads ?? 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    // Texts differ in length: an arena would keep the largest of every buffer resident.
    enableCpuMemArena: false,
    enableMemPattern: false,
  }
  const session =
    typeof options.model === "string"
      ? await InferenceSession.create(options.model, sessionOptions)
      : await InferenceSession.create(options.model, sessionOptions)
  const sentenceOutput = session.outputNames.find((name) => name === "sentence_embedding")
  const tokenOutput =
    session.outputNames.find((name) => name === "last_hidden_state") ??
    session.outputNames.find((name) => rankOf(session, name) === 3)
  const main = sentenceOutput ?? tokenOutput
  if (!main)
    throw new Error(`the model's outputs are ${session.outputNames.join(", ")}: none holds embeddings`)

  const inputs = (ids: readonly number[]): Record<string, Tensor> => {
    const feeds: Record<string, Tensor> = {}
    for (const name of session.inputNames) {
      const values = new BigInt64Array(ids.length)
      if (name === "input_ids") for (let i = 0; i < ids.length; i++) values[i] = BigInt(ids[i] as number)
      else if (name === "attention_mask") values.fill(1n)
      feeds[name] = new Tensor("int64", values, [1, ids.length])
    }
    return feeds
  }
  const run = async (ids: readonly number[], output: string): Promise<Float32Array> => {
    const results = await session.run(inputs(ids), [output])
    return (results[output] as Tensor).data as Float32Array
  }
  const dimensions = dimensionsOf(session, main) ?? (await run([0], main)).length
  const pooling = options.pooling ?? "mean"
  return {
    dimensions,
    async encode(ids) {
      const values = await run(ids, main)
      return normalise(sentenceOutput ? values : pool(values, dimensions, pooling))
    },
    async encodeTokens(ids) {
      if (!tokenOutput) throw new Error("the model has no output with token vectors")
      return run(ids, tokenOutput)
    },
    close: () => session.release(),
  }
}

function shapeOf(session: InferenceSession, output: string): readonly (number | string)[] {
  const metadata = session.outputMetadata[session.outputNames.indexOf(output)]
  return metadata?.isTensor ? metadata.shape : []
}

function rankOf(session: InferenceSession, output: string): number {
  return shapeOf(session, output).length
}

function dimensionsOf(session: InferenceSession, output: string): number | undefined {
  const size = shapeOf(session, output).at(-1)
  return typeof size === "number" ? size : undefined
}

function pool(tokens: Float32Array, dimensions: number, pooling: Pooling): Float32Array {
  if (pooling === "cls") return tokens.slice(0, dimensions)
  const sum = new Float32Array(dimensions)
  for (let index = 0; index < tokens.length; index++) {
    sum[index % dimensions] = (sum[index % dimensions] as number) + (tokens[index] as number)
  }
  return sum
}

function normalise(vector: Float32Array): Float32Array {
  let squares = 0
  for (const value of vector) squares += value * value
  const length = Math.sqrt(squares) || 1
  return vector.map((value) => value / length)
}
