import { cholesky, choleskySolve } from "./linear-algebra.ts"

export interface LogisticExample {
  /** Inputs; put a constant 1 in for a bias. */
  x: readonly number[]
  y: boolean
  /** Default 1. */
  weight?: number
}

const MAX_STEPS = 50
const TOLERANCE = 1e-8

/**
 * Logistic regression with a Gaussian prior (maximum a posteriori), by Newton's method.
 *
 * @param prior mean and precision (1 / variance) of each coefficient; precision above 0
 */
export function fitLogistic(
  examples: readonly LogisticExample[],
  prior: readonly { mean: number; precision: number }[],
): number[] {
  const n = prior.length
  let beta = prior.map(({ mean }) => mean)
  for (let step = 0; step < MAX_STEPS; step++) {
    const { gradient, hessian } = derivatives(examples, beta, prior)
    const delta = choleskySolve(cholesky(hessian, n), n, gradient)
    const size = Math.max(...delta.map(Math.abs))
    const damping = Math.min(1, 2 / size) // a bounded step cannot overshoot where the likelihood is nearly flat
    beta = beta.map((b, i) => b - damping * (delta[i] ?? 0))
    if (size < TOLERANCE) break
  }
  return beta
}

function derivatives(
  examples: readonly LogisticExample[],
  beta: readonly number[],
  prior: readonly { mean: number; precision: number }[],
): { gradient: Float64Array; hessian: Float64Array } {
  const n = prior.length
  const gradient = Float64Array.from(prior, ({ mean, precision }, i) => precision * ((beta[i] ?? 0) - mean))
  const hessian = new Float64Array(n * n)
  for (let i = 0; i < n; i++) hessian[i * n + i] = prior[i]?.precision ?? 0
  for (const { x, y, weight = 1 } of examples) {
    let z = 0
    for (let i = 0; i < n; i++) z += (x[i] as number) * (beta[i] as number)
    const p = 1 / (1 + Math.exp(-z))
    const error = weight * (p - Number(y))
    const curvature = weight * Math.max(p * (1 - p), 1e-9)
    for (let i = 0; i < n; i++) {
      gradient[i] = (gradient[i] as number) + error * (x[i] as number)
      for (let j = 0; j < n; j++) {
        hessian[i * n + j] = (hessian[i * n + j] as number) + curvature * (x[i] as number) * (x[j] as number)
      }
    }
  }
  return { gradient, hessian }
}
