// Runs on plain Node before anything is installed, so it imports nothing but Node itself.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Runs a command with our own output and ends the process with its exit code if it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options })
  if (result.error) throw result.error
  if (result.status !== 0) process.exit(result.status ?? 1)
}

/**
 * Installs what package-lock.json says, once per lock file. (`npm ci` would refuse where a registry lacks an optional
 * package of another platform; `install --no-save` takes the same versions and leaves the lock file alone.) No package's install script runs (.npmrc); the only one
 * that is needed, Bun's, is started here.
 */
export function install() {
  const [major] = process.versions.node.split(".").map(Number)
  if (major < 20) {
    console.error(`chatd is built with Node 20 or newer; this is ${process.version}.`)
    process.exit(1)
  }
  const bun = join(root, "node_modules", "bun", "bin", "bun.exe")
  const mark = join(root, "node_modules", ".chatd-installed")
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex")
  if (!existsSync(mark) || readFileSync(mark, "utf8") !== lock) {
    console.error("Installing packages…")
    const npm = process.platform === "win32" ? "npm.cmd" : "npm"
    run(npm, ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"])
    // It moves the runtime into place, which can be done once only.
    if (!runs(bun)) run(process.execPath, [join("node_modules", "bun", "install.js")])
    mkdirSync(dirname(mark), { recursive: true })
    writeFileSync(mark, lock)
  }
  return bun
}

function runs(command) {
  return spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0
}

/** Whether `dist/chatd` is missing or older than anything that it is made of. */
export function buildIsStale() {
  const binary = join(root, "dist", process.platform === "win32" ? "chatd.exe" : "chatd")
  if (!existsSync(binary)) return true
  const built = statSync(binary).mtimeMs
  const sources = spawnSync(
    "git",
    [
      "ls-files",
      "-co",
      "--exclude-standard",
      "src",
      "cli",
      "kb",
      "migrations",
      "scripts",
      "widget",
      "package-lock.json",
    ],
    { cwd: root, encoding: "utf8" },
  )
  if (sources.status !== 0) return true
  return sources.stdout
    .split("\n")
    .filter((path) => path && existsSync(join(root, path)))
    .some((path) => statSync(join(root, path)).mtimeMs > built)
}
