import { existsSync } from "node:fs"
import { join } from "node:path"
import { convertModel } from "../scripts/convert-model.ts"
import { bundledModel } from "../src/native/bundled-embedder.ts"

const BUILD = join(import.meta.dir, "../build")

/** The bundled int8 model as tests open it; converts it on a fresh checkout. */
export async function int8Model() {
  if (!existsSync(join(BUILD, "model/model.onnx"))) await convertModel(join(BUILD, "model"))
  return bundledModel()
}

/** The same weights in fp32: the reference for the int8 model. */
export async function fp32Model() {
  const folder = join(BUILD, "model-fp32")
  if (!existsSync(join(folder, "model.onnx"))) await convertModel(folder, "fp32")
  return { ...(await int8Model()), model: join(folder, "model.onnx"), id: "fp32" }
}

export function dot(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || !b || a.length !== b.length) throw new Error("no two vectors of one length")
  return a.reduce((sum, value, index) => sum + value * (b[index] as number), 0)
}
