import { afterAll, describe, expect, test } from "bun:test"
import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { binaryAlone } from "./binary.ts"
import { start } from "./process.ts"
import { startFakeEndpoint } from "./servers/llm.ts"
import { startFakeSentry } from "./servers/sentry.ts"

const chatd = binaryAlone()
afterAll(() => chatd.remove())

describe("wrong use", () => {
  test.each([
    [["--nonsense"], "--nonsense"],
    [["serv"], "serve"],
    [["serve", "--prot", "1"], "--port"],
    [["kb", "ingest"], "missing required argument"],
    [["kb", "ingest", "docs", "--thread", "2"], "--threads"],
    [["partner", "create", "--name", "Acme"], "--domain"],
    [["partner", "create", "--name", "Acme", "--domain", "::"], "domain must be"],
    [["kb", "tune", "q.jsonl", "--max-wrong", "5"], "--max-wrong"],
    [["kb", "ingest", "docs", "--threads", "many"], "--threads"],
    [["serve", "--port", "99999"], "--port"],
    [["kb", "search", "refund", "--limit", "0"], "--limit"],
    [["kb", "search", "refund", "--limit", "abc"], "--limit"],
    [["jobs", "list", "--kind", "bogus"], "reply_mail"],
    [["partner", "list", "--data", "/dev/null"], "/dev/null cannot be written"],
    [["serve", "--data", "/dev/null/data"], "/dev/null/data cannot be written"],
    [["health", "--url", "localhost:8000"], "localhost:8000 is no address of a server"],
    [["audit", "--installation", "--server", "https://chat.acme.example"], "on the server's own machine"],
    // A variable that is not set must not lead elsewhere than meant.
    [["partner", "list", "--database-url", ""], "--database-url"],
    [["partner", "list", "--config", ""], "--config"],
    [["queue", "--server", ""], "--server"],
    [["sign-in", "--server", ""], "--server"],
    [["kb", "ingest", ""], "must not be empty"],
    [["kb", "ingest", "docs", "--kb", ""], "must not be empty"],
    [["backup", ""], "must not be empty"],
    [["kb", "eval", "questions.jsonl", "--min-precision", ""], "The goal for precision"],
    [["kb", "remove", "--all", "--kb", "main", "hours.html"], "--all"],
    [["kb", "gaps", "--limit", "many"], "--limit"],
    [["kb", "gaps", "--days", "-1"], "--days"],
    [["webhooks", "replay", "1", "--since", "1"], "--since"],
  ])("%p ends with 2 and says what is wrong", async (args, says) => {
    const { code, out, err } = await chatd.run(args)
    expect({ code, out }).toEqual({ code: 2, out: "" })
    expect(err).toContain(says)
    expect(err).not.toMatch(/\bat \/|\.ts:\d|bunfs/)
  })

  // As a machine starts, it may be there a moment later.
  test.each(["nowhere.invalid", "192.0.2.1"])(
    "an address that is not there, %s, may be tried again",
    async (host) => {
      expect(await chatd.run(["serve", "--host", host, "--port", "0"])).toMatchObject({
        code: 69,
        out: "",
        err: expect.stringContaining(`server.host: ${host} is no name or address of this machine`),
      })
    },
  )

  test("what works on data makes no database where there is none, and says how to begin", async () => {
    for (const args of [
      ["kb", "ask", "hello"],
      ["partner", "list"],
      ["agent", "list"],
      ["jobs", "list"],
      ["queue"],
      ["conversation", "tail", "--all"],
      ["keys", "status"],
      ["migrate", "--status"],
      ["upgrade"],
      ["upgrade", "--check"],
    ]) {
      const { code, out, err } = await chatd.run([...args, "--data", "mistyped"])
      expect({ args, code, out }).toEqual({ args, code: 3, out: "" })
      expect(err).toContain("mistyped")
      expect(err).toContain("chatd partner create")
    }
    const typed = ["complete", "--", "conversation", "show", "--data", "mistyped", ""]
    expect(await chatd.run(typed)).toMatchObject({ code: 0, out: "" })
    expect(existsSync(join(chatd.folder, "mistyped"))).toBe(false)
    expect(await chatd.run(["doctor", "--data", "mistyped"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/warning +data folder +\S+mistyped is not there yet/),
    })
    expect(existsSync(join(chatd.folder, "mistyped"))).toBe(false)
    writeFileSync(join(chatd.folder, "a-file"), "")
    for (const data of ["a-file", "a-file/data"])
      expect((await chatd.run(["doctor", "--data", data])).out).toMatch(/^fault +data folder .*ENOTDIR/m)
  })

  test("where there is no partner it is said how to make one", async () => {
    await chatd.run(["migrate"])
    const { code, err } = await chatd.run(["kb", "ask", "hello"])
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("no partner yet") })
  })

  test("a database that is no more than a file is told to be empty", async () => {
    chatd.write("bare/chatd.db", "")
    for (const args of [
      ["upgrade", "--check"],
      ["backup", "bare.backup"],
    ])
      expect(await chatd.run([...args, "--data", "bare"])).toMatchObject({
        code: 3,
        err: expect.stringContaining("is empty"),
      })
  })

  test.each([
    [["kb", "list", "--partner", "partner-x"], "no partner partner-x"],
    [["kb", "ask", "hello", "--partner", "partner-x"], "no partner partner-x"],
    [["partner", "set", "partner-x", "name=X"], "no partner partner-x"],
    [["partner", "remove", "partner-x"], "no partner partner-x"],
    [["jobs", "retry", "17"], "no job 17"],
    [["jobs", "retry", "abc"], "no job abc"],
    [["jobs", "retry", "1e1"], "no job 1e1"],
  ])("%p finds nothing by that name and ends with 3", async (args, says) => {
    const { code, err } = await chatd.run(args)
    expect({ code, says: err.includes(says) || err }).toEqual({ code: 3, says: true })
  })

  test("a server elsewhere is not passed over by what works on its own machine alone", async () => {
    const elsewhere = { CHATD_SERVER: "https://chat.acme.example" }
    for (const args of [
      ["agent", "list"],
      ["audit", "--installation"],
      ["kb", "list"],
      ["kb", "sites", "refresh"],
      ["partner", "list"],
      ["jobs", "drop", "17"],
      ["mail", "test", "ada@acme.example"],
    ]) {
      const { code, out, err } = await chatd.run(args, elsewhere)
      expect({ code, out }).toEqual({ code: 2, out: "" })
      expect(err).toContain("https://chat.acme.example")
    }
  })

  test("a variable that is empty names no server", async () => {
    expect(await chatd.run(["sign-out"], { CHATD_SERVER: "" })).toMatchObject({
      code: 3,
      err: expect.stringContaining("signed in to no server"),
    })
  })

  test("help and version are no failures", async () => {
    for (const args of [["--help"], ["kb", "--help"], ["kb", "ingest", "--help"], ["--version"]]) {
      const { code, out, err } = await chatd.run(args)
      expect({ args, code, err, printed: out.length > 4 }).toEqual({ args, code: 0, err: "", printed: true })
    }
    const asked = (await chatd.run(["kb", "ingest", "--help"])).out
    expect(asked).toContain("--data <dir>")
    expect(await chatd.run(["help", "kb", "ingest"])).toEqual({ code: 0, out: asked, err: "" })
    expect((await chatd.run(["help", "kbb"])).code).toBe(2)
    const { out } = await chatd.run(["help", "kb", "remove", "delivery.md"])
    expect(out).toContain("Usage: chatd kb remove")
  })
})

