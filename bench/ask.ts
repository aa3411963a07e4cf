import { type BenchFolder, folderOf, question, removeFolder } from "./support/folders.ts"
import { percentile, type Row } from "./support/measure.ts"
import { ask, serve } from "./support/server.ts"
import { textSource } from "./support/text.ts"

const SIZES = [1_000, 10_000]
const WARM_UP = 60
/** A large knowledge base is learned from in the background after the start. */
const SETTLE_MS = 4_000
/** Goals are set at 10,000 chunks. */
const GOAL_CHUNKS = 10_000
/** Questions a second of the load that is well below what the server can take. */
const STEADY_RATE = 100
const CLIENTS = 32
const QUESTIONS_A_SESSION = 5

interface Load {
  name: string
  questions: number
  run(url: string, folder: BenchFolder, count: number): Promise<{ times: number[]; seconds: number }>
}

const LOADS: Load[] = [
  { name: "1 client", questions: 400, run: (url, folder, count) => asFastAsPossible(url, folder, count, 1) },
  { name: `32 clients, ${STEADY_RATE}/s`, questions: 600, run: steadily },
  {
    name: "32 clients, no pause",
    questions: 1_600,
    run: (url, folder, count) => asFastAsPossible(url, folder, count, CLIENTS),
  },
]

/**
 * Questions through `POST /api/agent/customer/`, each one new: half of them answered, half escalated. Three loads:
 * one client; 32 clients who ask at a steady rate at random moments; 32 clients who ask again at once, which shows the
 * throughput (their times are mostly waiting).
 */
export async function benchAsk(): Promise<Row[]> {
  const rows: Row[] = []
  for (const size of SIZES) {
    const folder = await folderOf(size)
    const server = await serve({ data: folder.path, partnerId: folder.partnerId })
    try {
      await Bun.sleep(SETTLE_MS)
      await asFastAsPossible(server.url, folder, WARM_UP, 2)
      for (const load of LOADS) {
        const { times, seconds } = await load.run(server.url, folder, load.questions)
        const name = `${size} chunks, ${load.name}`
        rows.push({ part: "ask", name, value: times.length / seconds, unit: "questions/s" })
        for (const [label, share] of [
          ["p50", 0.5],
          ["p95", 0.95],
          ["p99", 0.99],
        ] as const) {
          const goal = size === GOAL_CHUNKS && label === "p95" ? goalOf(load) : undefined
          rows.push({
            part: "ask",
            name: `${name}, ${label}`,
            value: percentile(times, share),
            unit: "ms",
            goal,
          })
        }
      }
    } finally {
      await server.stop()
      removeFolder(folder)
    }
  }
  return rows
}

function goalOf({ name }: Load): number | undefined {
  if (name === "1 client") return 5
  return name.includes("/s") ? 10 : undefined
}

let asked = 0

/** A question that nobody has asked before: an article's own with a word more, or one that no article answers. */
function nextQuestion(folder: BenchFolder): string {
  const number = asked++
  const text = textSource(number + 1_000)
  const known = folder.answered[number % folder.answered.length]
  return number % 2 === 0 && known ? known.replace("?", ` ${text.words(1)}?`) : question(text)
}

async function timedAsk(url: string, folder: BenchFolder, user: number, nth: number): Promise<number> {
  const message = nextQuestion(folder)
  const session = `${folder.path}-${user}-${Math.floor(nth / QUESTIONS_A_SESSION)}`
  const started = performance.now()
  await ask(url, message, user, session)
  return performance.now() - started
}

async function asFastAsPossible(url: string, folder: BenchFolder, count: number, clients: number) {
  const times: number[] = []
  const started = performance.now()
  let next = 0
  const client = async (user: number) => {
    while (next < count) times.push(await timedAsk(url, folder, user, next++))
  }
  await Promise.all(Array.from({ length: clients }, (_, user) => client(user)))
  return { times, seconds: (performance.now() - started) / 1000 }
}

/** Arrivals are a Poisson process: pauses between them are exponential, and nobody waits for anybody. */
async function steadily(url: string, folder: BenchFolder, count: number) {
  const { random } = textSource(5)
  const started = performance.now()
  const pending: Promise<number>[] = []
  let due = started
  for (let nth = 0; nth < count; nth++) {
    due += (-Math.log(1 - random()) * 1000) / STEADY_RATE
    const wait = due - performance.now()
    if (wait > 0) await Bun.sleep(wait)
    pending.push(timedAsk(url, folder, nth % CLIENTS, nth))
  }
  const times = await Promise.all(pending)
  return { times, seconds: (performance.now() - started) / 1000 }
}
