import { expect, test } from "bun:test"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { earlierDatabases } from "./earlier-databases.ts"

test("whatever holds an earlier state is named, also what a killed process left", () => {
  const folder = mkdtempSync(join(tmpdir(), "chatd-earlier-"))
  try {
    for (const name of ["replaced-2026-11-22", ".upgrade-check-a1", ".chatd-backup-b2", "models"])
      mkdirSync(join(folder, name))
    for (const name of [
      "before-0028_signed_out_customers.backup",
      "chatd.db.restoring",
      "chatd.db",
      "chatd.db-wal",
    ])
      writeFileSync(join(folder, name), "")
    expect(earlierDatabases(folder)).toEqual([
      ".chatd-backup-b2",
      ".upgrade-check-a1",
      "before-0028_signed_out_customers.backup",
      "chatd.db.restoring",
      "replaced-2026-11-22",
    ])
    expect(earlierDatabases(join(folder, "nowhere"))).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
