import { afterEach, expect, test } from "bun:test"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ConfigError } from "./faults.ts"
import { CONFIG_KEYS, variableOf } from "./keys.ts"
import { loadConfig } from "./load.ts"
import { sampleConfig } from "./sample.ts"

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "chatd-config-"))
  folders.push(folder)
  const path = join(folder, "chatd.toml")
  writeFileSync(path, text)
  return path
}

function faultsOf(load: () => unknown): string {
  try {
    load()
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error("no fault was found")
}

test("a flag wins over a variable, a variable over the file, the file over the default", () => {
  const path = file("[server]\nport = 1\nhost = '0.0.0.0'\ndrain_seconds = 3\n")
  const config = loadConfig({
    file: path,
    environment: { CHATD_SERVER_PORT: "2", CHATD_SERVER_HOST: "::1" },
    flags: { "server.port": 3 },
  })
  expect(config.server).toMatchObject({ port: 3, host: "::1", drain_seconds: 3, max_body_kb: 256 })
})

test("a variable that is read elsewhere is no unknown setting", () => {
  expect(() =>
    loadConfig({
      environment: {
        CHATD_CACHE_DIR: "/somewhere",
        CHATD_CONFIG: "x",
        CHATD_SERVER: "https://a",
        CHATD_TOKEN: "t",
      },
    }),
  ).not.toThrow()
})

test("an empty variable is one that is not set, of whatever kind the setting is", () => {
  const path = file("[server]\nport = 1\n[smtp]\nhost = 'mail.example.com'\n")
  const environment = Object.fromEntries(CONFIG_KEYS.map((key) => [variableOf(key.path), ""]))
  expect(loadConfig({ environment })).toEqual(loadConfig({ environment: {} }))
  expect(loadConfig({ file: path, environment })).toEqual(loadConfig({ file: path, environment: {} }))
  expect(loadConfig({ environment: { CHATD_SERVER_PORT: " " } }).server.port).toBe(8000)
})

test("what is no number is refused, and not taken for 0", () => {
  const numbers = CONFIG_KEYS.filter((key) => typeof key.default === "number")
  expect(numbers.length).toBeGreaterThan(10)
  for (const { path } of numbers)
    for (const given of ["", " ", false, "1x"])
      expect(faultsOf(() => loadConfig({ environment: {}, flags: { [path]: given } }))).toContain(
        `${JSON.stringify(given)} is not valid`,
      )
  expect(loadConfig({ environment: { CHATD_SERVER_PORT: "0" } }).server.port).toBe(0)
  expect(faultsOf(() => loadConfig({ file: file('[server]\nport = ""\n'), environment: {} }))).toContain(
    'server.port: "" is not valid',
  )
})

test("no number is taken that is beyond all use, and what may be is said", () => {
  const numbers = CONFIG_KEYS.filter((key) => typeof key.default === "number")
  for (const { path } of numbers)
    expect(faultsOf(() => loadConfig({ environment: {}, flags: { [path]: 4_000_000_000 } }))).toMatch(
      /: 4000000000 is not valid: must be at most \d+/,
    )
  const environment = { CHATD_FRESHDESK_POLL_SECONDS: "2147484" }
  expect(faultsOf(() => loadConfig({ environment }))).toContain(
    `CHATD_FRESHDESK_POLL_SECONDS: "2147484" is not valid: must be at most 86400`,
  )
})

test("every fault is named at once, each with the nearest valid key", () => {
  const path = file("[sever]\nport = 1\n[server]\nprot = 1\n")
  const message = faultsOf(() =>
    loadConfig({ file: path, environment: { CHATD_CRM_PARTNR: "p", CHATD_SERVER_PORT: "eighty" } }),
  )
  expect(message).toContain("sever: is not a setting; did you mean server?")
  expect(message).toContain("server.prot: is not a setting; did you mean server.port?")
  expect(message).toContain("CHATD_CRM_PARTNR: is not a setting; did you mean CHATD_CRM_PARTNER?")
  expect(message).toContain('CHATD_SERVER_PORT: "eighty" is not valid')
})

test("old keys that are none are a fault, and so is what is no DSN, once", () => {
  const message = faultsOf(() =>
    loadConfig({ environment: { CHATD_ENCRYPTION_OLD_KEYS: "old", CHATD_SENTRY_DSN: "abc" } }),
  )
  expect(message).toContain(
    "CHATD_ENCRYPTION_OLD_KEYS: the value given is not valid: must be keys of 32 bytes",
  )
  expect(message.match(/CHATD_SENTRY_DSN/g)).toHaveLength(1)
  const key = `${"A".repeat(43)}=`
  const old_keys = ` ${key}, ${key} `
  expect(loadConfig({ environment: { CHATD_ENCRYPTION_OLD_KEYS: old_keys } }).encryption).toEqual({
    old_keys,
  })
})

test("a fault in a secret does not show it", () => {
  const message = faultsOf(() => loadConfig({ environment: { CHATD_DATABASE_URL: "mysql://u:hunter2@h/d" } }))
  expect(message).toContain("must be an address such as postgres://")
  expect(message).not.toContain("hunter2")
})

test("a file that was asked for by name must be there; the default one need not", () => {
  expect(loadConfig({ file: "/nowhere/chatd.toml", environment: {} }).server.port).toBe(8000)
  expect(
    faultsOf(() => loadConfig({ file: "/nowhere/chatd.toml", fileRequired: true, environment: {} })),
  ).toContain("no such file")
})

test("the sample, with every line uncommented, is the default configuration", () => {
  const settings = sampleConfig().replaceAll(/^# (\w+ = )/gm, "$1")
  expect(loadConfig({ file: file(settings), environment: {} })).toEqual(loadConfig({ environment: {} }))
})

test("every key can be set by its variable, and names what other tools use", () => {
  expect(new Set(CONFIG_KEYS.map((key) => variableOf(key.path))).size).toBe(CONFIG_KEYS.length)
  const config = loadConfig({
    environment: { OPENAI_API_KEY: "k", OPENAI_BASE_URL: "http://localhost:1/v1" },
  })
  expect(config.llm).toMatchObject({ api_key: "k", base_url: "http://localhost:1/v1" })
})

test("a setting that needs another one says which", () => {
  const environment = { CHATD_IMAP_HOST: "imap.example.com", CHATD_IMAP_NEW: "ticket" }
  const message = faultsOf(() => loadConfig({ environment }))
  expect(message).toContain("imap.address: is required with imap.host")
  expect(message).toContain('imap.partner: is required with imap.new = "ticket"')
  const mailbox = { CHATD_IMAP_HOST: "h", CHATD_IMAP_ADDRESS: "a@b.example" }
  const forms = { ...mailbox, CHATD_IMAP_FORM_SENDERS: "w@b.example" }
  expect(faultsOf(() => loadConfig({ environment: forms }))).toContain(
    'has no effect without imap.new = "ticket"',
  )
  const named = { CHATD_IMAP_FORM_SENDERS: "Acme <w@b.example>" }
  expect(faultsOf(() => loadConfig({ environment: named }))).toContain(
    "must be addresses alone, without names, parted by commas",
  )
  const long = { CHATD_IMAP_ADDRESS: `${"s".repeat(27)}@example.com`, CHATD_IMAP_AFTER: "delete" }
  expect(faultsOf(() => loadConfig({ environment: long }))).toContain("at most 26 characters before the @")
  expect(faultsOf(() => loadConfig({ environment: long }))).toContain('must be "seen" or "move:FOLDER"')
})
