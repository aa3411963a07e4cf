import { afterAll, expect, test } from "bun:test"
import { fstatSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const folder = mkdtempSync(join(tmpdir(), "chatd-log-"))
afterAll(() => rmSync(folder, { recursive: true }))

const WRITES = `
  const { createLog } = await import(${JSON.stringify(join(import.meta.dir, "log.ts"))})
  const log = await createLog({ level: "debug", format: "json" })
  log.debug("looked"); log.info("listening"); log.warn("slow"); log.error("failed"); log.fatal("ended")
`

/** What a process writes whose standard error is a file, with what systemd says of the journal. */
async function written(
  journal: (file: { dev: number; ino: number }) => string | undefined,
): Promise<string[]> {
  const path = join(folder, crypto.randomUUID())
  const file = openSync(path, "w")
  const stream = journal(fstatSync(file))
  const env = { ...process.env, ...(stream && { JOURNAL_STREAM: stream }) }
  const writer = Bun.spawn([process.execPath, "-e", WRITES], { env, stderr: file })
  expect(await writer.exited).toBe(0)
  return readFileSync(path, "utf8").trim().split("\n")
}

test("lines have a priority where they go to systemd's journal, and nowhere else", async () => {
  const journaled = await written(({ dev, ino }) => `${dev}:${ino}`)
  expect(journaled.map((line) => line.slice(0, 4))).toEqual(["<7>{", "<6>{", "<4>{", "<3>{", "<2>{"])
  expect(JSON.parse(journaled[3]?.slice(3) ?? "")).toMatchObject({ level: "error", msg: "failed" })
  for (const other of [() => undefined, ({ dev, ino }: { dev: number; ino: number }) => `${dev}:${ino + 1}`])
    expect((await written(other)).map((line) => JSON.parse(line).level)).toEqual([
      ...["debug", "info", "warn", "error", "fatal"],
    ])
})
