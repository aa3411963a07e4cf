import { crc32, deflateRawSync } from "node:zlib"

/** A zip archive of the files given; `declare` lies about the unpacked size of all of them. */
export function makeZip(files: Record<string, string | Uint8Array>, declare?: number): Uint8Array {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(declare ?? bytes.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, Buffer.from(name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), fields, tail, Buffer.from(name)]))
    locals.push(local)
    offset += local.length
  }
  return Buffer.concat([...locals, ...directory, endOf(directory, offset)])
}

function endOf(directory: readonly Buffer[], offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.write("PK\x05\x06", "latin1")
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return end
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

/** A Word document of paragraphs: a style's name (empty for none) and text each; and of other parts, such as its styles. */
export function makeDocx(
  paragraphs: readonly (readonly [style: string, text: string])[],
  parts: Record<string, string> = {},
): Uint8Array {
  const body = paragraphs.map(([style, text]) => {
    const properties = style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : ""
    return `<w:p>${properties}<w:r><w:t>${text}</w:t></w:r></w:p>`
  })
  return makeZip({
    "[Content_Types].xml": `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    "_rels/.rels": `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/document.xml": `${XML}<w:document xmlns:w="${WORD}"><w:body>${body.join("")}</w:body></w:document>`,
    ...Object.fromEntries(
      Object.entries(parts).map(([name, content]) => [
        `word/${name}.xml`,
        `${XML}<w:${name} xmlns:w="${WORD}">${content}</w:${name}>`,
      ]),
    ),
  })
}
