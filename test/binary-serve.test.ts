import { afterAll, expect, test } from "bun:test"
import { existsSync, linkSync, lstatSync, readFileSync, symlinkSync } from "node:fs"
import { connect } from "node:net"
import { join } from "node:path"
import { Client } from "pg"
import { connect as connectDatabase } from "../src/storage/database.ts"
import { migrateTo } from "../src/storage/migrate.ts"
import { binaryAlone, chat } from "./binary.ts"
import { dropDatabase, freshDatabase } from "./postgres/shared.ts"
import { start } from "./process.ts"
import { until } from "./wait.ts"

const chatd = binaryAlone()
afterAll(() => chatd.remove())

test("the demo is ready at once, answers, refuses a second server on its folder, and ends with exit 0", async () => {
  const cold = await chatd.serve(["--demo"])
  expect(await chat(cold.url, "How do I add my own documents?")).toMatchObject({
    requires_escalation: false,
    response: expect.stringContaining("kb ingest"),
  })
  expect(await chatd.run(["health"])).toMatchObject({ code: 0, out: expect.stringContaining("healthy") })
  const second = await chatd.run(["serve", "--demo", "--port", "0"])
  expect(second.code).toBe(1)
  expect(second.err).toContain(`already runs on ./data: process ${cold.pid}, started`)
  cold.kill("SIGTERM")
  expect((await cold.finished).code).toBe(0)

  // A busy machine makes a start longer, never shorter: the best of a few counts.
  let warm = await chatd.serve(["--demo"])
  for (let turn = 1; turn < 5 && warm.readyMs >= 3_000; turn++) {
    warm.kill("SIGTERM")
    await warm.finished
    warm = await chatd.serve(["--demo"])
  }
  console.log(
    `ready after ${Math.round(warm.readyMs)} ms on a warm cache, ${Math.round(cold.readyMs)} ms on a cold one`,
  )
  expect(warm.readyMs).toBeLessThan(3_000)
  warm.kill("SIGINT")
  const { code, out, err } = await warm.finished
  expect(code).toBe(0)
  expect(out + err).not.toContain("\x1b")
  expect(`${out}${err}`).not.toMatch(/\bsk_/)
  expect(cold.out()).toMatch(/API key +sk_/)
})

test("the file with the port is there whole, in place of what was there, and a link stays one", async () => {
  const file = chatd.write("its-port", "the port of an earlier server")
  // Another name of the same file: it would show what is written into it, as a reader does that has it open.
  const earlier = join(chatd.folder, "earlier-port")
  linkSync(file, earlier)
  const server = chatd.begin(["serve", "--port", "0", "--port-file", file])
  const port = await until("the port is there", () => /^\d+$/.exec(readFileSync(file, "utf8"))?.[0])
  expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200)
  expect(readFileSync(earlier, "utf8")).toBe("the port of an earlier server")
  server.kill("SIGTERM")
  await server.finished
  const link = join(chatd.folder, "link-to-port")
  symlinkSync("linked-port", link)
  const linked = chatd.begin(["serve", "--port", "0", "--port-file", link])
  await until("the port is there", () => existsSync(link) && /^\d+$/.test(readFileSync(link, "utf8")))
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
  linked.kill("SIGTERM")
  expect((await linked.finished).code).toBe(0)
})

test("a port that is taken is refused in a sentence, not shared", async () => {
  const first = await chatd.serve()
  const { port } = new URL(first.url)
  const second = await chatd.run(["serve", "--port", port, "--data", "./other"])
  expect(second.code).toBe(1)
  expect(second.err).toContain(`Port ${port} on 127.0.0.1 is taken.`)
  expect(existsSync(join(chatd.folder, "other"))).toBe(false)
  first.kill("SIGTERM")
  expect((await first.finished).code).toBe(0)
})

test("on Postgres a start that fails ends the process, and doctor finds a database that takes no writes", async () => {
  const url = await freshDatabase()
  const env = { CHATD_DATABASE_URL: url }
  using taken = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() })
  const refused = await chatd.run(["serve", "--port", String(taken.port)], env)
  expect({ code: refused.code, err: refused.err }).toMatchObject({
    code: 1,
    err: expect.stringContaining("is taken"),
  })
  expect((await chatd.run(["doctor"], env)).code).toBe(0)
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(
    `alter database "${new URL(url).pathname.slice(1)}" set default_transaction_read_only = on`,
  )
  await client.end()
  const { code, out } = await chatd.run(["doctor"], env)
  expect({ code, out }).toMatchObject({
    code: 1,
    out: expect.stringMatching(/fault +database +The database is read-only/),
  })
  expect(await chatd.run(["serve", "--port", "0"], env)).toMatchObject({
    code: 1,
    err: expect.stringContaining("The database is read-only"),
  })
  await dropDatabase(url)
})

