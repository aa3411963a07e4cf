import { contentTerms } from "../terms.ts"

/** Whether a question says all of the first cell of a table's row: "Fibre 600". */
export function isRowNamed(row: string, asked: { has(term: string): boolean }): boolean {
  const name = contentTerms(row.split("|").find((cell) => cell.trim() !== "") ?? "")
  return name.length > 0 && name.every((term) => asked.has(term))
}
