import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folderOf, removeFolder } from "./support/folders.ts"
import type { Row } from "./support/measure.ts"
import { BINARY, benchEnvironment } from "./support/server.ts"
import { textSource } from "./support/text.ts"

const FILES = 40
const SECTIONS = 4
/** Does not fit one chunk (192 tokens) and makes two, of 140 tokens on average. */
const SECTION_TOKENS = 270
const GOALS = new Map([
  [1, 60],
  [2, 100],
])

/** `chatd kb ingest` of Markdown files of eight chunks, about 140 tokens each, with one and two threads. */
export async function benchIngest(): Promise<Row[]> {
  const rows: Row[] = []
  for (const [threads, goal] of GOALS) {
    const folder = await folderOf(0)
    try {
      const docs = join(folder.path, "docs")
      writeDocuments(docs)
      const { chunks, seconds } = await ingestDocuments(folder, docs, threads)
      const name = `${threads} thread${threads > 1 ? "s" : ""}`
      rows.push({ part: "ingest", name, value: chunks / seconds, unit: "chunks/s", goal })
    } finally {
      removeFolder(folder)
    }
  }
  return rows
}

async function ingestDocuments(
  folder: { path: string; partnerId: string },
  docs: string,
  threads: number,
): Promise<{ chunks: number; seconds: number }> {
  const child = Bun.spawn(
    [BINARY, "kb", "ingest", docs, "--json", "--threads", String(threads), "--data", folder.path],
    { env: benchEnvironment(folder.partnerId), stdout: "pipe", stderr: "ignore" },
  )
  const report = JSON.parse(await new Response(child.stdout).text()) as { chunks: number; seconds: number }
  const expected = FILES * SECTIONS * 2
  if (report.chunks !== expected) throw new Error(`${report.chunks} chunks were made, not ${expected}`)
  return report
}

function writeDocuments(folder: string): void {
  mkdirSync(folder)
  const text = textSource(3)
  for (let file = 0; file < FILES; file++) {
    const sections = Array.from(
      { length: SECTIONS },
      () => `## ${text.words(4).join(" ")}\n\n${text.paragraph(SECTION_TOKENS)}`,
    )
    writeFileSync(join(folder, `${file}.md`), `# ${text.words(4).join(" ")}\n\n${sections.join("\n\n")}\n`)
  }
}
