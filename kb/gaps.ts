import { dot, normalised } from "./linear-algebra.ts"

/** Questions that ask about the same thing. */
export interface Gap {
  /** Positions in the list given, nearest the middle first: the first is the representative. */
  members: number[]
}

/** Cosine from which two groups of questions are one. MiniLM puts paraphrases of one question at 0.6 to 0.9. */
const SAME_TOPIC = 0.6

/**
 * Groups questions by meaning, biggest group first: what the knowledge base lacks most.
 *
 * Average-linkage clustering by the cosine of group centroids: each question joins the nearest group, then groups that
 * are near enough merge until none are. About n x groups inner products, so thousands of questions take seconds at most.
 *
 * @param vectors one L2-normalised vector a question
 */
export function gaps(vectors: readonly Float32Array[], sameTopic = SAME_TOPIC): Gap[] {
  const groups: Group[] = []
  for (const [i, vector] of vectors.entries()) {
    const near = nearest(groups, vector)
    if (near && near.similarity >= sameTopic) join(near.group, vector, [i])
    else groups.push({ members: [i], sum: Float32Array.from(vector), centre: vector })
  }
  return merged(groups, sameTopic)
    .map((group) => ({ members: byNearness(group, vectors) }))
    .sort((a, b) => b.members.length - a.members.length || (a.members[0] ?? 0) - (b.members[0] ?? 0))
}

interface Group {
  members: number[]
  sum: Float32Array
  centre: Float32Array
}

function nearest(
  groups: readonly Group[],
  vector: Float32Array,
): { group: Group; similarity: number } | undefined {
  let best: { group: Group; similarity: number } | undefined
  for (const group of groups) {
    const similarity = dot(group.centre, vector)
    if (!best || similarity > best.similarity) best = { group, similarity }
  }
  return best
}

function join(group: Group, sum: Float32Array, members: readonly number[]): void {
  group.members.push(...members)
  for (let i = 0; i < sum.length; i++) group.sum[i] = (group.sum[i] as number) + (sum[i] as number)
  group.centre = normalised(group.sum)
}

/** The order in which questions came in must not keep two groups apart. */
function merged(groups: readonly Group[], sameTopic: number): Group[] {
  const kept: Group[] = []
  const queue = [...groups]
  for (let group = queue.shift(); group; group = queue.shift()) {
    const near = nearest(kept, group.centre)
    if (!near || near.similarity < sameTopic) {
      kept.push(group)
      continue
    }
    join(near.group, group.sum, group.members)
    kept.splice(kept.indexOf(near.group), 1)
    queue.push(near.group) // its centre moved: it may be near another one now
  }
  return kept
}

function byNearness(group: Group, vectors: readonly Float32Array[]): number[] {
  const similarity = (i: number) => dot(group.centre, vectors[i] as Float32Array)
  return [...group.members].sort((a, b) => similarity(b) - similarity(a) || a - b)
}
