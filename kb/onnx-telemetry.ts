import { dlopen, FFIType } from "bun:ffi"

const LIBC: Partial<Record<NodeJS.Platform, string>> = { linux: "libc.so.6", darwin: "libSystem.B.dylib" }

/**
 * Keeps onnxruntime from reporting to its vendor: since 1.29 the official libraries do by default, and keep a device id
 * and a queue of events in the user's cache folder. Call it before the library is loaded: it asks `getenv` while it
 * starts, and an assignment to `process.env` stays inside JavaScript.
 *
 * @throws if the C library cannot be reached: better no embeddings than a desk that phones home.
 * @see https://github.com/microsoft/onnxruntime/pull/27379
 */
export function disableOnnxTelemetry(): void {
  // For child processes and, on Windows, where Bun's environment is the process's own.
  process.env.ORT_DISABLE_TELEMETRY = "1"
  const path = LIBC[process.platform]
  if (!path) return
  const libc = dlopen(path, {
    setenv: { args: [FFIType.cstring, FFIType.cstring, FFIType.i32], returns: FFIType.i32 },
  })
  const failed = libc.symbols.setenv(Buffer.from("ORT_DISABLE_TELEMETRY\0"), Buffer.from("1\0"), 1)
  if (failed) throw new Error("the environment refuses ORT_DISABLE_TELEMETRY")
}
