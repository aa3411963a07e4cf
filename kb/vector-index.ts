import usearch from "usearch"
import { toBytes, VectorRows } from "./vector-rows.ts"

/**
 * Rows from which the graph takes over from the scan. A scan costs 0.3 ms at 17,000 rows and 3 ms at 167,000 and needs no
 * build; the graph costs 0.35 ms at 50,000, after a build of minutes where it would pay.
 */
const GRAPH_FROM = 200_000
/** M, efConstruction and efSearch of Malkov & Yashunin (2018): 99.4 % of the exact 10 nearest on 10,000 passages. */
const GRAPH = { connectivity: 16, expansion_add: 128, expansion_search: 192 }

/**
 * Share of the vectors that may leave the graph before it is built anew. usearch gives a freed place to the next vector, to which its
 * old neighbours' links then lead: of 45 vectors one was found no more in 2 of 3,000 trials after a tenth had changed, in 27 of
 * 1,500 after half.
 */
const WORN = 0.1

/** Nearest neighbours among vectors of length 1. Keys are small integers that the caller hands out. */
export class VectorIndex {
  readonly #graphFrom: number
  readonly #rows: VectorRows
  readonly #keys: number[] = []
  /** By key. */
  readonly #rowOf: (number | undefined)[] = []
  #graph: InstanceType<typeof usearch.Index> | undefined
  /** Vectors that have left the graph since it was built. */
  #gone = 0
  /** Keys put or removed while the graph is being built. */
  #changed: Set<number> | undefined

  constructor(dimensions: number, graphFrom = GRAPH_FROM) {
    this.#graphFrom = graphFrom
    this.#rows = new VectorRows(dimensions)
  }

  get size(): number {
    return this.#keys.length
  }

  /** Adds or replaces. @throws RangeError if the vector has another length than this index */
  put(key: number, vector: Float32Array): void {
    const { dimensions } = this.#rows
    if (vector.length !== dimensions) {
      throw new RangeError(`A vector of ${vector.length} numbers was put into an index of ${dimensions}.`)
    }
    this.remove(key)
    const row = this.#rows.push(vector)
    this.#keys.push(key)
    this.#rowOf[key] = row
    this.#graph?.add(BigInt(key), vector, 1)
    this.#changed?.add(key)
  }

  remove(key: number): void {
    const row = this.#rowOf[key]
    if (row === undefined) return
    const moved = this.#keys.pop() ?? key
    this.#rows.drop(row)
    if (moved !== key) {
      this.#keys[row] = moved
      this.#rowOf[moved] = row
    }
    this.#rowOf[key] = undefined
    this.#graph?.remove(BigInt(key))
    this.#changed?.add(key)
    this.#gone++
    this.#dropIfWorn()
  }

  /** A copy of the vector, to 16 bits. @throws RangeError if there is none */
  get(key: number): Float32Array {
    return this.#rows.get(this.#row(key))
  }

  /** Cosine of a vector and the query, within 1e-5. @throws RangeError if there is no such vector */
  similarity(key: number, query: Float32Array): number {
    return this.#rows.dot(this.#row(key), query)
  }

  /** The keys of the `limit` nearest, nearest first; such as lie within 0.01 of each other may change places. */
  search(query: Float32Array, limit: number): number[] {
    const wanted = Math.min(limit, this.size)
    if (wanted <= 0) return []
    if (this.#graph) return Array.from(this.#graph.search(query, wanted, 1).keys, Number)
    const bytes = toBytes(query)
    // Rows have scales of their own, which the cosine does not see.
    const { Cos } = usearch.MetricKind
    const found = usearch.exactSearch(this.#rows.bytes(), bytes, this.#rows.dimensions, wanted, Cos, 1)
    return Array.from(found.keys, (row) => this.#keys[Number(row)] ?? 0)
  }

  /**
   * Builds the graph if there are vectors enough for it to pay; until it is done, search is exact. Takes 0.6 ms a vector,
   * pausing where the caller says so.
   */
  async buildGraph(pause: () => Promise<void>): Promise<void> {
    if (this.#graph || this.#changed || this.size < this.#graphFrom) return
    const graph = new usearch.Index({
      dimensions: this.#rows.dimensions,
      metric: usearch.MetricKind.IP,
      // Of 8-bit rows the graph finds 9 of the 10 nearest.
      quantization: usearch.ScalarKind.F16,
      multi: false,
      ...GRAPH,
    })
    const changed = new Set<number>()
    this.#changed = changed
    const add = (key: number) => {
      const row = this.#rowOf[key]
      if (row !== undefined) graph.add(BigInt(key), this.#rows.get(row), 1)
    }
    for (const key of [...this.#keys]) {
      if (!changed.has(key)) add(key)
      await pause()
    }
    this.#changed = undefined
    this.#gone = 0
    for (const key of changed) {
      this.#gone += Number(graph.remove(BigInt(key)))
      add(key)
    }
    this.#graph = graph
    this.#dropIfWorn()
  }

  #dropIfWorn(): void {
    if (this.size < this.#graphFrom / 2 || this.#gone > WORN * this.size) this.#graph = undefined
  }

  #row(key: number): number {
    const row = this.#rowOf[key]
    if (row === undefined) throw new RangeError(`There is no vector ${key}.`)
    return row
  }
}
