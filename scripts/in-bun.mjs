// Runs a TypeScript script of this repository under the pinned Bun: node scripts/in-bun.mjs bench/kb.ts …
import { install, run } from "./bootstrap.mjs"

run(install(), process.argv.slice(2))
