// `npm test`: installs, builds and runs every test. Arguments after -- go to `bun test`.
import { spawnSync } from "node:child_process"
import { readFileSync, rmSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { buildIsStale, install, root, run } from "./bootstrap.mjs"

const bun = install()
if (buildIsStale()) run(bun, ["scripts/build.ts"])
const report = join(root, "build", "junit.xml")
rmSync(report, { force: true })
// A busy machine may be slow; and a test that times out takes its processes along, the shared Postgres among them.
const timeout = "--timeout=60000"
// Files wait for sockets, processes and clocks more than they compute. Each worker has a Postgres and a browser of its own.
const workers = [`--parallel=${Math.min(4, availableParallelism())}`, "--no-isolate"]
const tests = spawnSync(
  bun,
  ["test", timeout, ...workers, "--reporter=junit", `--reporter-outfile=${report}`, ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
)
const totals = /<testsuites[^>]*?>/.exec(readFileSync(report, "utf8"))?.[0] ?? ""
const count = (name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(totals)?.[1] ?? 0)
const failed = count("failures") + count("errors")
console.log(
  `${count("tests") - failed - count("skipped")} passed, ${failed} failed, ${count("skipped")} skipped`,
)
process.exit(tests.status ?? 1)
