import { expect, test } from "bun:test"
import { centredEmbedder } from "../../kb/centred-embedder.ts"
import type { Embedder } from "../../kb/embedder.ts"
import { Embedders } from "./embedders.ts"

function closing(id: string): { embedder: Embedder; closed: () => number } {
  let closed = 0
  const embedder: Embedder = {
    id,
    dimensions: 1,
    maxTokens: 8,
    countTokens: (text) => text.length,
    embed: async (texts) => texts.map(() => new Float32Array([1])),
    async close() {
      closed++
    },
  }
  return { embedder, closed: () => closed }
}

test("the current model answers under the id that it had, also once nothing has that any more", async () => {
  const current = closing("onnx-1f3a9c2e")
  const older = closing("bundled")
  const embedders = new Embedders(current.embedder)
  embedders.add(older.embedder)
  embedders.addFormerId("onnx")
  expect(await embedders.byId("onnx")?.embed(["a"])).toEqual([new Float32Array([1])])
  await embedders.retire("onnx")
  expect([embedders.byId("onnx"), current.closed()]).toEqual([undefined, 0])
  embedders.addFormerId("onnx")
  await embedders.close()
  expect([current.closed(), older.closed()]).toEqual([1, 1])
})

test("what was stored before vectors were centred is compared with vectors as they were, and ends alone", async () => {
  const model = closing("onnx-1f3a9c2e")
  const current = await centredEmbedder(model.embedder)
  const embedders = new Embedders(current)
  embedders.addFormerId("onnx")
  for (const id of ["onnx-1f3a9c2e", "onnx"])
    expect(await embedders.byId(id)?.embed(["a"], "query")).toEqual([new Float32Array([1])])
  expect(await embedders.byId(current.id)?.embed(["a"], "query")).toEqual([new Float32Array([0])])
  await embedders.retire("onnx")
  await embedders.retire("onnx-1f3a9c2e")
  expect(model.closed()).toBe(0)
  await embedders.close()
  expect(model.closed()).toBe(1)
})
