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

/** `observed` is fp32 with one output [inputs] more a linear layer: the largest magnitude each of its inputs took. */
export type Precision = "fp32" | "int8" | "observed"

/** Largest magnitude of each input of the linear layers, by the layer's name. */
export type ActivationRanges = ReadonlyMap<string, Float32Array>

/**
 * How a linear layer's input becomes 8 bits. `plain`: one scale a text, the fastest. `smoothed`: the same after evening
 * out its channels. `per token`: a scale a token and block, 1.2 times slower, for the feed-forward output, where single
 * tokens hold values that dwarf all others. Cosine to fp32, worst of 36 texts: all plain 0.946, as used here 0.990.
 */
type Quantisation = "plain" | "smoothed" | "per token"

const FUSED = { domain: "com.microsoft" }
/**
 * 7-bit weights. `vpmaddubsw`, which CPUs without VNNI multiply u8 by s8 with, adds two products into 16 bits and
 * saturates: 2 * 255 * 127 overflows, 2 * 255 * 64 = 32,640 does not.
 */
/** Weights that share one scale where activations are quantised a token and block at a time. */
const BLOCK = 128
/** How much of the difficulty moves from activations to weights, 0 to 1. */
const MIGRATION = 0.6
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
  ranges?: ActivationRanges,
): Uint8Array {
  const graph = new OnnxGraph()
  const hidden = config.hidden_size
  const epsilon = { epsilon: { float: config.layer_norm_eps } }

  const observed: Record<string, { float: number[] }> = {}

  const weight = (name: string): HalfTensor => {
    const found = weights.get(name)
    if (!found) throw new Error(`the weights hold no ${name}`)
    return found
  }
  const vector = (name: string): string => graph.floats(name, weight(name).shape, toFloats(weight(name)))

  /** x · weightsᵀ (+ bias) of one or several linear layers side by side in one matrix multiplication. */
  const linear = (x: string, names: string[], bias: "bias" | "no bias", kind: Quantisation): string => {
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
    if (precision === "int8" && kind === "per token") {
      const { values, scales, zeroPoints } = quantiseBlocks(rows)
      const blocks = inputs / BLOCK
      return graph.node(
        "MatMulNBits",
        [
          x,
          graph.uint8s(`${label}.weight`, [outputs, blocks, BLOCK], values),
          graph.floats(`${label}.scale`, [outputs * blocks], scales),
          graph.uint8s(`${label}.zero`, [outputs * blocks], zeroPoints),
          "",
          biases,
        ],
        { K: inputs, N: outputs, bits: 8, block_size: BLOCK, accuracy_level: 4 },
        FUSED,
      )
    }
    if (precision === "int8") {
      const range = ranges?.get(label)
      if (range && kind === "smoothed") {
        const factors = smoothingFactors(rows, range)
        x = graph.node("Mul", [
          x,
          graph.floats(
            `${label}.smoothing`,
            [inputs],
            factors.map((factor) => 1 / factor),
          ),
        ])
        for (let index = 0; index < rows.length; index++) {
          rows[index] = (rows[index] as number) * (factors[index % inputs] as number)
        }
      }
      const { values, scales } = quantiseColumns(rows, outputs, inputs)
      const matrix = graph.int8s(`${label}.weight`, [inputs, outputs], values)
      const scale = graph.floats(`${label}.scale`, [outputs], scales)
      return graph.node("DynamicQuantizeMatMul", [x, matrix, scale, "", biases], {}, FUSED)
    }
    if (precision === "observed") observed[label] = { float: [inputs] }
    if (precision === "observed")
      graph.node("ReduceMax", [graph.node("Abs", [x])], { axes: [0, 1], keepdims: 0 }, { outputs: [label] })
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
    const qkv = linear(x, [`${self}.query`, `${self}.key`, `${self}.value`], "bias", "smoothed")
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
        linear(attention, [`${output}.dense`], "no bias", "plain"),
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
      [
        linear(x, [`${layer}.intermediate.dense`], "no bias", "smoothed"),
        vector(`${layer}.intermediate.dense.bias`),
      ],
      {},
      FUSED,
    )
    x = graph.node(
      "SkipLayerNormalization",
      [
        linear(inner, [`${layer}.output.dense`], "no bias", "per token"),
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
      ...observed,
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

/**
 * What to divide each input by (and multiply its weights with) so that one scale fits all inputs of a layer: a few of
 * BERT's channels are ten times larger than the rest, and 8 bits over the whole tensor would leave the rest 4 bits.
 * @see https://arxiv.org/abs/2211.10438 (SmoothQuant)
 */
function smoothingFactors(rows: Float32Array, range: Float32Array): Float32Array {
  const inputs = range.length
  const largest = new Float32Array(inputs)
  for (let index = 0; index < rows.length; index++) {
    largest[index % inputs] = Math.max(largest[index % inputs] as number, Math.abs(rows[index] as number))
  }
  return range.map((activation, input) =>
    Math.max(1e-3, activation ** MIGRATION / (largest[input] as number) ** (1 - MIGRATION)),
  )
}

/** Quantises blocks of each output's weights to 0 .. 128 around 64. */
function quantiseBlocks(rows: Float32Array) {
  const values = new Uint8Array(rows.length)
  const scales = new Float32Array(rows.length / BLOCK)
  for (let block = 0; block < scales.length; block++) {
    const weights = rows.subarray(block * BLOCK, (block + 1) * BLOCK)
    const scale =
      weights.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) / LARGEST_WEIGHT || 1
    scales[block] = scale
    for (let index = 0; index < BLOCK; index++) {
      values[block * BLOCK + index] = Math.round((weights[index] as number) / scale) + LARGEST_WEIGHT
    }
  }
  return { values, scales, zeroPoints: new Uint8Array(scales.length).fill(LARGEST_WEIGHT) }
}
