import { dot, normalised } from "./linear-algebra.ts"

/** Questions that mean the same, or nearly. */
export interface QuestionGroup {
  /** The question nearest to the middle of the group. */
  representative: string
  /** Every question of the group, the newest first if they were given so; repeated ones repeatedly. */
  questions: string[]
}

/**
 * Cosine with a group's middle from which on a question belongs to it. Paraphrases of one question lie mostly above
 * 0.6 with all-MiniLM-L6-v2, questions about different things of one product mostly below.
 */
const SAME_MEANING = 0.6

interface Group {
  /** Sum of its vectors, not of length 1. */
  sum: Float32Array
  members: number[]
}

/**
 * Groups questions by meaning, biggest group first: each joins the group whose middle is nearest, if near enough, else
 * it starts one; then each is put anew to the group that it is nearest to, now that all groups are known.
 *
 * @param vectors one of length 1 a question
 */
export function groupQuestions(
  questions: readonly string[],
  vectors: readonly Float32Array[],
): QuestionGroup[] {
  const found: Group[] = []
  for (const [i, vector] of vectors.entries())
    join(nearest(found, vector) ?? startGroup(found, vector), i, vector)
  const settled: Group[] = found.map(({ sum }) => ({ sum: new Float32Array(sum.length), members: [] }))
  for (const [i, vector] of vectors.entries()) {
    const group = nearest(found, vector)
    const target = group ? settled[found.indexOf(group)] : startGroup(settled, vector)
    if (target) join(target, i, vector)
  }
  return settled
    .filter((group) => group.members.length > 0)
    .sort((a, b) => b.members.length - a.members.length)
    .map((group) => described(group, questions, vectors))
}

function startGroup(groups: Group[], vector: Float32Array): Group {
  const group: Group = { sum: new Float32Array(vector.length), members: [] }
  groups.push(group)
  return group
}

function join(group: Group, member: number, vector: Float32Array): void {
  group.members.push(member)
  for (let i = 0; i < vector.length; i++) group.sum[i] = (group.sum[i] ?? 0) + (vector[i] ?? 0)
}

function nearest(groups: readonly Group[], vector: Float32Array): Group | undefined {
  let best: Group | undefined
  let bestCosine = SAME_MEANING
  for (const group of groups) {
    const length = Math.sqrt(dot(group.sum, group.sum))
    const cosine = length > 0 ? dot(group.sum, vector) / length : 0
    if (cosine < bestCosine) continue
    best = group
    bestCosine = cosine
  }
  return best
}

function described(
  group: Group,
  questions: readonly string[],
  vectors: readonly Float32Array[],
): QuestionGroup {
  const middle = normalised(group.sum)
  const cosine = (member: number) => dot(middle, vectors[member] ?? middle)
  const central = group.members.reduce((best, member) => (cosine(member) > cosine(best) ? member : best))
  return {
    representative: questions[central] ?? "",
    questions: group.members.map((member) => questions[member] ?? ""),
  }
}
