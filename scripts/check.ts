/** Formatting, lint and types, in the order in which they are cheapest to mend. */
import { $ } from "bun"

await $`node_modules/.bin/biome check --error-on-warnings .`
await $`node_modules/.bin/tsc -p .`
