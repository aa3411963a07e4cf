import { setDefaultTimeout } from "bun:test"

// A busy machine may be slow; and a test that times out takes its processes along, the shared Postgres among them.
setDefaultTimeout(60_000)
