/** A vector as stored: 32-bit floats, little endian (every platform that chatd is built for is). */
export function vectorToBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)
}

/** Copies, since a database's bytes need not start where a float may. */
export function bytesToVector(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer)
}
