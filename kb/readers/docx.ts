import mammoth from "mammoth"
import { cleanText } from "./clean-text.ts"
import { definedOnly } from "./defined-only.ts"
import { withoutHiddenText } from "./docx-hidden.ts"
import { placeNotes } from "./docx-notes.ts"
import { htmlToMarkdown } from "./html-blocks.ts"
import { parsePage } from "./html-document.ts"
import { type Reader, type Source, UnreadableSource } from "./reader.ts"
import { tidyTitle, titleOfName } from "./title.ts"
import { type Archive, openZip, UnsafeZip } from "./zip-guard.ts"

/** What a document may unpack to; pictures are part of it. */
const LIMITS = { entries: 10_000, bytes: 200 * 1024 * 1024 }

/** Reads a Word document as one article; its title is that of the title style, else its first top heading. */
export const readDocx: Reader = async (source) => {
  const { document } = parsePage(source, await convert(source))
  placeNotes(document)
  const [first] = document.querySelectorAll("h1")
  const title = tidyTitle(first?.textContent ?? "") || titleOfName(source.name)
  first?.remove()
  const body = cleanText(htmlToMarkdown(document.body, {})).trim()
  if (!body && !first) {
    throw new UnreadableSource(
      source.name,
      "has no text in it",
      "If it holds pictures of text, type the text.",
    )
  }
  return [{ id: source.name, title, body, ...definedOnly({ url: source.url }) }]
}

async function convert(source: Source): Promise<string> {
  try {
    const file = partsOf(openZip(source.bytes, LIMITS))
    const options = {
      // Without its own entry here, a title would become a plain paragraph.
      styleMap: [
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='Subtitle'] => p:fresh",
        // Tables of contents and of figures only list what follows.
        "p[style-name^='toc '] => !",
        "p[style-name='table of figures'] => !",
        "br[type='page'] => br",
        "br[type='column'] => br",
      ],
      convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
      externalFileAccess: false,
    }
    return (await mammoth.convertToHtml(file, options)).value
  } catch (error) {
    const isLarge = error instanceof UnsafeZip && error.message.startsWith("too")
    const problem = isLarge
      ? `is ${error.message.replace("too many", "of too many")}`
      : "is damaged or no Word document"
    throw new UnreadableSource(source.name, problem, "Save it again as .docx, without large pictures.", {
      cause: error,
    })
  }
}

/** What mammoth takes in place of an archive's bytes, which its types do not say. It asks for names as they are. */
function partsOf(archive: Archive): Parameters<typeof mammoth.convertToHtml>[0] {
  const file = {
    exists: (name: string) => archive.has(name),
    async read(name: string, encoding?: string) {
      const bytes = archive.read(name)
      if (!bytes) throw new Error(`there is no ${name}`)
      if (encoding === "base64") return Buffer.from(bytes).toString("base64")
      return encoding ? withoutHiddenText(new TextDecoder().decode(bytes)) : bytes
    },
  }
  return { file } as unknown as Parameters<typeof mammoth.convertToHtml>[0]
}
