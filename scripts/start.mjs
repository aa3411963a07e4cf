// `npm start`: installs, builds and serves the demo. Arguments after -- go to `chatd serve`.
import { spawn } from "node:child_process"
import { join } from "node:path"
import { buildIsStale, install, root, run } from "./bootstrap.mjs"

const bun = install()
if (buildIsStale()) {
  console.error("Building dist/chatd…")
  run(bun, ["scripts/build.ts"])
}
const binary = join(root, "dist", process.platform === "win32" ? "chatd.exe" : "chatd")
const server = spawn(binary, ["serve", "--demo", ...process.argv.slice(2)], { cwd: root, stdio: "inherit" })
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal))
server.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
