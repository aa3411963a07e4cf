import type {
  ColumnUpdateNode,
  InsertQueryNode,
  KyselyPlugin,
  OperationNode,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
  UpdateQueryNode,
} from "kysely"
import { SEALED_TABLES } from "./sealed-columns.ts"
import type { Row, Sealing } from "./sealing.ts"

/**
 * Seals what Kysely's inserts and updates bring into sealed columns, and opens whatever a query gives. Writes in raw SQL
 * are their writer's to seal; what they give is opened all the same, where it bears its column's name.
 */
export class SealingPlugin implements KyselyPlugin {
  constructor(private readonly sealing: Sealing) {}

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    if (node.kind === "InsertQueryNode") return this.#insert(node)
    if (node.kind === "UpdateQueryNode") return this.#update(node)
    return node
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result.rows.length === 0
      ? result
      : { ...result, rows: result.rows.map((row) => this.sealing.openRow(row)) }
  }

  #insert(node: InsertQueryNode): InsertQueryNode {
    const table = node.into?.table.identifier.name
    const sealed = table ? SEALED_TABLES[table] : undefined
    if (!table || !sealed || node.values?.kind !== "ValuesNode") return node
    const columns = (node.columns ?? []).map(({ column }) => column.name)
    const values = (node.values as OperationNode & { values: readonly OperationNode[] }).values.map(
      (list) => {
        const items = (list as OperationNode & { values: readonly unknown[] }).values
        const row = Object.fromEntries(columns.map((column, i) => [column, plainOf(items[i])]))
        return {
          ...list,
          values: items.map((item, i) => {
            const column = columns[i] ?? ""
            return sealed.columns.includes(column) ? this.#sealed(table, column, item, row) : item
          }),
        }
      },
    )
    const { onConflict } = node
    return {
      ...node,
      values: { ...node.values, values } as OperationNode,
      ...(onConflict?.updates && {
        onConflict: { ...onConflict, updates: this.#updates(table, onConflict.updates) },
      }),
    }
  }

  #update(node: UpdateQueryNode): UpdateQueryNode {
    const table = node.table && tableName(node.table)
    if (!table || !SEALED_TABLES[table] || !node.updates) return node
    return { ...node, updates: this.#updates(table, node.updates) }
  }

  /** Whoever changes a column whose row is proven with it does so by itself: here nobody knows which row it is. */
  #updates(table: string, updates: readonly ColumnUpdateNode[]): readonly ColumnUpdateNode[] {
    return updates.map((update) => {
      const column = columnName(update.column)
      if (!column || !SEALED_TABLES[table]?.columns.includes(column)) return update
      if (SEALED_TABLES[table]?.identity)
        throw new Error(`${table}.${column} is sealed for its row and is never updated.`)
      return { ...update, value: this.#sealed(table, column, update.value, {}) as OperationNode }
    })
  }

  /** A value node, or the bare value that stands in a list of such. */
  #sealed(table: string, column: string, item: unknown, row: Row): unknown {
    if (isValueNode(item)) return { ...item, value: this.sealing.seal(table, column, item.value, row) }
    return this.sealing.seal(table, column, item, row)
  }
}

function isValueNode(item: unknown): item is { kind: "ValueNode"; value: unknown } {
  return typeof item === "object" && item !== null && (item as { kind?: string }).kind === "ValueNode"
}

function plainOf(item: unknown): unknown {
  return isValueNode(item) ? item.value : item
}

function tableName(node: OperationNode): string | undefined {
  const named = node.kind === "AliasNode" ? (node as OperationNode & { node: OperationNode }).node : node
  if (named.kind !== "TableNode") return undefined
  return (named as OperationNode & { table: { identifier: { name: string } } }).table.identifier.name
}

function columnName(node: OperationNode): string | undefined {
  const column =
    node.kind === "ReferenceNode" ? (node as OperationNode & { column: OperationNode }).column : node
  return column.kind === "ColumnNode"
    ? (column as OperationNode & { column: { name: string } }).column.name
    : undefined
}
