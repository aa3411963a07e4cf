import { INTENTS, type IntentName } from "../src/core/intent.ts"

interface Judged {
  name: IntentName
  language: string
  found: { name: IntentName; confidence: number }
}

export interface IntentScore {
  sentences: number
  accuracy: number
  macroF1: number
  english: number
  others: number
  /** Of those that it was at least 0.85 sure of: how many, and the share that is right. */
  sure: { share: number; right: number }
  /** Mean distance between how sure it was and how often it was right, in tenths of certainty. */
  calibrationError: number
  /** Of each intent: how many of its sentences were found, and how many of those found for it are its. */
  each: { name: IntentName; sentences: number; recall: number; precision: number }[]
  /** Rows are what was meant, columns what was found. */
  confusion: number[][]
}

const SURE = 0.85

/** How often intents were told right. */
export function scoreOf(judged: readonly Judged[]): IntentScore {
  const confusion = INTENTS.map((meant) =>
    INTENTS.map((found) => judged.filter((one) => one.name === meant && one.found.name === found).length),
  )
  const counts = INTENTS.map((name, i) => ({
    name,
    right: confusion[i]?.[i] ?? 0,
    meant: sum(confusion[i] ?? []),
    found: sum(confusion.map((row) => row[i] ?? 0)),
  }))
  const f1 = counts.map(({ right, meant, found }) =>
    meant + found === 0 ? 1 : (2 * right) / (meant + found),
  )
  const sure = judged.filter(({ found }) => found.confidence >= SURE)
  const tenths = Array.from({ length: 10 }, (_, tenth) =>
    judged.filter(({ found }) => Math.min(9, Math.floor(found.confidence * 10)) === tenth),
  )
  return {
    sentences: judged.length,
    accuracy: rightShare(judged),
    macroF1: sum(f1) / f1.length,
    english: rightShare(judged.filter(({ language }) => language === "en")),
    others: rightShare(judged.filter(({ language }) => language !== "en")),
    sure: { share: sure.length / judged.length, right: rightShare(sure) },
    calibrationError:
      sum(
        tenths.map((some) => Math.abs(sum(some.map((one) => one.found.confidence - Number(isRight(one)))))),
      ) / judged.length,
    each: counts.map(({ name, right, meant, found }) => ({
      name,
      sentences: meant,
      recall: meant === 0 ? 1 : right / meant,
      precision: found === 0 ? 1 : right / found,
    })),
    confusion,
  }
}

/** The score as lines to read. */
export function scoreTable(title: string, score: IntentScore): string {
  const share = (value: number) => `${(100 * value).toFixed(1)} %`
  const width = Math.max(...INTENTS.map((name) => name.length)) + 1
  const rows = score.each.map(({ name, recall, precision }, i) => {
    const row = (score.confusion[i] ?? []).map((n) => String(n).padStart(5)).join("")
    return `${name.padEnd(width)}${row}${share(recall).padStart(10)}${share(precision).padStart(11)}`
  })
  const head = `${INTENTS.map((name) => name.slice(0, 4).padStart(5)).join("")}    recall  precision`
  return [
    `${title}: ${share(score.accuracy)} of ${score.sentences} right (English ${share(score.english)}, other languages ${share(score.others)}), macro-F1 ${score.macroF1.toFixed(3)}`,
    `  sure of ${share(score.sure.share)}, of which ${share(score.sure.right)} right; calibration error ${share(score.calibrationError)}`,
    `${" ".repeat(width)}${head}`,
    ...rows,
  ].join("\n")
}

function isRight({ name, found }: Judged): boolean {
  return found.name === name
}

function rightShare(judged: readonly Judged[]): number {
  return judged.length === 0 ? 1 : judged.filter(isRight).length / judged.length
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}
