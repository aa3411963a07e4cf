import { existsSync } from "node:fs"
import { join } from "node:path"
import { EMBEDDED } from "./embedded.ts"
import { loadingFault } from "./machine.ts"
import { unpack } from "./unpack.ts"

let folder: string | undefined

/** True in the compiled executable. */
export const isCompiled = EMBEDDED !== undefined

/** The folder that holds the executable's unpacked native libraries and model. */
function unpackedFolder(): string {
  if (!EMBEDDED) throw new Error("only the compiled executable carries files")
  folder ??= unpack(EMBEDDED)
  return folder
}

/**
 * Loads a Node-API addon that the executable carries. `scripts/build.ts` puts calls of it where packages `require`
 * their `.node` files; nothing else calls it.
 *
 * @throws if it cannot be unpacked or linked; {@link MachineLacks} where this machine is too old for it
 */
export function loadAddon(name: string): unknown {
  const addon = { exports: {} }
  try {
    process.dlopen(addon, join(unpackedFolder(), name))
  } catch (error) {
    throw loadingFault(error)
  }
  return addon.exports
}

/**
 * The bundled all-MiniLM-L6-v2: from the executable, or from `build/model` of the source tree.
 *
 * @throws if the source tree has no converted model yet.
 */
export function bundledModelFolder(): string {
  if (EMBEDDED) return unpackedFolder()
  const path = join(import.meta.dir, "../../build/model")
  if (!existsSync(join(path, "model.onnx"))) {
    throw new Error("build/model holds no model: run `bun scripts/convert-model.ts`")
  }
  return path
}
