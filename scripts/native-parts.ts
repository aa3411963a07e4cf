/** The native files and the plugin that make the compiled executable independent of node_modules. */
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import type { BunPlugin } from "bun"

/** Build targets whose native files the packages ship. */
export type Target = "linux-x64" | "linux-arm64" | "darwin-arm64" | "darwin-x64" | "windows-x64"
export const TARGETS: readonly Target[] = [
  "linux-x64",
  "linux-arm64",
  "darwin-arm64",
  "darwin-x64",
  "windows-x64",
]

const ROOT = fileURLToPath(new URL("..", import.meta.url))
/** The files of onnxruntime that a CPU session needs; DirectML and its compiler are for GPUs. */
const RUNTIME_FILE =
  /^(onnxruntime_binding\.node|libonnxruntime\.so\.1|libonnxruntime\.1\.dylib|onnxruntime\.dll|DirectML\.dll)$/

/**
 * The target's libraries, from the installed packages.
 *
 * @throws if a package ships none for the target.
 */
export function nativeFiles(target: Target): string[] {
  const [system, arch] = target.split("-") as [string, string]
  const platform = system === "windows" ? "win32" : system
  const runtime = join(packageFolder("onnxruntime-node"), "bin/napi-v6", platform, arch)
  if (!existsSync(runtime)) throw new Error(`onnxruntime-node ships no library for ${target}`)
  const prebuilds = join(packageFolder("usearch"), "prebuilds")
  const prebuild = readdirSync(prebuilds).find((name) => {
    const [os, archs = ""] = name.split("-")
    return os === platform && archs.split("+").includes(arch)
  })
  if (!prebuild) throw new Error(`usearch ships no library for ${target}`)
  return [
    ...readdirSync(runtime)
      .filter((name) => RUNTIME_FILE.test(name))
      .map((name) => join(runtime, name)),
    join(prebuilds, prebuild, "usearch.node"),
  ]
}

/** Who in `kb` starts a worker, and which. */
const WORKERS_USED = [
  ["embedder-pool.ts", "embedder-worker.ts"],
  ["source-reader.ts", "reading-worker.ts"],
] as const

/**
 * Embeds `files` and lets the packages load their addons from where they are unpacked.
 *
 * @throws while building, if a package's loader no longer looks as expected.
 */
export function nativePlugin(files: readonly string[]): BunPlugin {
  const loader = JSON.stringify(join(ROOT, "src/native/files.ts"))
  return {
    name: "native-parts",
    setup(build) {
      build.onLoad({ filter: /[\\/]src[\\/]native[\\/]embedded\.ts$/ }, () => ({
        contents: embeddedModule(files),
        loader: "js",
      }))
      // In the executable a worker goes by its path from the source root; URLs there point at the executable itself.
      for (const [user, worker] of WORKERS_USED)
        build.onLoad({ filter: new RegExp(`[\\\\/]kb[\\\\/]${user}$`) }, ({ path }) => ({
          contents: replaceOnce(
            path,
            new RegExp(`new URL\\("\\./${worker}", import\\.meta\\.url\\)`),
            `"./kb/${worker}"`,
          ),
          loader: "ts",
        }))
      build.onLoad({ filter: /onnxruntime-node[\\/]dist[\\/]binding\.js$/ }, ({ path }) => ({
        contents: replaceOnce(
          path,
          /require\(`\.\.\/bin\/napi-v6\/.*?onnxruntime_binding\.node`\)/,
          `require(${loader}).loadAddon("onnxruntime_binding.node")`,
        ),
        loader: "js",
      }))
      build.onLoad({ filter: /usearch[\\/]javascript[\\/]dist[\\/]esm[\\/]usearch\.js$/ }, ({ path }) => {
        const source = replaceOnce(
          path,
          /build\(getBuildDir\(getDirName\(\)\)\)/,
          `loadAddon("usearch.node")`,
        )
        // Its list of prebuilds, there for another bundler, names files that the package does not hold.
        const code = source.slice(0, source.search(/^if \(process\.uptime\(\) < 0\)/m))
        return { contents: `import { loadAddon } from ${loader}\n${code}`, loader: "js" }
      })
    },
  }
}

function embeddedModule(files: readonly string[]): string {
  const hash = createHash("sha256")
  const imports: string[] = []
  const entries: string[] = []
  for (const [index, path] of files.entries()) {
    hash.update(`${basename(path)} ${statSync(path).size}\n`).update(readFileSync(path))
    imports.push(`import file${index} from ${JSON.stringify(path)} with { type: "file" }`)
    entries.push(
      `{ name: ${JSON.stringify(basename(path))}, path: file${index}, bytes: ${statSync(path).size} }`,
    )
  }
  const digest = hash.digest("hex").slice(0, 16)
  return `${imports.join("\n")}\nexport const EMBEDDED = { hash: "${digest}", files: [${entries.join(", ")}] }\n`
}

function replaceOnce(path: string, pattern: RegExp, replacement: string): string {
  const source = readFileSync(path, "utf8")
  if (!pattern.test(source)) throw new Error(`${basename(path)} has changed: adapt the plugin to it`)
  return source.replace(pattern, () => replacement)
}

function packageFolder(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.resolve(name)))
  while (!existsSync(join(folder, "LICENSE")) && !existsSync(join(folder, "bin"))) folder = dirname(folder)
  return folder
}
