import { existsSync } from "node:fs"
import { dirname, join } from "node:path"

const FOLDER = import.meta.dir
const BUILT = join(FOLDER, "node_modules/better-sqlite3/build/Release/better_sqlite3.node")

/** Installs what the reference on Node is made of, once. @throws with what is missing, in a sentence */
export function installReferences(): void {
  const node = Bun.which("node")
  if (!node || nodeMajor(node) < 20)
    throw new Error("The reference server wants Node 20 or newer on the PATH.")
  if (existsSync(BUILT)) return
  console.error("Installing the reference server's packages…")
  // Where better-sqlite3 has no ready binary for this machine it is compiled, and Node's headers may lie beside Node.
  const prefix = dirname(dirname(node))
  const headers = existsSync(join(prefix, "include/node/node.h")) ? { npm_config_nodedir: prefix } : {}
  const { success } = Bun.spawnSync(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts=false"], {
    cwd: FOLDER,
    env: { ...process.env, ...headers },
    stdout: "ignore",
    stderr: "inherit",
  })
  if (!success || !existsSync(BUILT))
    throw new Error(
      "better-sqlite3 could not be installed: it takes its ready binary from the network, or else a C++ compiler, make, " +
        "Python 3 and Node's headers (npm_config_nodedir=DIR where DIR/include/node/node.h is).",
    )
}

function nodeMajor(node: string): number {
  return Number(Bun.spawnSync([node, "--version"]).stdout.toString().slice(1).split(".")[0])
}
