import { afterAll, beforeAll, expect, test } from "bun:test"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { onnx } from "onnx-proto"
import { dot, int8Model } from "../test/model.ts"
import { openModelFolder } from "./embedder-pool.ts"
import { readModelFolder } from "./model-folder.ts"
import { openOnnxEmbedder } from "./onnx-embedder.ts"

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "chatd-models-"))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

async function folder(name: string, files: Record<string, unknown>): Promise<string> {
  const path = join(root, name)
  const { model } = await int8Model()
  mkdirSync(join(path, "onnx"), { recursive: true })
  symlinkSync(model as string, join(path, "onnx/model_quantized.onnx"))
  cpSync(join(dirname(model as string), "tokenizer.json"), join(path, "tokenizer.json"))
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, file)), { recursive: true })
    writeFileSync(join(path, file), JSON.stringify(content))
  }
  return path
}

test("opens a folder as the hub lays it out", async () => {
  const embedder = await openModelFolder(
    await folder("mini", { "config.json": { max_position_embeddings: 512 } }),
  )
  const bundled = await openOnnxEmbedder(await int8Model())
  const [a] = await embedder.embed(["Where is my parcel?"])
  const [b] = await bundled.embed(["Where is my parcel?"])
  expect(dot(a, b)).toBeGreaterThan(0.9999)
  expect(embedder.id).toMatch(/^mini-[0-9a-f]{8}$/)
  expect(embedder.maxTokens).toBe(512)
  await embedder.close()
  await bundled.close()
})

test("a model is another one where its weights, its words or how it is run are others, and none where it is a copy", async () => {
  const own = readModelFolder(await folder("first/onnx", {})).id
  const copy = await folder("second/onnx", {})
  expect(readModelFolder(copy).id).toBe(own)
  const told = await folder("third/onnx", { "embedder.json": { pooling: "cls" } })
  const named = await folder("fourth/onnx", { "embedder.json": { id: "ours" } })
  expect(readModelFolder(named).id).toBe("ours")
  const { model } = await int8Model()
  const weights = readFileSync(model as string)
  const trained = await folder("fifth/onnx", {})
  const path = join(trained, "onnx/model_quantized.onnx")
  rmSync(path)
  writeFileSync(path, weights.fill(1, Math.floor(weights.length / 2)))
  const words = await folder("sixth/onnx", {})
  writeFileSync(join(words, "tokenizer.json"), "{}")
  const large = await folder("seventh/onnx", {})
  writeFileSync(join(large, "onnx/model_quantized.onnx_data"), "weights")
  const others = [told, trained, words, large].map((path) => readModelFolder(path).id)
  expect(new Set([own, ...others]).size).toBe(5)
})

test("embeds questions and passages of an e5 model with their prefixes", async () => {
  const path = await folder("multilingual-e5-small", {
    "config.json": { model_type: "xlm-roberta", max_position_embeddings: 514 },
  })
  const found = readModelFolder(path)
  expect(found.prefixes).toEqual({ query: "query: ", passage: "passage: " })
  expect(found.maxTokens).toBe(512)
  const e5 = await openOnnxEmbedder(found)
  const plain = await openOnnxEmbedder(await int8Model())
  const [asked] = await e5.embed(["parcel"], "query")
  const [expected] = await plain.embed(["query: parcel"])
  expect(dot(asked, expected)).toBeGreaterThan(0.9999)
  expect(e5.countTokens("parcel")).toBe(plain.countTokens("passage: parcel"))
  await e5.close()
  await plain.close()
})

test("takes the first token's vector where the folder says so", async () => {
  const path = await folder("bge-small", { "1_Pooling/config.json": { pooling_mode_cls_token: true } })
  expect(readModelFolder(path).pooling).toBe("cls")
  const settings = await folder("custom", { "embedder.json": { pooling: "mean", maxTokens: 64, id: "own" } })
  expect(readModelFolder(settings)).toMatchObject({ pooling: "mean", maxTokens: 64, id: "own" })
})

test("pools token vectors of a graph that wants masks and types", async () => {
  for (const pooling of ["mean", "cls"] as const) {
    const { tokenizer } = await int8Model()
    const embedder = await openOnnxEmbedder({ model: tokenGraph(), tokenizer, id: "toy", pooling })
    expect(embedder.dimensions).toBe(2)
    // The toy's token vector is [id, mask + type]: [CLS] hello [SEP] are 101, 7592 and 102.
    const [vector] = await embedder.embed(["hello"])
    const first = pooling === "cls" ? 101 : (101 + 7592 + 102) / 3
    expect((vector?.[0] as number) / (vector?.[1] as number)).toBeCloseTo(first, 1)
    await embedder.close()
  }
})

test("names what is missing or wrong", async () => {
  const empty = join(root, "empty")
  mkdirSync(empty)
  expect(() => readModelFolder(empty)).toThrow("no ONNX model")
  writeFileSync(join(empty, "model.onnx"), "")
  expect(() => readModelFolder(empty)).toThrow("no tokenizer.json")
  const wrong = await folder("wrong", { "embedder.json": { pooling: "max" } })
  expect(() => readModelFolder(wrong)).toThrow("pooling")
})

/** A model with BERT's three inputs and only token vectors as output. */
function tokenGraph(): Uint8Array {
  const { DataType } = onnx.TensorProto
  const { AttributeType } = onnx.AttributeProto
  const info = (name: string, elemType: number, dims: (string | number)[]) => ({
    name,
    type: {
      tensorType: {
        elemType,
        shape: { dim: dims.map((d) => (typeof d === "string" ? { dimParam: d } : { dimValue: d })) },
      },
    },
  })
  const axis = { name: "axes", dims: [1], dataType: DataType.INT64, int64Data: [2] }
  const float = [{ name: "to", type: AttributeType.INT, i: DataType.FLOAT }]
  const concat = [{ name: "axis", type: AttributeType.INT, i: 2 }]
  const model = onnx.ModelProto.create({
    irVersion: 8,
    opsetImport: [{ domain: "", version: 17 }],
    graph: {
      name: "toy",
      initializer: [axis],
      node: [
        { opType: "Cast", input: ["input_ids"], output: ["ids"], attribute: float },
        { opType: "Add", input: ["attention_mask", "token_type_ids"], output: ["sum"] },
        { opType: "Cast", input: ["sum"], output: ["mask"], attribute: float },
        { opType: "Unsqueeze", input: ["ids", "axes"], output: ["ids3"] },
        { opType: "Unsqueeze", input: ["mask", "axes"], output: ["mask3"] },
        { opType: "Concat", input: ["ids3", "mask3"], output: ["token_embeddings"], attribute: concat },
      ],
      input: ["input_ids", "attention_mask", "token_type_ids"].map((name) =>
        info(name, DataType.INT64, ["batch", "tokens"]),
      ),
      output: [info("token_embeddings", DataType.FLOAT, ["batch", "tokens", 2])],
    },
  })
  return onnx.ModelProto.encode(model).finish()
}
