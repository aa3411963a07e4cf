/** Classes' weights for each input, the bias last. */
export type Weights = readonly Float64Array[]

interface Example {
  x: Float32Array
  label: number
}

const STEPS = 200
const STEPS_AT_ONCE = 5
const RATE = 4
/** Keeps weights small: there are more of them than examples. */
const DECAY = 0.0005

/** Softmax regression by gradient descent, a few steps at a time: others are served meanwhile. */
export async function fitSoftmax(examples: readonly Example[], classes: number): Promise<Weights> {
  const inputs = examples[0]?.x.length ?? 0
  const weights = Array.from({ length: classes }, () => new Float64Array(inputs + 1))
  for (let step = 0; step < STEPS; step++) {
    descend(weights, examples, inputs)
    if (step % STEPS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  return weights
}

function descend(weights: readonly Float64Array[], examples: readonly Example[], inputs: number): void {
  const gradients = weights.map(() => new Float64Array(inputs + 1))
  for (const { x, label } of examples) {
    const shares = softmax(logits(weights, x))
    for (const [i, gradient] of gradients.entries()) {
      const error = (shares[i] as number) - (i === label ? 1 : 0)
      for (let j = 0; j < inputs; j++) gradient[j] = (gradient[j] as number) + error * (x[j] as number)
      gradient[inputs] = (gradient[inputs] as number) + error
    }
  }
  for (const [i, weight] of weights.entries()) {
    const gradient = gradients[i] as Float64Array
    for (let j = 0; j <= inputs; j++) {
      const w = weight[j] as number
      weight[j] = w - RATE * ((gradient[j] as number) / examples.length + DECAY * w)
    }
  }
}

/** Of each class, before they are made probabilities. */
export function logits(weights: Weights, x: Float32Array): number[] {
  return weights.map((weight) => {
    let sum = weight[x.length] as number
    for (let j = 0; j < x.length; j++) sum += (weight[j] as number) * (x[j] as number)
    return sum
  })
}

export function softmax(values: readonly number[]): number[] {
  const most = Math.max(...values)
  const raised = values.map((value) => Math.exp(value - most))
  const sum = raised.reduce((a, b) => a + b, 0)
  return raised.map((value) => value / sum)
}
