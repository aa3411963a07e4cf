import { afterAll, beforeEach, expect, test } from "bun:test"
import { cpSync, existsSync, readdirSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { binaryAlone } from "./binary.ts"

const chatd = binaryAlone()
const data = join(chatd.folder, "data")
const database = join(data, "chatd.db")
beforeEach(() => rmSync(data, { recursive: true, force: true }))
afterAll(() => chatd.remove())

test.each([
  ["the data folder is deleted", () => rmSync(data, { recursive: true })],
  [
    "the database's file is replaced by a copy",
    () => {
      cpSync(database, join(data, "copy"))
      renameSync(join(data, "copy"), database)
    },
  ],
])("when %s, the server ends and says why, instead of taking what would be lost", async (_, lose) => {
  const server = await chatd.serve([], { CHATD_LOG_FORMAT: "json" })
  lose()
  const { code, err } = await server.finished
  expect({ code, err }).toEqual({
    code: 74,
    err: expect.stringContaining("chatd.db was deleted or replaced while the server ran"),
  })
})

const emptied = () => {
  for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true })
}
const withoutDatabase = () => {
  for (const end of ["", "-wal", "-shm"]) rmSync(`${database}${end}`, { force: true })
}

test.each([
  ["whose folder was emptied", emptied],
  ["whose database was deleted", withoutDatabase],
])("a server %s is not started again with an empty database, by whatever starts it", async (_, lose) => {
  const backup = join(chatd.folder, "good.backup")
  rmSync(backup, { force: true })
  const server = await chatd.serve()
  await chatd.json(["partner", "create", "--name", "Acme", "--domain", "acme.com"])
  expect((await chatd.run(["backup", backup])).code).toBe(0)
  lose()
  expect((await server.finished).code).toBe(74)

  const gone = { code: 74, err: expect.stringContaining("chatd.db has gone") }
  for (const command of [
    ["serve", "--port", "0"],
    ["partner", "create", "--name", "Acme", "--domain", "acme.com"],
    ["partner", "list"],
    ["backup", join(chatd.folder, "next.backup")],
  ])
    expect(await chatd.run(command)).toMatchObject(gone)
  expect((await chatd.run(["doctor"])).out).toContain("chatd.db has gone")
  expect(existsSync(database)).toBe(false)

  expect((await chatd.run(["restore", backup])).code).toBe(0)
  expect(await chatd.json(["partner", "list"])).toMatchObject([{ name: "Acme" }])
  const again = await chatd.serve()
  again.kill("SIGTERM")
  expect((await again.finished).code).toBe(0)
})

test("a database that was moved away alone is waited for with its log; who wants an empty one is told what to remove", async () => {
  const server = await chatd.serve()
  await chatd.json(["partner", "create", "--name", "Acme", "--domain", "acme.com"])
  server.kill("SIGKILL")
  await server.finished
  rmSync(join(data, "server.json"))
  renameSync(database, join(chatd.folder, "elsewhere.db"))
  const { code, err } = await chatd.run(["serve", "--port", "0"])
  expect({ code, err }).toEqual({ code: 74, err: expect.stringContaining("remove") })
  expect(err).toContain("chatd.db-wal")
  renameSync(join(chatd.folder, "elsewhere.db"), database)
  expect(await chatd.json(["partner", "list"])).toMatchObject([{ name: "Acme" }])

  withoutDatabase()
  const anew = await chatd.serve()
  anew.kill("SIGTERM")
  expect((await anew.finished).code).toBe(0)
})

test("a folder beside a server on Postgres shows no sign of a database of its own", async () => {
  chatd.write("data/server.json", JSON.stringify({ url: "http://127.0.0.1:1", pid: 1, database: "postgres" }))
  const server = await chatd.serve()
  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)
})
