/** A line to print: its font size in points, and its distance from the bottom and the left of the page. */
export interface PrintedLine {
  text: string
  y: number
  x?: number
  size?: number
}

/** A minimal valid PDF with a page for each list of lines, in Helvetica; text must be ASCII. */
export function makePdf(pages: readonly (readonly PrintedLine[])[], title?: string): Uint8Array {
  const kids = pages.map((_, page) => `${4 + 2 * page} 0 R`).join(" ")
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ...pages.flatMap((lines, page) => {
      const content = lines.map(operators).join("\n")
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> /Contents ${5 + 2 * page} 0 R >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ]
    }),
    `<< ${title ? `/Title (${title})` : ""} >>`,
  ]
  return assemble(objects)
}

function operators({ text, y, x = 50, size = 11 }: PrintedLine): string {
  return `BT /F ${size} Tf 1 0 0 1 ${x} ${y} Tm (${text.replace(/[\\()]/g, "\\$&")}) Tj ET`
}

/** The last object is the document's information. */
function assemble(objects: readonly string[], trailer = ""): Uint8Array {
  let file = "%PDF-1.4\n"
  const offsets = objects.map((object, at) => {
    const offset = file.length
    file += `${at + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, "0")} 00000 n \n`
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${objects.length} 0 R ${trailer}>>\n`
  return new TextEncoder().encode(`${file}${table}${end}startxref\n${file.length}\n%%EOF\n`)
}

/** A PDF that asks for a password, which nobody knows. */
export function makeEncryptedPdf(): Uint8Array {
  const secret = "A".repeat(32)
  const encrypt = `/Encrypt << /Filter /Standard /V 1 /R 2 /O (${secret}) /U (${secret}) /P -4 >> /ID [(a) (a)] `
  return assemble(
    ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>", "<< >>"],
    encrypt,
  )
}

/** A PDF of a few kilobytes whose one page is drawn of parts that hold the next one twice each: it would take years. */
export function makeEndlessPdf(): Uint8Array {
  const first = 6
  const depth = 40
  const parts = Array.from({ length: depth }, (_, at) => {
    const isLast = at === depth - 1
    const content = isLast ? operators({ text: "ha", y: 700 }) : "/A Do /A Do"
    const resources = isLast ? "/Font << /F 3 0 R >>" : `/XObject << /A ${first + at + 1} 0 R >>`
    return `<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << ${resources} >> /Length ${content.length} >>\nstream\n${content}\nendstream`
  })
  return assemble([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /XObject << /A ${first} 0 R >> >> /Contents 5 0 R >>`,
    "<< /Length 5 >>\nstream\n/A Do\nendstream",
    ...parts,
    "<< >>",
  ])
}
