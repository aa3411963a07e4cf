/**
 * Builds what pages embed into build/widget, and fails where a file grew past its limit.
 *
 * Usage: bun scripts/build-widget.ts
 */
import { createHash, type Hash } from "node:crypto"
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import type { BunPlugin } from "bun"
import { minify } from "terser"

const ROOT = fileURLToPath(new URL("..", import.meta.url))
const OUT = join(ROOT, "build/widget")

/** Bytes of gzip. A visitor pays for the loader on every page, and for the chat on the first look at it. */
const LIMITS: Readonly<Record<string, number>> = {
  "chat-widget.js": 4 * 1024,
  "chat-module.js": 4 * 1024,
  "chat-ui.js": 30 * 1024,
}

/**
 * Names of what the chat's own code alone knows, which may be shorter ones there: nothing of these is sent, stored, said by a
 * page or called by the loader.
 */
const OWN_NAMES =
  /^(abandon|addOlder|adopt|arrived|askForPerson|backOff|backOffMost|belongTo|blocked|busy|buttonRef|cancelAll|connection|controller|decline|discard|dismissProblem|follows|heartbeat|isOnline|isVisible|limited|loadLater|loadOlder|look|ofForm|isOpen|onClose|onPick|onSignal|othersAfter|outbox|outcomes|ownLast|pace|phase|problem|publish|questionOf|readUpTo|recall|reread|restart|retryAt|sessionId|setDraft|setMuted|socketAgain|startAnew|surroundings|takeAll|titleId|typingOver|waits|whether)$/

/** The same of what Preact calls by itself: components of ours are functions, and its own classes are in the same file. */
const PREACTS_NAMES =
  /^(component(Did(Catch|Mount|Update)|Will(Mount|ReceiveProps|Unmount|Update))|contextType|debounceRendering|diffed|forceUpdate|get(ChildContext|DerivedStateFrom(Error|Props)|SnapshotBeforeUpdate)|setState|shouldComponentUpdate|unmount|vnode|Consumer|Provider)$/

const SHORTENED = new RegExp(`${OWN_NAMES.source}|${PREACTS_NAMES.source}`)

/** Stylesheets are strings in the script that needs them, without what only people read. */
const STYLES_AS_TEXT: BunPlugin = {
  name: "styles as text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const text = await Bun.file(path).text()
      const contents = text
        .replace(/\/\*.*?\*\//gs, "")
        .replace(/\s+/g, " ")
        .replace(/ ?([{};,]) ?|(:) /g, "$1$2")
        .replace(/;\}/g, "}")
        // An attribute's value that is a word needs no quotes, and no number its leading zero.
        .replace(/="([a-z][\w-]*)"\]/g, "=$1]")
        .replace(/([ :(,])0\./g, "$1.")
      return { contents, loader: "text" }
    })
  },
}

/**
 * Elements as calls of `h` are a fifth of a kilobyte less than as calls of the JSX runtime, and that runtime itself is saved.
 * Parts call the `h` of the chat, which hands it to them in its kit.
 */
const ELEMENTS_AS_CALLS: BunPlugin = {
  name: "elements as calls",
  setup(build) {
    build.onLoad({ filter: /\.tsx$/ }, async ({ path }) => {
      const how = path.includes("/parts/")
        ? "/** @jsxRuntime classic @jsx kit.h @jsxFrag kit.Fragment */\n"
        : "/** @jsxRuntime classic @jsx h_ @jsxFrag F_ */ import { Fragment as F_, h as h_ } from 'preact'\n"
      return { contents: how + (await Bun.file(path).text()), loader: "tsx" }
    })
  },
}

/** One file as the server carries it; see src/http/widget-files.ts. */
interface BuiltFile {
  type: string
  hash: string
  text: string
}

if (import.meta.main) {
  const files = await buildWidget()
  for (const [name, { text }] of Object.entries(files)) {
    const bytes = gzipSync(text, { level: 9 }).length
    const limit = LIMITS[name]
    console.log(`${name}: ${bytes} bytes of gzip${limit ? ` (at most ${limit})` : ""}`)
  }
}

/** The widget is older than what it is made of, or was never built. */
export function widgetIsStale(): boolean {
  const built = join(OUT, "files.json")
  if (!existsSync(built)) return true
  const written = statSync(built).mtimeMs
  const sources = [
    "scripts/build-widget.ts",
    "package-lock.json",
    ...globSync("widget/**/*.{ts,tsx,css}", { cwd: ROOT }),
  ]
  return sources.some((path) => statSync(join(ROOT, path)).mtimeMs > written)
}

