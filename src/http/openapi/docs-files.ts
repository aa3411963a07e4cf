import swaggerStyles from "swagger-ui-dist/swagger-ui.css" with { type: "file" }
import swaggerScript from "swagger-ui-dist/swagger-ui-bundle.js" with { type: "file" }
import swaggerLicences from "swagger-ui-dist/swagger-ui-bundle.js.LICENSE.txt" with { type: "file" }
import docsStyles from "../pages/docs/docs.css" with { type: "text" }
import docs from "../pages/docs/docs.html" with { type: "text" }
import docsScript from "../pages/docs/docs.js" with { type: "text" }

/** Bun's types take every import of HTML for a bundle, whatever its attribute says. */
export const DOCS_PAGE = docs as unknown as string

interface DocsFile {
  type: string
  read(): Promise<string>
}

const carried = (type: string, path: string): DocsFile => ({ type, read: () => Bun.file(path).text() })
const text = (type: string, content: string): DocsFile => ({ type, read: async () => content })

/** What the page at `/docs` is made of, by path. The executable carries the library as files, not as code. */
export const DOCS_FILES: Readonly<Record<string, DocsFile>> = {
  "/docs/docs.css": text("text/css", docsStyles),
  "/docs/docs.js": text("text/javascript", docsScript),
  "/docs/swagger-ui.css": carried("text/css", swaggerStyles),
  "/docs/swagger-ui-bundle.js": carried("text/javascript", swaggerScript),
  "/docs/swagger-ui-bundle.js.LICENSE.txt": carried("text/plain", swaggerLicences),
}
