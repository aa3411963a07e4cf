import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { shareOfSquare } from "../test/growth.ts"
import { dot, fp32Model, int8Model } from "../test/model.ts"
import { VARIED_TEXTS } from "../test/varied-texts.ts"
import type { Embedder } from "./embedder.ts"
import { openEmbedderPool } from "./embedder-pool.ts"
import { openOnnxEmbedder } from "./onnx-embedder.ts"
import { openOnnxEncoder } from "./onnx-encoder.ts"
import { createTextEncoder } from "./text-encoder.ts"

let int8: Embedder
let fp32: Embedder

beforeAll(async () => {
  int8 = await openOnnxEmbedder(await int8Model())
  fp32 = await openOnnxEmbedder(await fp32Model())
})
afterAll(async () => {
  await int8.close()
  await fp32.close()
})

describe("the model", () => {
  test("knows paraphrases from other topics", async () => {
    const [asked, paraphrase, other] = await fp32.embed([
      "How do I reset my password?",
      "I forgot my login credentials, what now?",
      "Cats sleep for most of the day.",
    ])
    expect(dot(asked, paraphrase)).toBeGreaterThan(0.55)
    expect(dot(asked, other)).toBeLessThan(0.2)
  })

  test("agrees with the published vectors of the original", async () => {
    // From the model's page: cosines of these sentences under sentence-transformers.
    const [happy, glad, sunny] = await fp32.embed([
      "That is a happy person",
      "That is a happy dog",
      "Today is a sunny day",
    ])
    expect(dot(happy, glad)).toBeCloseTo(0.695, 2)
    expect(dot(happy, sunny)).toBeCloseTo(0.257, 2)
  })

  test("in int8 stays within 0.99 of fp32 on texts it was not calibrated with", async () => {
    const [a, b] = await Promise.all([int8.embed(VARIED_TEXTS), fp32.embed(VARIED_TEXTS)])
    const cosines = VARIED_TEXTS.map((_, index) => dot(a[index], b[index]))
    expect(cosines.length).toBeGreaterThanOrEqual(50)
    expect(Math.min(...cosines)).toBeGreaterThan(0.99)
    expect(cosines.reduce((sum, value) => sum + value, 0) / cosines.length).toBeGreaterThan(0.997)
  })

  test("answers unit vectors, for nothing and for anything", async () => {
    for (const vector of await int8.embed(["", " ", "\u0000", "😀", "word ".repeat(5_000)])) {
      expect(vector).toHaveLength(384)
      expect(dot(vector, vector)).toBeCloseTo(1, 4)
    }
  })

  test("leaves no telemetry queue behind", () => {
    // Only a fresh home can show it.
    const script = `
      const { openOnnxEncoder } = await import("${join(import.meta.dir, "onnx-encoder.ts")}")
      const { int8Model } = await import("${join(import.meta.dir, "../test/model.ts")}")
      const encoder = await openOnnxEncoder(await int8Model())
      await encoder.encode([101, 102])
      await encoder.close()`
    const home = mkdtempSync(join(tmpdir(), "chatd-home-"))
    const run = Bun.spawnSync([process.execPath, "-e", script], { env: { HOME: home, PATH: "" } })
    expect(run.stderr.toString()).toBe("")
    expect(existsSync(join(home, ".cache/Microsoft"))).toBe(false)
    rmSync(home, { recursive: true })
  })
})

describe("the text encoder", () => {
  test("counts what the model sees, and cuts to the window with its frame kept", async () => {
    const { tokenizer } = await int8Model()
    const text = createTextEncoder(tokenizer, 16)
    expect(text.encode("Hello world")).toEqual([101, 7592, 2088, 102])
    expect(text.count("Hello world")).toBe(4)
    const long = "one two three four ".repeat(20)
    expect(text.count(long)).toBe(82)
    expect(text.encode(long)).toHaveLength(16)
    expect(text.encode(long).at(-1)).toBe(102)
    expect(text.encode("")).toEqual([101, 102])
  })

  test("cuts a megabyte without tokenizing all of it", async () => {
    const { tokenizer } = await int8Model()
    const text = createTextEncoder(tokenizer, 256)
    expect(text.encode("lorem ipsum ".repeat(100_000))).toHaveLength(256)
    const slowness = await shareOfSquare((times) => {
      const megabytes = "lorem ipsum ".repeat(12_500 * times)
      return () => text.encode(megabytes)
    })
    // Half of what tokenizing all of it would take.
    expect(slowness).toBeLessThan(1 / 16)
  })
})

describe("the pool", () => {
  test("keeps the order of texts over two workers", async () => {
    const pool = await openEmbedderPool({ ...(await int8Model()), workers: 2, threads: 2 })
    try {
      const expected = await int8.embed(VARIED_TEXTS)
      const vectors = await pool.embed(VARIED_TEXTS)
      for (const [index, vector] of vectors.entries())
        expect(dot(vector, expected[index])).toBeGreaterThan(0.9999)
    } finally {
      await pool.close()
    }
  })

  test("lets a question overtake passages that wait", async () => {
    const pool = await openEmbedderPool(await int8Model())
    const done: string[] = []
    const ingest = pool
      .embed(Array(30).fill("A passage of some length. ".repeat(20)))
      .then(() => done.push("passages"))
    const question = pool.embed(["Where is it?"], "query").then(() => done.push("question"))
    await Promise.all([ingest, question])
    expect(done).toEqual(["question", "passages"])
    await pool.close()
  })

  test("rejects what is pending when closed, and what comes later", async () => {
    const pool = await openEmbedderPool(await int8Model())
    const pending = pool.embed(["a", "b", "c"])
    const outcome = pending.then(
      () => "embedded",
      (error: Error) => error.message,
    )
    await pool.close()
    expect(await outcome).toBe("the embedder is closed")
    expect(pool.embed(["d"])).rejects.toThrow("closed")
  })

  test("says what is wrong with a model that cannot be loaded", async () => {
    const options = { ...(await int8Model()), model: "/nonexistent/model.onnx" }
    expect(openEmbedderPool(options)).rejects.toThrow("/nonexistent/model.onnx")
  })
})

test("an encoder offers the vectors of every token", async () => {
  const { model } = await int8Model()
  const encoder = await openOnnxEncoder({ model })
  expect(await encoder.encodeTokens([101, 7592, 2088, 102])).toHaveLength(4 * 384)
  await encoder.close()
})
