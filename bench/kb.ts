/**
 * Measures retrieval and the gate on public question sets, each as a knowledge base of its own. The gate that judges a
 * set was fitted on the development questions of the others.
 *
 * Usage: bun bench/kb.ts [DATA_DIR] [--dev] [--write]
 *   --dev    report on development questions (what to tune on) instead of test questions
 *   --write  fit the shipped calibration on all sets and write it to kb/calibration.default.json
 * CHATD_BENCH_DATA and CHATD_BENCH_CACHE say where the sets and the vectors lie; CHATD_BENCH_MODEL names the folder of another model,
 * whose vectors are centred as the server centres them.
 */
import { tmpdir } from "node:os"
import { join } from "node:path"
import Table from "cli-table3"
import { centredEmbedder } from "../kb/centred-embedder.ts"
import type { Embedder } from "../kb/embedder.ts"
import { readModelFolder } from "../kb/model-folder.ts"
import { type OnnxEmbedderOptions, openOnnxEmbedder } from "../kb/onnx-embedder.ts"
import { fitGate } from "./fit-gate.ts"
import { type AskedSet, askSet } from "./judge.ts"
import { measure, type Row } from "./measures.ts"
import { RETRIEVAL_ONLY, SET_NAMES } from "./question-sets.ts"
import { cachedEmbedder } from "./vector-cache.ts"

const MODEL_ID = "all-MiniLM-L6-v2-int8"
const flags = new Set(process.argv.slice(2).filter((argument) => argument.startsWith("--")))
const root =
  process.argv.slice(2).find((argument) => !argument.startsWith("--")) ??
  process.env.CHATD_BENCH_DATA ??
  "../shared/data"
const otherModel = process.env.CHATD_BENCH_MODEL
const cache = process.env.CHATD_BENCH_CACHE ?? join(tmpdir(), "chatd-bench")

const sets = await askAll()
const gateSets = sets.filter((set) => !RETRIEVAL_ONLY.has(set.name))
report(flags.has("--dev") ? "dev" : "test")
if (flags.has("--write")) await writeCalibration()

async function askAll(): Promise<AskedSet[]> {
  const embedder = otherModel
    ? await centredEmbedder(await embedderOf(readModelFolder(otherModel)))
    : await embedderOf({ ...readModelFolder("build/model"), id: MODEL_ID, maxTokens: 256 })
  const asked: AskedSet[] = []
  for (const name of SET_NAMES) asked.push(await askSet(root, name, embedder))
  await embedder.close()
  return asked
}

/** Its vectors are kept in a file that is named by the weights: a conversion done anew must not be judged by an older one's vectors. */
async function embedderOf(model: OnnxEmbedderOptions): Promise<Embedder> {
  const weights = await Bun.file(model.model as string).bytes()
  const name = new Bun.CryptoHasher("sha256").update(weights).digest("hex").slice(0, 16)
  return cachedEmbedder(await openOnnxEmbedder(model), join(cache, `${name}.vectors`))
}

function development(set: AskedSet) {
  return set.asked.filter((one) => one.split === "dev")
}

function report(split: "dev" | "test"): void {
  const columns = [
    "R@1",
    "R@5",
    "AUROC",
    "ans@90P",
    "esc@90A",
    "ECE",
    "ECE 100",
    "P(≥.9)",
    "n ≥.9",
    "p95 ms",
    "learn s",
  ]
  const table = new Table({ head: [`set (${split})`, ...columns], style: { head: [], border: [] } })
  const rows: Row[] = []
  for (const set of sets) {
    const calibration = fitGate(gateSets.filter((other) => other !== set).map(development))
    const row = measure(set.asked, calibration, split)
    if (!RETRIEVAL_ONLY.has(set.name)) rows.push(row)
    table.push([set.name, ...cells(row, RETRIEVAL_ONLY.has(set.name)), (set.learnMs / 1000).toFixed(1)])
  }
  table.push(["mean (gate sets)", ...cells(meanRow(rows), false), ""])
  table.push(["goal", "", "≥96", "93", "75", "82", "7", "4", "worst 90", "", "5", ""])
  console.log(table.toString())
}

function cells(row: Row, retrievalOnly: boolean): string[] {
  const percent = (share: number) => (100 * share).toFixed(1)
  const gate = [row.auroc, row.answeredAt90, row.escalatedAt90, row.ece, row.ece100, row.precisionAt90].map(
    percent,
  )
  return [
    percent(row["recall@1"]),
    percent(row["recall@5"]),
    ...(retrievalOnly ? gate.map(() => "") : gate),
    retrievalOnly ? "" : row.confident.toFixed(0),
    row.p95.toFixed(2),
  ]
}

function meanRow(rows: readonly Row[]): Row {
  const keys = Object.keys(rows[0] ?? {}) as (keyof Row)[]
  const means = keys.map((key) => [key, rows.reduce((sum, row) => sum + row[key], 0) / rows.length])
  return Object.fromEntries(means) as Row
}

async function writeCalibration(): Promise<void> {
  const calibration = fitGate(gateSets.map(development))
  await Bun.write("kb/calibration.default.json", `${JSON.stringify(calibration, null, 2)}\n`)
}
