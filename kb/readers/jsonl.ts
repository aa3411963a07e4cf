import { decodeText } from "./decode-text.ts"
import { type Reader, type Source, UnreadableSource } from "./reader.ts"
import { articlesOfRecords, type PlacedRecord } from "./records.ts"

/** Reads JSON Lines: an article a line; empty lines are skipped. */
export const readJsonLines: Reader = async (source) => {
  const lines = decodeText(source).split("\n")
  const records = lines.flatMap((line, index) => (line.trim() ? [parseLine(source, line, index + 1)] : []))
  return articlesOfRecords(source, records)
}

/** Reads a JSON array of articles. */
export const readJson: Reader = async (source) => {
  const value = parseJson(source, decodeText(source), "is not valid JSON")
  if (!Array.isArray(value)) {
    const remedy = "Put the articles between [ and ], or one a line into a .jsonl file."
    throw new UnreadableSource(source.name, "holds no array", remedy)
  }
  const records = value.map((item: unknown, index) => ({ place: `item ${index + 1}`, value: item }))
  return articlesOfRecords(source, records)
}

function parseLine(source: Source, line: string, number: number): PlacedRecord {
  return { place: `line ${number}`, value: parseJson(source, line, `has no valid JSON in line ${number}`) }
}

function parseJson(source: Source, json: string, problem: string): unknown {
  try {
    return JSON.parse(json) as unknown
  } catch (error) {
    const detail = error instanceof Error ? error.message.replace(/^JSON Parse error: /, "") : String(error)
    const remedy = "Correct it, or write it again with a program that exports JSON."
    throw new UnreadableSource(source.name, `${problem} (${detail.slice(0, 200)})`, remedy, { cause: error })
  }
}
