import { join } from "node:path"
import { Glob } from "bun"

const API = join(import.meta.dir, "../src/api")

export interface RegisteredRoute {
  /** The folder of src/api that registers it. */
  contract: string
  /** Such as `GET /api/chat/sessions/:id`. */
  route: string
}

/** Every route that the sources of the contracts register. */
export async function registeredRoutes(): Promise<RegisteredRoute[]> {
  const found: RegisteredRoute[] = []
  for await (const file of new Glob("**/*.ts").scan(API)) {
    if (file.endsWith(".test.ts")) continue
    const source = await Bun.file(join(API, file)).text()
    for (const [, method = "", path = ""] of source.matchAll(
      /\.(get|post|patch|put|delete)\(\s*"(\/[^"]*)"/g,
    ))
      found.push({ contract: file.split("/")[0] ?? "", route: `${method.toUpperCase()} ${path}` })
  }
  return found
}
