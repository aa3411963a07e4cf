import type { PDFDocumentProxy } from "unpdf/pdfjs"

/** A page of pieces of text in 12 points, each with where it begins and how wide it is. */
export function pageOf(
  pieces: readonly [str: string, dir: "ltr" | "rtl", x: number, y: number, width: number][],
) {
  const items = pieces.map(([str, dir, x, y, width]) => ({
    str,
    dir,
    transform: [12, 0, 0, 12, x, y],
    width,
  }))
  const page = { getTextContent: async () => ({ items }), cleanup() {} }
  return { getPage: async () => page } as unknown as PDFDocumentProxy
}
