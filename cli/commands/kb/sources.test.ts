import { expect, test } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { watchSources } from "./sources.ts"

test("who stops it while a large folder is being looked through need not stop it twice", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chatd-watch-"))
  const watch = await watchSources([folder], AbortSignal.abort())
  const changed = await Array.fromAsync(watch)
  rmSync(folder, { recursive: true })
  expect(changed).toEqual([])
})
