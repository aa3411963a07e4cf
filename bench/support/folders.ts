import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { mkdir } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sql } from "kysely"
import type { Article } from "../../kb/article.ts"
import { embedArticle } from "../../kb/embedded-article.ts"
import type { Embedder } from "../../kb/embedder.ts"
import { createPartner } from "../../src/core/create-partner.ts"
import { openBundledEmbedder } from "../../src/native/bundled-embedder.ts"
import { partnerPorts } from "../../src/storage/core-ports.ts"
import { openDatabase } from "../../src/storage/database.ts"
import { putArticle } from "../../src/storage/repositories/kb-change-articles.ts"
import { ensureBase } from "../../src/storage/repositories/knowledge-bases.ts"
import { claimModel } from "../../src/storage/repositories/model-claim.ts"
import { seededRandom, type TextSource, textSource } from "./text.ts"

/** Raise it when what is written below changes: folders of an older one are built anew. */
const FORMAT = 2
export const BENCH_DIR = join(import.meta.dir, "../../build/bench")
const SECTIONS = 3
const CHUNKS_A_SECTION = 2
const CHUNKS_AN_ARTICLE = SECTIONS * CHUNKS_A_SECTION
/** Articles whose vectors are real, so that some questions are answered with certainty. */
const REAL_ARTICLES = 40

/** A data folder with one partner and one knowledge base. */
export interface BenchFolder {
  path: string
  partnerId: string
  /** Questions that its articles answer. */
  answered: string[]
}

interface Manifest {
  partnerId: string
  answered: string[]
}

/**
 * A data folder with a knowledge base of about so many chunks, built once and kept under `build/bench`: generated
 * text in articles of six chunks under three headings. Vectors are random and of length 1, which costs an exact or a
 * graph search as much as real ones; those of a few articles with example questions are real.
 *
 * @returns a copy of its own, since a server writes into it; remove it with {@link removeFolder}.
 */
export async function folderOf(chunks: number): Promise<BenchFolder> {
  const kept = join(BENCH_DIR, `kb-${chunks}-v${FORMAT}`)
  if (!existsSync(kept)) await build(kept, chunks)
  const path = mkdtempSync(join(tmpdir(), `chatd-bench-${chunks}-`))
  cpSync(kept, path, { recursive: true })
  return { path, ...((await Bun.file(join(path, "bench.json")).json()) as Manifest) }
}

export function removeFolder({ path }: Pick<BenchFolder, "path">): void {
  rmSync(path, { recursive: true, force: true })
}

async function build(kept: string, chunks: number): Promise<void> {
  const partial = `${kept}.partial`
  rmSync(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true })
  const database = await openDatabase({ dataDir: partial })
  const real = chunks > 0 ? await openBundledEmbedder({ threads: 2 }) : undefined
  try {
    // A folder that a power cut leaves half-written is never renamed into its place.
    await sql`pragma synchronous = off`.execute(database.db)
    const partner = await createPartner(partnerPorts(database), { name: "Bench", domain: "localhost" })
    const base = await ensureBase(database.db, partner.id, "default")
    if (real) await claimModel(database.db, base.id, real.id)
    const answered: string[] = []
    const random = real && randomEmbedder(real)
    for (const { article, isReal } of articles(chunks)) {
      if (!real || !random) break
      if (isReal) answered.push(...(article.examples ?? []))
      const embedded = await embedArticle(article, isReal ? real : random)
      await putArticle(database.db, base.id, real.id, "bench", embedded)
    }
    await sql`pragma wal_checkpoint(truncate)`.execute(database.db)
    writeFileSync(join(partial, "bench.json"), JSON.stringify({ partnerId: partner.id, answered }))
  } finally {
    await real?.close()
    await database.close()
  }
  renameSync(partial, kept)
}

function* articles(chunks: number): Generator<{ article: Article; isReal: boolean }> {
  const text = textSource(7)
  for (let number = 0; number * CHUNKS_AN_ARTICLE < chunks; number++) {
    const isReal = number < REAL_ARTICLES
    yield {
      isReal,
      article: {
        id: `article-${number}`,
        title: heading(text),
        body: Array.from({ length: SECTIONS }, () => section(text)).join("\n\n"),
        ...(isReal && { examples: [question(text), question(text)] }),
      },
    }
  }
}

/** Two chunks of about 140 tokens, which the chunker keeps apart because three would not fit. */
function section(text: TextSource): string {
  const paragraphs = Array.from({ length: CHUNKS_A_SECTION }, () =>
    text.paragraph(125 + Math.floor(text.random() * 20)),
  )
  return `## ${heading(text)}\n\n${paragraphs.join("\n\n")}`
}

function heading(text: TextSource): string {
  return text.words(5).join(" ")
}

/** A question of a user's length. */
export function question(text: TextSource): string {
  return `How do I ${text.words(6 + Math.floor(text.random() * 5)).join(" ")}?`
}

function randomEmbedder(like: Embedder): Embedder {
  const random = seededRandom(11)
  return {
    id: like.id,
    dimensions: like.dimensions,
    maxTokens: like.maxTokens,
    // Every generated word is one token.
    countTokens: (text) => (text.match(/[a-z]+|[^\sa-z]/gi)?.length ?? 0) + 2,
    embed: async (texts) => texts.map(() => randomUnit(like.dimensions, random)),
    close: async () => {},
  }
}

function randomUnit(dimensions: number, random: () => number): Float32Array {
  // Sums of uniform numbers are near enough to normal: every direction is as likely as any other.
  const vector = Float32Array.from(
    { length: dimensions },
    () => random() + random() + random() + random() - 2,
  )
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}