/** @throws if it does not compile, or a file is larger than it may be. */
export async function buildWidget(): Promise<Readonly<Record<string, BuiltFile>>> {
  const files: Record<string, BuiltFile> = {}
  const parts = createHash("sha256")
  for (const path of globSync(["widget/ui/parts/*.{ts,tsx}", "widget/i18n/lang/*.ts"], {
    cwd: ROOT,
  }).sort()) {
    const name = path.includes("/lang/")
      ? `lang/${basename(path, ".ts")}`
      : basename(path).replace(/\.tsx?$/, "")
    const part = await bundle(path, "esm", {})
    const shortened = part.text.match(/(?<=\.)\w+/g)?.find((called) => SHORTENED.test(called))
    if (shortened) throw new Error(`${path} calls ${shortened}, which has a shorter name in the chat`)
    files[`${name}.js`] = part
    parts.update(part.hash)
  }
  // One hash for all parts: a dozen would cost the chat more than a part that is fetched anew now and then.
  const partsHash = shortHash(parts)
  for (const part of Object.values(files)) part.hash = partsHash
  files["chat-ui.js"] = await bundle("widget/ui/main.tsx", "esm", {
    CHAT_PARTS_HASH: JSON.stringify(partsHash),
  })
  const chat = { CHAT_UI_FILE: JSON.stringify(withHash("chat-ui.js", files)) }
  files["chatbot-config.js"] = await bundle("widget/loader/chatbot-config.ts", "esm", {})
  files["chat-widget.js"] = await bundle("widget/loader/chat-widget.ts", "iife", {
    ...chat,
    CHATBOT_CONFIG_FILE: JSON.stringify(withHash("chatbot-config.js", files)),
  })
  files["chat-module.js"] = await bundle("widget/loader/chat-module.ts", "esm", chat)
  files["chat-module.d.ts"] = builtFile("text/plain", declarations())
  for (const [name, { text }] of Object.entries(files)) {
    const bytes = gzipSync(text, { level: 9 }).length
    const limit = LIMITS[name]
    if (limit && bytes > limit) throw new Error(`${name} has ${bytes} bytes of gzip; it may have ${limit}`)
  }
  write(files)
  return files
}

async function bundle(
  entry: string,
  format: "esm" | "iife",
  define: Record<string, string>,
): Promise<BuiltFile> {
  const result = await Bun.build({
    entrypoints: [join(ROOT, entry)],
    target: "browser",
    format,
    // Names are left to the pass below, which finds shorter ones for what it has not to undo.
    minify: { syntax: true, whitespace: true },
    plugins: [STYLES_AS_TEXT, ELEMENTS_AS_CALLS],
    define: { "process.env.NODE_ENV": '"production"', ...define },
    throw: false,
  })
  for (const log of result.logs) console.error(String(log))
  const [output] = result.outputs
  if (!result.success || !output) throw new Error(`${entry} was not compiled`)
  // A second pass by a minifier that does nothing else saves another 3 %, which is a whole feature.
  const { code } = await minify(await output.text(), {
    module: format === "esm",
    toplevel: true,
    ecma: 2020,
    // Functions that need no `this` of their own may be arrows, since none of ours is called with `new`; and what the language
    // brings along (`String`, `Number`) is taken for what it is.
    compress: { passes: 3, lhs_constants: false, unsafe: true, unsafe_arrows: true },
    // Parts call what the chat hands them: each has its own names for what nobody else calls, so there they stay as they are.
    mangle: entry.includes("/parts/") ? true : { properties: { regex: SHORTENED } },
  })
  if (code === undefined) throw new Error(`${entry} was not minified`)
  return builtFile("text/javascript", code)
}

/** Types of chat-module.js: the API's own, which import nothing, and its functions. */
function declarations(): string {
  const api = readFileSync(join(ROOT, "widget/loader/widget-api.ts"), "utf8")
  const functions = ["init", "open", "close", "toggle", "ask", "destroy", "identify", "on"]
  return `${api}\n${functions.map((name) => `export declare const ${name}: ChatWidget["${name}"]\n`).join("")}`
}

function builtFile(type: string, text: string): BuiltFile {
  return { type, hash: shortHash(createHash("sha256").update(text)), text }
}

function shortHash(hash: Hash): string {
  return hash.digest("base64url").slice(0, 16)
}

/** Under such a name a browser may keep it forever. */
function withHash(name: string, files: Readonly<Record<string, BuiltFile>>): string {
  return `${name}?v=${files[name]?.hash}`
}

/** All at once: who builds beside us, or reads, never sees a half. */
function write(files: Readonly<Record<string, BuiltFile>>): void {
  const fresh = `${OUT}-${process.pid}`
  mkdirSync(join(fresh, "lang"), { recursive: true })
  for (const [name, { text }] of Object.entries(files)) writeFileSync(join(fresh, name), text)
  writeFileSync(join(fresh, "files.json"), JSON.stringify(files))
  mkdirSync(join(OUT, "lang"), { recursive: true })
  for (const name of [...Object.keys(files), "files.json"]) renameSync(join(fresh, name), join(OUT, name))
  rmSync(fresh, { recursive: true })
}
