/**
 * Compiles chatd to one executable, with the embedding model and the native libraries in it.
 *
 * Usage: bun scripts/build.ts [--target linux-x64] [--outfile FILE] [--entry cli/main.ts] [--no-bytecode]
 */
import { existsSync, globSync, mkdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import type { BunPlugin } from "bun"
import { buildWidget } from "./build-widget.ts"
import { convertModel, MODEL_DIR } from "./convert-model.ts"
import { nativeFiles, nativePlugin, TARGETS, type Target } from "./native-parts.ts"

const ROOT = fileURLToPath(new URL("..", import.meta.url))
/** Each worker is an entry point of its own; it must be found where `new Worker` looks for it. */
const WORKERS = ["kb/embedder-worker.ts", "kb/reading-worker.ts"]

/** Ink asks for React's inspector only where `DEV=true`; it is not installed, and nobody inspects a binary. */
const WITHOUT_DEVTOOLS: BunPlugin = {
  name: "without React's inspector",
  setup(build) {
    build.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: "absent" }))
    build.onLoad({ filter: /.*/, namespace: "absent" }, () => ({
      contents: "export default {}",
      loader: "js",
    }))
  },
}

const { values: options } = parseArgs({
  args: Bun.argv.slice(2),
  options: {
    target: { type: "string", default: hostTarget() },
    outfile: { type: "string" },
    entry: { type: "string", default: "cli/main.ts" },
    bytecode: { type: "boolean", default: true },
  },
  allowNegative: true,
})

await build(options)

async function build({ target, entry, bytecode, ...rest }: typeof options): Promise<void> {
  // Another machine's binary lies beside this one's: `npm start` would run it.
  const outfile = rest.outfile ?? (target === hostTarget() ? "dist/chatd" : `dist/chatd-${target}`)
  if (!isTarget(target)) throw new Error(`no target ${target}: one of ${TARGETS.join(", ")}`)
  const files = nativeFiles(target)
  if (modelIsStale()) {
    console.log("converting the model")
    await convertModel(MODEL_DIR)
  }
  await buildWidget()
  files.push(join(MODEL_DIR, "model.onnx"), join(MODEL_DIR, "tokenizer.json"))
  mkdirSync(dirname(outfile), { recursive: true })
  const started = performance.now()
  const result = await Bun.build({
    entrypoints: [entry, ...WORKERS].map((path) => join(ROOT, path)),
    root: ROOT,
    target: "bun",
    minify: true,
    bytecode,
    // Bytecode of ES modules takes top-level await; of CommonJS, Bun's default for it, it does not.
    format: "esm",
    define: {
      "process.env.NODE_ENV": '"production"',
      CHATD_VERSION: JSON.stringify(version()),
      CHATD_COMMIT: JSON.stringify(commit()),
    },
    plugins: [nativePlugin(files), WITHOUT_DEVTOOLS],
    compile: { target: `bun-${target}`, outfile, autoloadDotenv: false, autoloadBunfig: false },
    throw: false,
  })
  for (const log of result.logs) console.error(String(log))
  if (!result.success) throw new Error(`${entry} was not compiled`)
  const built = target === "windows-x64" && !outfile.endsWith(".exe") ? `${outfile}.exe` : outfile
  const megabytes = (statSync(built).size / 1e6).toFixed(0)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${relative(process.cwd(), built)}: ${megabytes} MB for ${target} in ${seconds} s`)
}

/** The model is older than what writes it, or was never written. */
function modelIsStale(): boolean {
  const model = join(MODEL_DIR, "model.onnx")
  if (!existsSync(model)) return true
  const written = statSync(model).mtimeMs
  const writers = ["scripts/convert-model.ts", ...globSync("scripts/model/*.ts", { cwd: ROOT })]
  return writers.some((path) => statSync(join(ROOT, path)).mtimeMs > written)
}

function version(): string {
  return (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string }).version
}

/** Short commit hash, or `unknown` outside a git checkout and where there is no git, as in most images. */
function commit(): string {
  if (!Bun.which("git")) return "unknown"
  const git = Bun.spawnSync(["git", "rev-parse", "--short=12", "HEAD"], { cwd: ROOT, stderr: "ignore" })
  return git.success ? git.stdout.toString().trim() : "unknown"
}

function hostTarget(): string {
  return `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`
}

function isTarget(target: string): target is Target {
  return (TARGETS as readonly string[]).includes(target)
}
