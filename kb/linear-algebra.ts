/** Inner product of two vectors of the same length. */
export function dot(a: Float32Array, b: Float32Array): number {
  return rowDot(a, 0, b)
}

/**
 * Inner product of a vector and the numbers of `rows` from `start` on. Four sums, so that the additions do not wait for
 * each other; no view of the row, which would cost a third of the time.
 */
export function rowDot(rows: Float32Array, start: number, vector: Float32Array): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let at = start
  let i = 0
  for (; i + 3 < vector.length; i += 4, at += 4) {
    s0 += (rows[at] as number) * (vector[i] as number)
    s1 += (rows[at + 1] as number) * (vector[i + 1] as number)
    s2 += (rows[at + 2] as number) * (vector[i + 2] as number)
    s3 += (rows[at + 3] as number) * (vector[i + 3] as number)
  }
  for (; i < vector.length; i++, at++) s0 += (rows[at] as number) * (vector[i] as number)
  return s0 + s1 + s2 + s3
}

/** Scaled to length 1; the zero vector stays zero. */
export function normalised(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector))
  return length === 0 ? vector : vector.map((x) => x / length)
}

/** The Cholesky factor L of a symmetric positive definite n x n matrix (row-major): A = L Lᵀ. @throws if it is not definite */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n)
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row * n + column] as number
      for (let k = 0; k < column; k++) {
        rest -= (factor[row * n + k] as number) * (factor[column * n + k] as number)
      }
      if (row !== column) factor[row * n + column] = rest / (factor[column * n + column] as number)
      else if (rest > 0) factor[row * n + row] = Math.sqrt(rest)
      else throw new RangeError("The matrix is not positive definite.")
    }
  }
  return factor
}

/** Solves L Lᵀ x = b. */
export function choleskySolve(factor: Float64Array, n: number, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b)
  for (let row = 0; row < n; row++) {
    let rest = x[row] as number
    for (let k = 0; k < row; k++) rest -= (factor[row * n + k] as number) * (x[k] as number)
    x[row] = rest / (factor[row * n + row] as number)
  }
  for (let row = n - 1; row >= 0; row--) {
    let rest = x[row] as number
    for (let k = row + 1; k < n; k++) rest -= (factor[k * n + row] as number) * (x[k] as number)
    x[row] = rest / (factor[row * n + row] as number)
  }
  return x
}
