import { dlopen, FFIType } from "bun:ffi"

/**
 * Gives back to the system what the C library's heap holds for nothing: reading a model leaves 6 MB of it. Only glibc needs
 * to be told; elsewhere nothing happens.
 */
export function trimNativeHeap(): void {
  if (process.platform !== "linux") return
  try {
    const libc = dlopen("libc.so.6", { malloc_trim: { args: [FFIType.u64], returns: FFIType.i32 } })
    libc.symbols.malloc_trim(0)
    libc.close()
  } catch {
    // Another C library (musl) has neither the name nor the need.
  }
}
