/** Rows of cells, each as many and each in Markdown, as GitHub's Markdown has tables: the first row is the header. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [header = [], ...body] = rows
  const lines = [header, header.map(() => "---"), ...body]
  return lines.map((row) => `| ${row.join(" | ")} |`).join("\n")
}