test("a server that is told to stop while it starts ends at once, of its own", async () => {
  using silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } })
  const env = { CHATD_EMBEDDINGS_BASE_URL: `http://127.0.0.1:${silent.port}/v1`, CHATD_EMBEDDINGS_MODEL: "m" }
  const server = chatd.begin(["serve", "--port", "0", "--data", "./starting"], env)
  await server.says("a new database was made")
  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)
})

test("doctor says of a model that cannot be unpacked where it could be, and nothing of settings", async () => {
  const none = join(chatd.write("a-file", ""), "below")
  const { code, out } = await chatd.run(["doctor"], { HOME: none, TMPDIR: none })
  expect({ code, out }).toMatchObject({
    code: 1,
    out: expect.stringMatching(/fault +model .* set CHATD_CACHE_DIR/),
  })
  expect(out).not.toContain("embeddings settings")
})

test("doctor finds a Postgres user who lacks a right that a server needs", async () => {
  const url = new URL(await freshDatabase())
  const client = new Client({ connectionString: url.href })
  await client.connect()
  await client.query("create role reader login password 'reader'")
  const asReader = Object.assign(new URL(url), { username: "reader", password: "reader" }).href
  const doctorSays = async (): Promise<string> => {
    const { out } = await chatd.run(["doctor"], { CHATD_DATABASE_URL: asReader })
    return out.split("\n").find((line) => line.includes(" database ")) ?? ""
  }
  await client.query("revoke usage on schema public from public")
  expect(await doctorSays()).toMatch(/^fault .* reader may look into no schema: GRANT ALL ON SCHEMA public/)
  await client.query("grant usage on schema public to reader")
  expect(await doctorSays()).toMatch(
    /^fault .*have not run, and the database's user reader may not make tables/,
  )
  expect((await chatd.run(["migrate"], { CHATD_DATABASE_URL: url.href })).code).toBe(0)
  await client.query("grant select on all tables in schema public to reader")
  expect(await doctorSays()).toMatch(/^fault .* reader may not read and write all tables; .* more are barred/)
  await client.query("grant insert, update, delete on all tables in schema public to reader")
  expect(await doctorSays()).toMatch(/^ok /)
  await client.query("drop owned by reader")
  await client.query("drop role reader")
  await client.end()
  await dropDatabase(url.href)
})

test("beside a server on Postgres no command makes a database of its own", async () => {
  const url = await freshDatabase()
  const server = await chatd.serve(["--data", "of-postgres"], { CHATD_DATABASE_URL: url })
  const create = ["partner", "create", "--name", "A", "--domain", "a.example", "--data", "of-postgres"]
  for (const command of [create, ["migrate", "--data", "of-postgres"]]) {
    expect(await chatd.run(command)).toMatchObject({
      code: 1,
      err: expect.stringContaining("has its data on Postgres. Give this command its database_url, too"),
    })
  }
  expect((await chatd.run(["doctor", "--data", "of-postgres"])).out).toMatch(
    /fault +database .*has its data on/,
  )
  expect(existsSync(join(chatd.folder, "of-postgres/chatd.db"))).toBe(false)
  expect((await chatd.run(create, { CHATD_DATABASE_URL: url })).code).toBe(0)
  server.kill("SIGTERM")
  await server.finished
  expect((await chatd.run(create)).code).toBe(0)
  await dropDatabase(url)
})