test("output that cannot be written is told of, and one that is read in part is no fault", async () => {
  const inShell = (line: string) => start(["sh", "-c", line], { cwd: chatd.folder, env: {} }).finished
  for (const command of ["--help", "config sample", "kb list --data full"]) {
    if (command.startsWith("kb"))
      await chatd.run(["--data", "full", "partner", "create", "--name", "A", "--domain", "a.example"])
    const { code, err } = await inShell(`./chatd ${command} > /dev/full`)
    expect({ command, code, err }).toEqual({
      command,
      code: 1,
      err: expect.stringContaining("could not be written"),
    })
  }
  expect(await inShell("set -e; ./chatd config sample | head -1 > /dev/null")).toMatchObject({
    code: 0,
    err: "",
  })
})

test("where there are several partners, a command says how it is told of one", async () => {
  const several = ["--data", "several"]
  for (const name of ["Acme", "Bolt"])
    await chatd.json([...several, "partner", "create", "--name", name, "--domain", "acme.example"])
  for (const [args, says] of [
    [["partner", "show"], "Name it: chatd partner show PARTNER"],
    [["partner", "rotate-key"], "Name it: chatd partner rotate-key PARTNER"],
    [["kb", "list"], "Say it with --partner"],
  ] as const)
    expect(await chatd.run([...several, ...args])).toMatchObject({
      code: 2,
      err: expect.stringContaining(says),
    })
})

