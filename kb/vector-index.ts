import usearch from "usearch"

/**
 * Rows from which the graph takes over from the exact scan. Exact costs 0.8 ms at 10,000 rows and 10 ms at 100,000 and
 * needs no build; the graph costs 0.35 ms at 50,000 after a build of 30 s.
 */
const GRAPH_FROM = 40_000
/** M, efConstruction and efSearch of Malkov & Yashunin (2018): 99.4 % of the exact 10 nearest on 10,000 passages. */
const GRAPH = { connectivity: 16, expansion_add: 128, expansion_search: 192 }

export interface Neighbour {
  key: number
  /** Inner product with the query: the cosine, as all vectors have length 1. */
  similarity: number
}

/** Nearest neighbours among vectors of length 1. Keys are small integers that the caller hands out. */
export class VectorIndex {
  readonly dimensions: number
  readonly #graphFrom: number
  #rows: Float32Array<ArrayBuffer>
  #keys: number[] = []
  readonly #rowOf = new Map<number, number>()
  #graph: InstanceType<typeof usearch.Index> | undefined
  /** Keys put or removed while the graph is being built. */
  #changed: Set<number> | undefined

  constructor(dimensions: number, graphFrom = GRAPH_FROM) {
    this.dimensions = dimensions
    this.#graphFrom = graphFrom
    this.#rows = new Float32Array(dimensions * 64)
  }

  get size(): number {
    return this.#keys.length
  }

  /** Adds or replaces. @throws RangeError if the vector has another length than this index */
  put(key: number, vector: Float32Array): void {
    if (vector.length !== this.dimensions) {
      throw new RangeError(
        `A vector of ${vector.length} numbers was put into an index of ${this.dimensions}.`,
      )
    }
    this.remove(key)
    const row = this.#keys.length
    this.#reserve(row + 1)
    this.#rows.set(vector, row * this.dimensions)
    this.#keys.push(key)
    this.#rowOf.set(key, row)
    this.#graph?.add(BigInt(key), vector, 1)
    this.#changed?.add(key)
  }

  remove(key: number): void {
    const row = this.#rowOf.get(key)
    if (row === undefined) return
    const last = this.#keys.length - 1
    const moved = this.#keys[last] ?? 0
    this.#rows.copyWithin(row * this.dimensions, last * this.dimensions, (last + 1) * this.dimensions)
    this.#keys[row] = moved
    this.#rowOf.set(moved, row)
    this.#keys.pop()
    this.#rowOf.delete(key)
    this.#graph?.remove(BigInt(key))
    this.#changed?.add(key)
    if (this.size < this.#graphFrom / 2) this.#graph = undefined
  }

  /** The stored vector (a view: do not change it), if there is one. */
  get(key: number): Float32Array | undefined {
    const row = this.#rowOf.get(key)
    if (row === undefined) return undefined
    return this.#rows.subarray(row * this.dimensions, (row + 1) * this.dimensions)
  }

  /** The `limit` nearest, nearest first. */
  search(query: Float32Array, limit: number): Neighbour[] {
    const wanted = Math.min(limit, this.size)
    if (wanted <= 0) return []
    if (this.#graph) return neighbours(this.#graph.search(query, wanted, 1), (key) => key)
    const dataset = this.#rows.subarray(0, this.size * this.dimensions)
    const found = usearch.exactSearch(dataset, query, this.dimensions, wanted, usearch.MetricKind.IP, 1)
    return neighbours(found, (row) => this.#keys[row] ?? 0)
  }

  /**
   * Builds the graph if there are vectors enough for it to pay; until it is done, search is exact. Takes 0.6 ms a vector,
   * pausing where the caller says so.
   */
  async buildGraph(pause: () => Promise<void>): Promise<void> {
    if (this.#graph || this.#changed || this.size < this.#graphFrom) return
    const graph = new usearch.Index({
      dimensions: this.dimensions,
      metric: usearch.MetricKind.IP,
      quantization: usearch.ScalarKind.F16,
      multi: false,
      ...GRAPH,
    })
    const changed = new Set<number>()
    this.#changed = changed
    for (const key of [...this.#keys]) {
      const vector = this.get(key)
      if (vector && !changed.has(key)) graph.add(BigInt(key), vector, 1)
      await pause()
    }
    this.#changed = undefined
    for (const key of changed) {
      graph.remove(BigInt(key))
      const vector = this.get(key)
      if (vector) graph.add(BigInt(key), vector, 1)
    }
    this.#graph = graph
  }

  #reserve(rows: number): void {
    if (rows * this.dimensions <= this.#rows.length) return
    const wider = new Float32Array(Math.max(rows * this.dimensions, this.#rows.length * 2))
    wider.set(this.#rows)
    this.#rows = wider
  }
}

type Found = ReturnType<typeof usearch.exactSearch>

function neighbours(found: Found, keyOf: (match: number) => number): Neighbour[] {
  const matches: Neighbour[] = []
  for (let i = 0; i < found.keys.length; i++) {
    matches.push({ key: keyOf(Number(found.keys[i])), similarity: 1 - (found.distances[i] ?? 1) })
  }
  return matches
}
