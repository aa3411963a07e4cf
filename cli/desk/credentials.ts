import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { dirname, join } from "node:path"
import { z } from "zod"
import { randomText } from "../../src/random.ts"
import { CommandFailure } from "../failure.ts"

/** What signing in to one server left; the token opens the desk, so the file is for its owner's eyes alone. */
const credentialSchema = z.object({
  token: z.string(),
  tokenId: z.string(),
  email: z.string(),
  partner: z.object({ id: z.string(), name: z.string() }),
  expiresAt: z.string(),
})

const fileSchema = z.object({ servers: z.record(z.string(), credentialSchema) })

export type Credential = z.output<typeof credentialSchema>

type Environment = Readonly<Record<string, string | undefined>>

/** `~/.config/chatd/credentials.json`, or where XDG_CONFIG_HOME says. */
export function credentialsFile(environment: Environment = process.env): string {
  const configured = environment.XDG_CONFIG_HOME
  // A path that is not absolute does not count, says the XDG specification.
  const base = configured?.startsWith("/") ? configured : join(environment.HOME || homedir(), ".config")
  return join(base, "chatd", "credentials.json")
}

/**
 * A server's address as it is remembered: without what stands behind host, port and path.
 *
 * @throws {CommandFailure} where it is none
 */
export function serverAddress(text: string): string {
  const url = /^https?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : undefined
  if (!url || url.username || url.password)
    throw new CommandFailure(`${text} is no address of a server, such as https://chat.acme.com.`, 2)
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "")
}

/** What signing in to this server left, if anything. */
export function credentialOf(server: string, file: string = credentialsFile()): Credential | undefined {
  const { servers } = readAll(file)
  return Object.hasOwn(servers, server) ? servers[server] : undefined
}

export function keepCredential(
  server: string,
  credential: Credential,
  file: string = credentialsFile(),
): void {
  writeAll(file, { ...readAll(file).servers, [server]: credential })
}

/** Forgets it; true where there was one. */
export function dropCredential(server: string, file: string = credentialsFile()): boolean {
  const { [server]: dropped, ...others } = readAll(file).servers
  if (dropped) writeAll(file, others)
  return dropped !== undefined
}

/** The servers that one is signed in to. */
export function signedInServers(file: string = credentialsFile()): Readonly<Record<string, Credential>> {
  return readAll(file).servers
}

function readAll(file: string): z.output<typeof fileSchema> {
  if (!existsSync(file)) return { servers: {} }
  // Whoever copied it here may have left it open to everybody.
  if (statSync(file).mode & 0o077) chmodSync(file, 0o600)
  const read = fileSchema.safeParse(jsonOrUndefined(readFileSync(file, "utf8")))
  if (read.success) return read.data
  throw new CommandFailure(`${file} is damaged. Remove it and sign in again: chatd sign-in`)
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Another process sees the file as it was or as it will be, and nobody else sees it at all. */
function writeAll(file: string, servers: Readonly<Record<string, Credential>>): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const next = `${file}.${randomText(8)}`
  writeFileSync(next, `${JSON.stringify({ servers }, undefined, 2)}\n`, { mode: 0o600, flag: "wx" })
  renameSync(next, file)
}
