/** A vector as stored: 32-bit floats, little endian (every platform that chatd is built for is). */
export function vectorToBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)
}

/** Copies only where the bytes are part of a larger buffer, which they would keep alive: a network client's. */
export function bytesToVector(bytes: Uint8Array): Float32Array {
  const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
  return new Float32Array(own.buffer)
}
