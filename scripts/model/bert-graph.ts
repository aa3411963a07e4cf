import { OnnxGraph } from "./onnx-graph.ts"
import { type HalfTensor, toFloats } from "./safetensors.ts"

export interface BertConfig {
  num_hidden_layers: number
  num_attention_heads: number
  hidden_size: number
  intermediate_size: number
  layer_norm_eps: number
  max_position_embeddings: number
}

export type Precision = "fp32" | "int8"

const FUSED = { domain: "com.microsoft" }
/**
 * 7-bit weights. `vpmaddubsw`, which CPUs without VNNI multiply u8 by s8 with, adds two products into 16 bits and
 * saturates: 2 * 255 * 127 overflows, 2 * 255 * 64 = 32,640 does not.
 */
const LARGEST_WEIGHT = 64

/**
 * Writes a BERT encoder with mean pooling as an ONNX model for onnxruntime's CPU kernels.
 *
 * Input `input_ids` int64 [batch, tokens], without padding (there is no mask). Outputs `sentence_embedding` float
 * [batch, hidden], L2-normalised, and `last_hidden_state` float [batch, tokens, hidden].
 */
export function bertGraph(
  weights: ReadonlyMap<string, HalfTensor>,
  config: BertConfig,
  precision: Precision,
): Uint8Array {
  const graph = new OnnxGraph()
  const hidden = config.hidden_size
  const epsilon = { epsilon: { float: config.layer_norm_eps } }

  const weight = (name: string): HalfTensor => {
    const found = weights.get(name)
    if (!found) throw new Error(`the weights hold no ${name}`)
    return found
  }
  const vector = (name: string): string => graph.floats(name, weight(name).shape, toFloats(weight(name)))

  /** x · weightsᵀ (+ bias) of one or several linear layers side by side in one matrix multiplication. */
  const linear = (x: string, names: string[], bias: "bias" | "no bias"): string => {
    const rows = concat(names.map((name) => toFloats(weight(`${name}.weight`))))
    const inputs = weight(`${names[0]}.weight`).shape[1] as number
    const outputs = rows.length / inputs
    const label = names[0] as string
    const biases =
      bias === "bias"
        ? graph.floats(
            `${label}.bias`,
            [outputs],
            concat(names.map((name) => toFloats(weight(`${name}.bias`)))),
          )
        : ""
    if (precision === "int8") {
      const { values, scales } = quantiseColumns(rows, outputs, inputs)
      const matrix = graph.int8s(`${label}.weight`, [inputs, outputs], values)
      const scale = graph.floats(`${label}.scale`, [outputs], scales)
      return graph.node("DynamicQuantizeMatMul", [x, matrix, scale, "", biases], {}, FUSED)
    }
    const matrix = graph.floats(`${label}.weight`, [inputs, outputs], transpose(rows, outputs, inputs))
    const product = graph.node("MatMul", [x, matrix])
    return biases ? graph.node("Add", [product, biases]) : product
  }

  const words = weight("embeddings.word_embeddings.weight")
  const table = graph.halves("word_embeddings", words.shape, words.half)
  const word = graph.node("Cast", [graph.node("Gather", [table, "input_ids"], { axis: 0 })], { to: 1 })
  const tokens = graph.node("Shape", ["input_ids"], { start: 1, end: 2 })
  const position = graph.node("Slice", [
    graph.floats("positions", [config.max_position_embeddings, hidden], positionsOfFirstSegment(weight)),
    graph.int64s("zero", [0]),
    tokens,
    graph.int64s("first_axis", [0]),
  ])
  let x = graph.node(
    "LayerNormalization",
    [
      graph.node("Add", [word, position]),
      vector("embeddings.LayerNorm.weight"),
      vector("embeddings.LayerNorm.bias"),
    ],
    { axis: -1, ...epsilon },
  )

  const splits = graph.int64s("qkv_splits", [hidden, hidden, hidden])
  for (let index = 0; index < config.num_hidden_layers; index++) {
    const layer = `encoder.layer.${index}`
    const last = index === config.num_hidden_layers - 1
    const self = `${layer}.attention.self`
    const qkv = linear(x, [`${self}.query`, `${self}.key`, `${self}.value`], "bias")
    const parts = ["q", "k", "v"].map((part) => `${part}_${index}`)
    graph.node("Split", [qkv, splits], { axis: -1 }, { outputs: parts })
    const attention = graph.node(
      "MultiHeadAttention",
      parts,
      { num_heads: config.num_attention_heads },
      FUSED,
    )
    const output = `${layer}.attention.output`
    x = graph.node(
      "SkipLayerNormalization",
      [
        linear(attention, [`${output}.dense`], "no bias"),
        x,
        vector(`${output}.LayerNorm.weight`),
        vector(`${output}.LayerNorm.bias`),
        vector(`${output}.dense.bias`),
      ],
      epsilon,
      FUSED,
    )
    const inner = graph.node(
      "BiasGelu",
      [linear(x, [`${layer}.intermediate.dense`], "no bias"), vector(`${layer}.intermediate.dense.bias`)],
      {},
      FUSED,
    )
    x = graph.node(
      "SkipLayerNormalization",
      [
        linear(inner, [`${layer}.output.dense`], "no bias"),
        x,
        vector(`${layer}.output.LayerNorm.weight`),
        vector(`${layer}.output.LayerNorm.bias`),
        vector(`${layer}.output.dense.bias`),
      ],
      epsilon,
      { ...FUSED, outputs: [last ? "last_hidden_state" : `layer_${index}`] },
    )
  }
  const mean = graph.node("ReduceMean", [x], { axes: [1], keepdims: 0 })
  graph.node("LpNormalization", [mean], { axis: -1, p: 2 }, { outputs: ["sentence_embedding"] })
  return graph.encode(
    { input_ids: { int64: ["batch", "tokens"] } },
    {
      sentence_embedding: { float: ["batch", hidden] },
      last_hidden_state: { float: ["batch", "tokens", hidden] },
    },
    { precision },
  )
}

/** One text is always segment 0, so that its type vector is part of the position vectors. */
function positionsOfFirstSegment(weight: (name: string) => HalfTensor): Float32Array {
  const positions = toFloats(weight("embeddings.position_embeddings.weight"))
  const types = weight("embeddings.token_type_embeddings.weight")
  const hidden = types.shape[1] as number
  const segment = toFloats(types).subarray(0, hidden)
  return positions.map((value, index) => value + (segment[index % hidden] as number))
}

function concat(parts: Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

function transpose(rows: Float32Array, height: number, width: number): Float32Array {
  const columns = new Float32Array(rows.length)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      columns[column * height + row] = rows[row * width + column] as number
    }
  }
  return columns
}

/** Quantises each output's weights symmetrically and transposes them to [inputs, outputs]. */
function quantiseColumns(rows: Float32Array, outputs: number, inputs: number) {
  const values = new Int8Array(rows.length)
  const scales = new Float32Array(outputs)
  for (let output = 0; output < outputs; output++) {
    let largest = 0
    for (let input = 0; input < inputs; input++) {
      largest = Math.max(largest, Math.abs(rows[output * inputs + input] as number))
    }
    const scale = largest / LARGEST_WEIGHT || 1
    scales[output] = scale
    for (let input = 0; input < inputs; input++) {
      values[input * outputs + output] = Math.round((rows[output * inputs + input] as number) / scale)
    }
  }
  return { values, scales }
}
