import { afterEach, expect, test } from "bun:test"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { TLSSocket } from "node:tls"
import { sql } from "kysely"
import { dropDatabase, freshDatabase } from "../../test/postgres/shared.ts"
import { selfSigned } from "../../test/servers/self-signed.ts"
import { startTcpProxy } from "../../test/servers/tcp-proxy.ts"
import { until } from "../../test/wait.ts"
import { connect } from "./database.ts"

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

/** A fresh database behind a network that can be made to fail. */
async function postgresBehindProxy() {
  const url = new URL(await freshDatabase())
  const proxy = await startTcpProxy()
  endings.push(() => dropDatabase(url.href))
  endings.push(() => proxy.stop())
  proxy.leadTo(Number(url.port))
  const through = new URL(url)
  through.port = String(proxy.port)
  return { direct: url.href, through, proxy }
}

async function opened(url: string) {
  const database = await connect({ dataDir: tmpdir(), url })
  endings.push(() => database.close())
  return database
}

test("connections that went silent are given up, and the next query goes over a new one", async () => {
  const { through, proxy } = await postgresBehindProxy()
  const { db, limitQueries } = await opened(through.href)
  const together = () =>
    Promise.allSettled(
      Array.from({ length: 8 }, () => db.transaction().execute((trx) => sql`select 1`.execute(trx))),
    )
  expect((await together()).every(({ status }) => status === "fulfilled")).toBe(true)
  limitQueries(500)
  proxy.silence()
  for (const outcome of await together())
    expect(outcome).toMatchObject({ status: "rejected", reason: { code: "unavailable" } })
  limitQueries(30_000)
  expect((await together()).every(({ status }) => status === "fulfilled")).toBe(true)
})

test("a query may take longer where none are limited", async () => {
  const { through } = await postgresBehindProxy()
  const { db, limitQueries } = await opened(through.href)
  await sql`select pg_sleep(0.3)`.execute(db)
  limitQueries(100)
  await expect(sql`select pg_sleep(5)`.execute(db)).rejects.toMatchObject({ code: "unavailable" })
})

test("a database that takes no writes is not well, and says so", async () => {
  const { direct } = await postgresBehindProxy()
  const before = await opened(direct)
  await before.ping()
  await sql`alter role current_user in database ${sql.id(new URL(direct).pathname.slice(1))} set default_transaction_read_only = on`.execute(
    before.db,
  )
  const standby = await opened(direct)
  await expect(standby.ping()).rejects.toThrow("read-only")
  await expect(sql`create table t (id int)`.execute(standby.db)).rejects.toMatchObject({
    code: "unavailable",
  })
})

test("a sign-in that failed leaves no connection behind that would keep the process alive", async () => {
  const { through, proxy } = await postgresBehindProxy()
  through.password = ""
  await expect(connect({ dataDir: tmpdir(), url: through.href })).rejects.toThrow("cannot be reached")
  await until("the connection is closed", () => proxy.open === 0)
})

test("a database whose certificate nobody vouches for is refused with how to name who does", async () => {
  const own = selfSigned("127.0.0.1")
  const server = createServer((socket) => {
    socket.on("error", () => {})
    // A client asks whether it may encrypt.
    socket.once("data", () => {
      socket.write("S")
      new TLSSocket(socket, { isServer: true, ...own }).on("error", () => {})
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  endings.push(() => server.close())
  const { port } = server.address() as AddressInfo
  await expect(opened(`postgres://u:p@127.0.0.1:${port}/d?sslmode=verify-full`)).rejects.toThrow(
    /cannot be reached: .*certificate.*\. Name the authority .*sslrootcert=/,
  )
})
