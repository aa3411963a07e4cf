import { getDocumentProxy } from "unpdf"
import type { PDFDocumentProxy } from "unpdf/pdfjs"
import { cleanLine, cleanText } from "./clean-text.ts"
import { definedOnly } from "./defined-only.ts"
import { contentsOf } from "./pdf-contents.ts"
import { dropFurniture } from "./pdf-furniture.ts"
import { linesOfPage, type PdfLine } from "./pdf-lines.ts"
import { bodySize, linesToMarkdown } from "./pdf-markdown.ts"
import { type Reader, type Source, UnreadableSource } from "./reader.ts"
import { tidyTitle, titleOfName } from "./title.ts"

/** Most pages that are read of one file. */
const MAX_PAGES = 2000

/** Titles that programs write into the metadata when nobody gave one. */
const EMPTY_TITLE = /^(?:untitled|document\d*|microsoft word - .*|.*\.(?:docx?|pdf|indd|tex|odt))$/i

/** Reads a PDF as one article: paragraphs put together again, large type as headings. */
export const readPdf: Reader = async (source) => {
  const pdf = await openPdf(source)
  try {
    const pages = dropFurniture(await readPages(source, pdf))
    const { title, lines } = takeTitle(pages.flat(), pages[0] ?? [], await metadataTitle(pdf))
    const contents = contentsOf(pages)
    const body = cleanText(linesToMarkdown(lines.filter((line) => !contents.has(line)))).trim()
    return [
      {
        id: source.name,
        title: title ?? titleOfName(source.name),
        body,
        ...definedOnly({ url: source.url }),
      },
    ]
  } catch (error) {
    throw error instanceof UnreadableSource ? error : damaged(source, error)
  } finally {
    await pdf.destroy()
  }
}

async function openPdf(source: Source): Promise<PDFDocumentProxy> {
  try {
    // The library keeps the bytes that it is given, so it gets its own.
    return await getDocumentProxy(source.bytes.slice(), { verbosity: 0, isEvalSupported: false })
  } catch (error) {
    if (error instanceof Error && error.name === "PasswordException") {
      const remedy = "Save it without a password."
      throw new UnreadableSource(source.name, "is encrypted", remedy, { cause: error })
    }
    throw damaged(source, error)
  }
}

function damaged(source: Source, cause: unknown): UnreadableSource {
  return new UnreadableSource(
    source.name,
    "is damaged or no PDF",
    "Write it again with the program it is from.",
    { cause },
  )
}

async function readPages(source: Source, pdf: PDFDocumentProxy): Promise<PdfLine[][]> {
  if (pdf.numPages > MAX_PAGES) {
    throw new UnreadableSource(
      source.name,
      `has ${pdf.numPages} pages (${MAX_PAGES} are the most)`,
      "Split it.",
    )
  }
  const pages: PdfLine[][] = []
  for (let number = 1; number <= pdf.numPages; number++) pages.push(await linesOfPage(pdf, number))
  if (pages.every((lines) => lines.length === 0)) {
    const remedy = "It may be a scan: have its text recognised (OCR) first."
    throw new UnreadableSource(source.name, "has no text in it", remedy)
  }
  return pages
}

async function metadataTitle(pdf: PDFDocumentProxy): Promise<string | undefined> {
  const { info } = await pdf.getMetadata()
  const title = (info as { Title?: unknown }).Title
  const line = typeof title === "string" ? tidyTitle(title) : ""
  return line && !EMPTY_TITLE.test(line) ? line : undefined
}

/** The title of the metadata, else the largest type of the first page, which leaves the text. */
function takeTitle(
  lines: PdfLine[],
  first: readonly PdfLine[],
  named: string | undefined,
): { title?: string; lines: PdfLine[] } {
  const largest = first.reduce((size, line) => Math.max(size, line.size), 0)
  const start = first.findIndex((line) => line.size === largest)
  const rest = first.slice(start)
  const end = rest.findIndex((line) => line.size !== largest)
  // A cover may say nothing else.
  const length = end < 0 ? rest.length : end
  const said = cleanLine(
    rest
      .slice(0, length)
      .map(({ text }) => text)
      .join(" "),
  )
  const printed = tidyTitle(said)
  // What a title would have to be cut of is text.
  const isTitle = largest > bodySize(lines) && printed !== "" && printed === said
  if (!isTitle || (named && cleanLine(named).toLowerCase() !== printed.toLowerCase()))
    return { title: named, lines }
  return { title: named ?? printed, lines: lines.toSpliced(start, length) }
}
