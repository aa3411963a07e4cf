import type { Embedder, TextRole } from "./embedder.ts"
import type { WorkerReply, WorkerRequest } from "./embedder-worker.ts"
import { readModelFolder } from "./model-folder.ts"
import { embedderOver, type OnnxEmbedderOptions } from "./onnx-embedder.ts"
import type { OnnxEncoderOptions } from "./onnx-encoder.ts"

export interface EmbedderPoolOptions extends OnnxEmbedderOptions {
  /** Threads in all. Default 1. */
  threads?: number
  /**
   * Sessions that share the threads, each with its own copy of the weights (45 MB). Default: one a thread, which holds
   * its speed when something else needs a core. Two threads on two cores embed, in chunks a second, 154 with two
   * sessions and 129 to 154 with one; with one core taken, 85 and 28, since the threads of a session wait for each other.
   */
  workers?: number
}

interface Job {
  id: number
  ids: readonly number[]
  resolve(vector: Float32Array): void
  reject(error: Error): void
}

interface Seat {
  worker: Worker
  job?: Job
  /** Resolves when the run under way has ended; undefined while there is none. */
  run?: PromiseWithResolvers<void>
}

/** A run takes milliseconds, and a second on a machine that is very busy. */
const LONGEST_RUN_MS = 5_000

/**
 * An embedder whose runs happen in workers, so that the calling thread only tokenizes. Vectors come in the order of
 * the texts; questions overtake passages that wait.
 *
 * @throws if the model cannot be loaded. A worker that dies rejects every call, pending and later.
 */
export async function openEmbedderPool(options: EmbedderPoolOptions): Promise<Embedder> {
  const { model, pooling, threads = 1, workers = threads } = options
  const share = Math.max(1, Math.floor(threads / workers))
  const seats: Seat[] = []
  const waiting: Record<TextRole, Job[]> = { query: [], passage: [] }
  let jobs = 0
  let broken: Error | undefined

  const fail = (error: Error): void => {
    broken ??= error
    const pending = [...seats.flatMap((seat) => seat.job ?? []), ...waiting.query, ...waiting.passage]
    for (const seat of seats) seat.job = undefined
    waiting.query = []
    waiting.passage = []
    for (const job of pending) job.reject(error)
  }
  const feed = (seat: Seat): void => {
    seat.job = waiting.query.shift() ?? waiting.passage.shift()
    if (!seat.job) return
    seat.run = Promise.withResolvers()
    send(seat.worker, { kind: "encode", job: seat.job.id, ids: [...seat.job.ids] })
  }
  const receive = (seat: Seat, message: WorkerReply): void => {
    if (message.kind !== "opened") rest(seat)
    const job = seat.job
    if (!job || message.kind === "opened" || message.job !== job.id) return
    if (message.kind === "vector") job.resolve(message.vector)
    else job.reject(new Error(message.message))
    feed(seat)
  }
  const enqueue = (ids: readonly number[], role: TextRole): Promise<Float32Array> => {
    if (broken) return Promise.reject(broken)
    const { promise, resolve, reject } = Promise.withResolvers<Float32Array>()
    waiting[role].push({ id: ++jobs, ids, resolve, reject })
    const idle = seats.find((seat) => !seat.job)
    if (idle) feed(idle)
    return promise
  }
  const close = async (): Promise<void> => {
    fail(new Error("the embedder is closed"))
    await Promise.all(seats.map(dismiss))
  }

  const opened = await Promise.allSettled(
    Array.from({ length: workers }, () => openWorker({ model, pooling, threads: share })),
  )
  for (const result of opened) if (result.status === "fulfilled") seats.push({ worker: result.value.worker })
  const failure = opened.find((result) => result.status === "rejected")
  const first = opened.find((result) => result.status === "fulfilled")
  if (failure || !first) {
    await close()
    throw failure?.reason ?? new Error("a pool needs at least one worker")
  }
  for (const seat of seats) {
    seat.worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => receive(seat, data)
    seat.worker.onerror = ({ message }) => {
      rest(seat)
      fail(new Error(`an embedding worker died: ${message}`))
    }
    seat.worker.addEventListener("close", () => {
      rest(seat)
      fail(new Error("an embedding worker ended"))
    })
  }
  return embedderOver({ dimensions: first.value.dimensions, encode: enqueue, close }, options)
}

function rest(seat: Seat): void {
  seat.run?.resolve()
  seat.run = undefined
}

/** Ends a worker between two runs: onnxruntime takes the whole process along when its thread goes away under a run. */
async function dismiss({ worker, run }: Seat): Promise<void> {
  if (run) {
    const late = setTimeout(run.resolve, LONGEST_RUN_MS)
    await run.promise
    clearTimeout(late)
  }
  worker.terminate()
}

/**
 * A pool over the model in a folder; see `readModelFolder` for what it may hold.
 *
 * @throws if the folder lacks a file or the model cannot be loaded.
 */
export async function openModelFolder(folder: string, threads = 1): Promise<Embedder> {
  return openEmbedderPool({ ...readModelFolder(folder), threads })
}

function openWorker(options: OnnxEncoderOptions): Promise<{ worker: Worker; dimensions: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ worker: Worker; dimensions: number }>()
  const worker = new Worker(new URL("./embedder-worker.ts", import.meta.url), { smol: true })
  const refuse = (message: string): void => {
    worker.terminate()
    reject(new Error(message))
  }
  worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => {
    if (data.kind === "opened") resolve({ worker, dimensions: data.dimensions })
    else if (data.kind === "failed") refuse(data.message)
  }
  worker.onerror = ({ message }) => refuse(message)
  send(worker, { kind: "open", options })
  return promise
}

function send(worker: Worker, request: WorkerRequest): void {
  worker.postMessage(request)
}