test("an example that is not there is told of, and the others are removed", async () => {
  const apart = ["--data", "examples"]
  await chatd.partner(apart)
  await chatd.json([...apart, "intent", "add", "order", "Where is my crate?"])
  const [{ id }] = await chatd.json([...apart, "intent", "list"])
  expect(await chatd.run([...apart, "intent", "remove", "99", String(id)])).toEqual(
    expect.objectContaining({
      code: 3,
      out: `Removed ${id}.\n`,
      err: expect.stringContaining("no example 99"),
    }),
  )
})

describe("the configuration", () => {
  test("with faults is refused with all of them at once, and shows no secret", async () => {
    chatd.write(
      "bad.toml",
      '[server]\nport = "many"\nhots = "x"\n[smtp]\npassword = 17\n[llm]\nbase_url = "ftp://x"\n',
    )
    const env = { CHATD_DATABASE_URL: "mysql://root:hunter2@db/x", CHATD_SMTP_PROT: "1" }
    const { code, err } = await chatd.run(["--config", "bad.toml", "config", "check"], env)
    expect(code).toBe(2)
    for (const fault of [
      "server.port",
      "server.hots",
      "did you mean server.host?",
      "smtp.password",
      "llm.base_url",
      "CHATD_DATABASE_URL",
      "CHATD_SMTP_PROT",
      "CHATD_SMTP_PORT",
    ])
      expect(err).toContain(fault)
    expect(err).not.toContain("hunter2")
    expect(err).toContain("smtp.password: the value given is not valid: must be a string")
  })

  test("shows no password within an address, be it right or wrong", async () => {
    const right = await chatd.run(["config", "check", "--json"], {
      CHATD_LLM_BASE_URL: "https://me:hunter2@llm.example/v1",
    })
    expect(JSON.parse(right.out)["llm.base_url"]).toBe("https://me:***@llm.example/v1")
    const wrong = await chatd.run(["config", "check"], {
      CHATD_LLM_BASE_URL: "ftp://me:hunter2@llm.example/v1",
    })
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("ftp://me:***@llm.example/v1") })
    const none = await chatd.run(["config", "check"], {
      CHATD_LLM_BASE_URL: "https://me:hun/ter2@llm.example/v1",
    })
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining("https://me:***@llm.example/v1") })
  })

  test("that is right is shown, without its secrets", async () => {
    const { code, out } = await chatd.run(["config", "check", "--json"], {
      CHATD_LLM_API_KEY: "sk-hunter2",
      CHATD_SERVER_PORT: "8123",
    })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ "llm.api_key": "[set]", "server.port": 8123 })
    expect(out).not.toContain("hunter2")
    expect((await chatd.run(["--config", "absent.toml", "config", "check"])).code).toBe(2)
  })

  test("is that of the default file and of defaults where variables are empty", async () => {
    chatd.write("chatd.toml", "[crm]\nlimit_per_user = 7\n")
    const empty = { CHATD_CONFIG: "", CHATD_CRM_LIMIT_PER_ADDRESS: "", CHATD_SERVER_PORT: "" }
    const { code, out } = await chatd.run(["config", "check", "--json"], empty)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      "crm.limit_per_user": 7,
      "crm.limit_per_address": 3000,
      "server.port": 8000,
    })
    chatd.write("chatd.toml", "")
  })

  test("sample is a file that checks out", async () => {
    const { out } = await chatd.run(["config", "sample"])
    chatd.write("sample.toml", out)
    expect((await chatd.run(["--config", "sample.toml", "config", "check"])).code).toBe(0)
  })
})

