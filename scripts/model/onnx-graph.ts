import { onnx } from "onnx-proto"

const { DataType } = onnx.TensorProto
const { AttributeType } = onnx.AttributeProto

export type Attribute = number | number[] | { float: number }

/** Collects nodes and weights; every method that adds a node returns the name of its first output. */
export class OnnxGraph {
  readonly #nodes: onnx.INodeProto[] = []
  readonly #initializers: onnx.ITensorProto[] = []
  readonly #names = new Set<string>()

  /** `domain` is empty for ONNX's own operators and `com.microsoft` for onnxruntime's. */
  node(
    opType: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute> = {},
    options: { domain?: string; outputs?: string[] } = {},
  ): string {
    const outputs = options.outputs ?? [`${opType}_${this.#nodes.length}`]
    this.#nodes.push({
      name: `${opType}_${this.#nodes.length}`,
      opType,
      domain: options.domain ?? "",
      input: [...inputs],
      output: outputs,
      attribute: Object.entries(attributes).map(([name, value]) => toAttribute(name, value)),
    })
    return outputs[0] as string
  }

  floats(name: string, dims: number[], values: Float32Array): string {
    return this.#initializer(name, dims, DataType.FLOAT, values)
  }

  halves(name: string, dims: number[], bits: Uint16Array): string {
    return this.#initializer(name, dims, DataType.FLOAT16, bits)
  }

  int8s(name: string, dims: number[], values: Int8Array): string {
    return this.#initializer(name, dims, DataType.INT8, values)
  }

  uint8s(name: string, dims: number[], values: Uint8Array): string {
    return this.#initializer(name, dims, DataType.UINT8, values)
  }

  int64s(name: string, values: number[]): string {
    return this.#initializer(name, [values.length], DataType.INT64, BigInt64Array.from(values, BigInt))
  }

  /** Serialises the graph; a `string` dimension is symbolic. */
  encode(
    inputs: Record<string, { int64: (string | number)[] }>,
    outputs: Record<string, { float: (string | number)[] }>,
    metadata: Record<string, string>,
  ): Uint8Array {
    const model = onnx.ModelProto.create({
      irVersion: 8,
      producerName: "chatd",
      opsetImport: [
        { domain: "", version: 17 },
        { domain: "com.microsoft", version: 1 },
      ],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      graph: {
        name: "sentence-encoder",
        node: this.#nodes,
        initializer: this.#initializers,
        input: Object.entries(inputs).map(([name, type]) => valueInfo(name, DataType.INT64, type.int64)),
        output: Object.entries(outputs).map(([name, type]) => valueInfo(name, DataType.FLOAT, type.float)),
      },
    })
    return onnx.ModelProto.encode(model).finish()
  }

  #initializer(name: string, dims: number[], dataType: number, values: NodeJS.TypedArray): string {
    if (this.#names.has(name)) throw new Error(`initializer ${name} exists already`)
    this.#names.add(name)
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    this.#initializers.push({ name, dims, dataType, rawData })
    return name
  }
}

function toAttribute(name: string, value: Attribute): onnx.IAttributeProto {
  if (Array.isArray(value)) return { name, type: AttributeType.INTS, ints: value }
  if (typeof value === "object") return { name, type: AttributeType.FLOAT, f: value.float }
  return { name, type: AttributeType.INT, i: value }
}

function valueInfo(name: string, elemType: number, dims: (string | number)[]): onnx.IValueInfoProto {
  const dim = dims.map((size) => (typeof size === "string" ? { dimParam: size } : { dimValue: size }))
  return { name, type: { tensorType: { elemType, shape: { dim } } } }
}
