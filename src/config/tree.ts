export type Tree = { [name: string]: unknown }

/** The value at a dotted path; undefined where any part of it is missing. */
export function getPath(tree: object, path: string): unknown {
  return path.split(".").reduce<unknown>((node, name) => (node as Tree | undefined)?.[name], tree)
}

/** Sets the value at a dotted path, and makes what is missing on the way. */
export function setPath(tree: Tree, path: string, value: unknown): void {
  const names = path.split(".")
  const last = names.pop() as string
  let node = tree
  for (const name of names) {
    node[name] ??= {}
    node = node[name] as Tree
  }
  node[last] = value
}

export function removePath(tree: Tree, path: string): void {
  const names = path.split(".")
  const last = names.pop() as string
  const node = names.length > 0 ? getPath(tree, names.join(".")) : tree
  if (node) delete (node as Tree)[last]
}