test("doctor tells what is there, and ends with 1 where something is wrong", async () => {
  expect((await chatd.run(["migrate"])).code).toBe(0)
  const well = await chatd.run(["doctor", "--json"])
  expect(well.code).toBe(0)
  const states = Object.fromEntries(
    well.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .map(({ what, state }) => [what, state]),
  )
  expect(states).toMatchObject({
    "data folder": "ok",
    database: "ok",
    model: "ok",
    llm: "off",
    smtp: "off",
    freshdesk: "off",
  })
  const ill = await chatd.run(["doctor"], {
    CHATD_SMTP_HOST: "127.0.0.1",
    CHATD_SMTP_PORT: "1",
    CHATD_SMTP_FROM: "a@example.com",
  })
  expect(ill.code).toBe(1)
  expect(ill.out).toMatch(/fault +smtp/)
  expect(ill.err).toContain("1 fault found.")
})

test("doctor finds the key missing that a server would ask for, or a wrong one", async () => {
  const [right, wrong] = ["k".repeat(32), "w".repeat(32)].map((key) => Buffer.from(key).toString("base64"))
  const on = (args: string[], key = "") =>
    chatd.run([...args, "--data", "sealed"], key ? { CHATD_ENCRYPTION_KEY: key } : {})
  expect((await on(["partner", "create", "--name", "A", "--domain", "a.example"], right)).code).toBe(0)
  expect((await on(["doctor"], right)).code).toBe(0)
  for (const key of ["", wrong]) {
    const { code, out } = await on(["doctor"], key)
    expect(code).toBe(1)
    expect(out).toMatch(/fault +encryption +Texts in this database are sealed with the encryption key/)
  }
})

test("health asks a server behind a path under that path", async () => {
  const report = { overall_status: "healthy", services: { database: { status: "healthy" } } }
  using server = Bun.serve({
    port: 0,
    fetch: ({ url }) =>
      new URL(url).pathname === "/chat/api/health"
        ? Response.json(report)
        : new Response("", { status: 404 }),
  })
  for (const url of [`${server.url}chat`, `${server.url}chat/`])
    expect(await chatd.run(["health", "--url", url])).toMatchObject({ code: 0, out: "healthy   database\n" })
})

test("doctor asks the language model for a word", async () => {
  const refuses = () => Response.json({ error: { message: "No such deployment" } }, { status: 404 })
  const llm = startFakeEndpoint(refuses, ["gpt-4o-mini"])
  try {
    const env = { CHATD_LLM_BASE_URL: llm.url, CHATD_LLM_API_KEY: "k" }
    const ill = await chatd.run(["doctor"], env)
    expect(ill.code).toBe(1)
    expect(ill.out).toMatch(/fault +llm +HTTP 404: .*No such deployment/)
  } finally {
    await llm.stop()
  }
})

test("doctor says whether Sentry takes reports, and nobody shows its key", async () => {
  const sentry = startFakeSentry()
  const asked = await chatd.run(["doctor"], { CHATD_SENTRY_DSN: sentry.dsn })
  expect(asked.out).toMatch(/ok +sentry +http:\/\/127\.0\.0\.1:\d+ takes reports/)
  const refused = await chatd.run(["doctor"], { CHATD_SENTRY_DSN: sentry.dsn.replace("publickey", "oldkey") })
  expect(refused.code).toBe(1)
  expect(refused.out).toMatch(/fault +sentry +http:\/\/127\.0\.0\.1:\d+ does not know sentry\.dsn/)
  const shown = await chatd.run(["config", "check"], { CHATD_SENTRY_DSN: sentry.dsn })
  expect(shown.out).toContain("[set]")
  const faulty = await chatd.run(["config", "check"], {
    CHATD_SENTRY_DSN: sentry.dsn.replace("/42", "/project"),
  })
  expect(faulty.code).not.toBe(0)
  expect(faulty.err).toContain("CHATD_SENTRY_DSN")
  for (const { out, err } of [asked, refused, shown, faulty])
    expect(out + err).not.toMatch(/publickey|oldkey/)
  expect(sentry.events()).toEqual([])
  await sentry.stop()
})

test("nothing that is piped has colours", async () => {
  for (const env of [{}, { NO_COLOR: "1" }, { TERM: "xterm-256color" }]) {
    for (const args of [
      ["--help"],
      ["doctor"],
      ["migrate", "--status"],
      ["partner", "list"],
      ["kb", "ask", "x"],
    ]) {
      const { out, err } = await chatd.run(args, env as Record<string, string>)
      expect({ args, colours: `${out}${err}`.includes("\x1b") }).toEqual({ args, colours: false })
    }
  }
})
