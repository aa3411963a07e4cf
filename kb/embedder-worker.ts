/** Runs one ONNX session in a worker: token ids in, sentence vector out. */
import { type OnnxEncoder, type OnnxEncoderOptions, openOnnxEncoder } from "./onnx-encoder.ts"
import { trimNativeHeap } from "./trim-native-heap.ts"

export type WorkerRequest =
  | { kind: "open"; options: OnnxEncoderOptions }
  | { kind: "encode"; job: number; ids: number[] }

export type WorkerReply =
  | { kind: "opened"; dimensions: number }
  | { kind: "vector"; job: number; vector: Float32Array }
  | { kind: "failed"; job?: number; message: string }

declare const self: Worker

let encoder: OnnxEncoder | undefined

self.onmessage = async ({ data }: MessageEvent<WorkerRequest>) => {
  try {
    if (data.kind === "open") {
      encoder = await openOnnxEncoder(data.options)
      trimNativeHeap()
      reply({ kind: "opened", dimensions: encoder.dimensions })
    } else if (encoder) {
      reply({ kind: "vector", job: data.job, vector: await encoder.encode(data.ids) })
    }
  } catch (error) {
    reply({
      kind: "failed",
      job: data.kind === "encode" ? data.job : undefined,
      message: error instanceof Error ? error.message : String(error),
    })
  }
}

function reply(message: WorkerReply): void {
  self.postMessage(message)
}
