import { nextTurn } from "../next-turn.ts"

/** Classes' weights for each input: the dense ones, then the marks, the bias last. */
export type Weights = readonly Float64Array[]

/** What a class is told from. */
export interface Inputs {
  x: Float32Array
  /** Which of many things that are mostly not there are there, by their numbers, and what each then counts for. */
  marks?: { which: readonly number[]; each: number }
}

interface Example extends Inputs {
  label: number
}

export interface Fit {
  /** How many marks there are. */
  marks?: number
  /** Keeps weights small: there are more of them than examples. */
  decay?: number
}

const STEPS = 200
const RATE = 4
const DECAY = 0.0005
/** Examples that are learned from in one go. */
const AT_ONCE = 250

/** Softmax regression by gradient descent, a few examples at a time: others are served meanwhile. */
export async function fitSoftmax(
  examples: readonly Example[],
  classes: number,
  { marks = 0, decay = DECAY }: Fit = {},
): Promise<Weights> {
  const inputs = (examples[0]?.x.length ?? 0) + marks
  const weights = Array.from({ length: classes }, () => new Float64Array(inputs + 1))
  for (let step = 0; step < STEPS; step++) {
    const gradients = weights.map(() => new Float64Array(inputs + 1))
    for (let from = 0; from < examples.length; from += AT_ONCE) {
      addGradients(gradients, weights, examples.slice(from, from + AT_ONCE))
      await nextTurn()
    }
    for (const [i, weight] of weights.entries()) {
      const gradient = gradients[i] as Float64Array
      for (let j = 0; j <= inputs; j++) {
        const w = weight[j] as number
        weight[j] = w - RATE * ((gradient[j] as number) / examples.length + decay * w)
      }
    }
  }
  return weights
}

function addGradients(
  gradients: readonly Float64Array[],
  weights: Weights,
  examples: readonly Example[],
): void {
  for (const example of examples) {
    const { x, marks, label } = example
    const shares = softmax(logits(weights, example))
    for (const [i, gradient] of gradients.entries()) {
      const error = (shares[i] as number) - (i === label ? 1 : 0)
      for (let j = 0; j < x.length; j++) gradient[j] = (gradient[j] as number) + error * (x[j] as number)
      if (marks)
        for (const which of marks.which)
          gradient[x.length + which] = (gradient[x.length + which] as number) + error * marks.each
      const bias = gradient.length - 1
      gradient[bias] = (gradient[bias] as number) + error
    }
  }
}

/** Of each class, before they are made probabilities. */
export function logits(weights: Weights, { x, marks }: Inputs): number[] {
  return weights.map((weight) => {
    let sum = weight[weight.length - 1] as number
    for (let j = 0; j < x.length; j++) sum += (weight[j] as number) * (x[j] as number)
    if (!marks) return sum
    let marked = 0
    for (const which of marks.which) marked += weight[x.length + which] as number
    return sum + marked * marks.each
  })
}

export function softmax(values: readonly number[]): number[] {
  const most = Math.max(...values)
  const raised = values.map((value) => Math.exp(value - most))
  const sum = raised.reduce((a, b) => a + b, 0)
  return raised.map((value) => value / sum)
}