test("a server that is told to stop answers what is under way, and takes nothing more", async () => {
  const server = await chatd.serve(["--demo"])
  const { hostname, port } = new URL(server.url)
  const body = JSON.stringify({
    message: "hi",
    session_id: "s",
    user_info: { agent_id: "1", email: "j@example.com", name: "J", agency: "A", office: "B" },
  })
  const socket = connect(Number(port), hostname)
  let received = ""
  socket.on("data", (data) => {
    received += data
  })
  await new Promise<void>((resolve) => socket.once("connect", () => resolve()))
  const head = `POST /api/agent/customer/ HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
  socket.write(head + body.slice(0, 20))
  expect((await fetch(`${server.url}/api/health`)).status).toBe(200)
  server.kill("SIGTERM")
  await server.says("stopping")
  await until("new connections are refused", () =>
    fetch(`${server.url}/api/health`).then(
      () => false,
      () => true,
    ),
  )
  socket.write(body.slice(20))
  await until("the request under way is answered", () => received.includes("session_id"))
  expect(received).toStartWith("HTTP/1.1 200")
  expect((await server.finished).code).toBe(0)
  socket.destroy()
})

test("a terminal that is closed stops a server in order, unless it was told to outlive it", async () => {
  const server = await chatd.serve(["--data", "./hangup"])
  server.kill("SIGHUP")
  expect(await server.finished).toMatchObject({ code: 0, err: expect.stringContaining('"msg":"stopped"') })
  const port = join(chatd.folder, "outliving")
  const outliving = start(
    ["/bin/sh", "-c", `trap "" HUP; exec ./chatd serve --port 0 --port-file ${port} --data ./hangup`],
    { cwd: chatd.folder, env: { HOME: chatd.folder } },
  )
  const url = `http://127.0.0.1:${await until("it listens", () => existsSync(port) && readFileSync(port, "utf8"))}`
  outliving.kill("SIGHUP")
  expect((await fetch(`${url}/api/health`)).status).toBe(200)
  outliving.kill("SIGTERM")
  const { err } = await outliving.finished
  expect(err).toContain('"signal":"SIGTERM"')
})

test("a database that a server makes, or brings up to its version, is told of in its log", async () => {
  const logged = async (dataDir: string) => {
    const server = await chatd.serve(["--data", dataDir])
    server.kill("SIGTERM")
    return (await server.finished).err
  }
  expect(await logged("new")).toContain("a new database was made")
  expect(await logged("new")).not.toContain("the database was")
  const older = await connectDatabase({ dataDir: join(chatd.folder, "older") })
  await migrateTo(older, "0025_actor_names")
  await older.close()
  expect(await logged("older")).toContain("the database was brought up to this version")
})

test("a crm.partner that is nobody is named in the log and by the health check", async () => {
  const server = await chatd.serve(["--data", "nobody"], { CHATD_CRM_PARTNER: "partner-nope" })
  const sentence = "crm.partner names partner-nope, which does not exist: chatd partner list"
  const { services } = (await (await fetch(`${server.url}/api/health`)).json()) as {
    services: Record<string, unknown>
  }
  expect(services.knowledge_base).toEqual({ status: "down", detail: sentence })
  expect(server.out() + server.err()).toContain(sentence)
  server.kill("SIGTERM")
  await server.finished
})

test("a server that was killed leaves a folder that the next one takes", async () => {
  const server = await chatd.serve(["--demo"])
  server.kill("SIGKILL")
  await server.finished
  const next = await chatd.serve(["--demo"])
  expect((await chat(next.url, "How do I add my own documents?")).requires_escalation).toBe(false)
  next.kill("SIGTERM")
  expect((await next.finished).code).toBe(0)
})

test("a running server answers from what is read in beside it, within two seconds", async () => {
  const data = ["--data", "fresh"]
  const partner = await chatd.partner(data)
  expect(partner.partnerId).toMatch(/^partner-/)
  expect(partner.apiKey).toMatch(/^sk_/)
  expect(partner.widgetKey).toMatch(/^pk_/)
  const server = await chatd.serve(data)
  const ask = () =>
    chat(server.url, "How do I clean the espresso nozzle?", { authorization: `Bearer ${partner.apiKey}` })
  expect(await ask()).toMatchObject({ requires_escalation: true })
  chatd.write(
    "coffee/nozzle.md",
    "# Cleaning the espresso nozzle\n\nHow do I clean the espresso nozzle? Rinse the espresso nozzle with warm water after each use and wipe it dry with a soft cloth.\n",
  )
  expect((await chatd.run(["kb", "ingest", join(chatd.folder, "coffee"), ...data])).code).toBe(0)
  const before = performance.now()
  await until("the new article is cited", async () => (await ask()).sources[0]?.entry_id === "nozzle.md")
  console.log(`answered from new content ${Math.round(performance.now() - before)} ms after it was read in`)
  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)
})
