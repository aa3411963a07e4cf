import { randomUUID } from "node:crypto"
import { Client } from "pg"

let server: Promise<string> | undefined
let template: Promise<string> | undefined

/** The URL of a Postgres server that all test files of this process share; started at the first call. */
export function sharedPostgres(): Promise<string> {
  server ??= startServer()
  return server
}

/** A fresh database, empty or as `prepare` left the first one. */
export async function freshDatabase(prepare?: (url: string) => Promise<void>): Promise<string> {
  if (!prepare) return createDatabase()
  template ??= createDatabase().then(async (url) => {
    await prepare(url)
    return url
  })
  return createDatabase(databaseName(await template))
}

export async function dropDatabase(url: string): Promise<void> {
  await command(`drop database "${databaseName(url)}" with (force)`)
}

async function createDatabase(from = "template1"): Promise<string> {
  const name = `test_${randomUUID().replaceAll("-", "")}`
  await command(`create database "${name}" template "${from}"`)
  const url = new URL(await sharedPostgres())
  url.pathname = `/${name}`
  return url.href
}

async function command(sql: string): Promise<void> {
  const client = new Client({ connectionString: await sharedPostgres() })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

async function startServer(): Promise<string> {
  const child = Bun.spawn([process.execPath, new URL("serve.ts", import.meta.url).pathname], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
  })
  // It ends with us, when the pipe closes; we must not wait for it.
  child.unref()
  const reader = child.stdout.getReader()
  const { value } = await reader.read()
  reader.releaseLock()
  if (!value) throw new Error(`The test Postgres ended with code ${await child.exited} before it was ready.`)
  return new TextDecoder().decode(value).trim()
}

function databaseName(url: string): string {
  return new URL(url).pathname.slice(1)
}
