import { hostname, userInfo } from "node:os"
import { Command } from "commander"
import type { SignedIn } from "../../src/api/desk/protocol.ts"
import { ask, askSecret, canAsk, readStdin } from "../ask.ts"
import { DeskClient, DeskRefusal } from "../desk/client.ts"
import { keepCredential, serverAddress } from "../desk/credentials.ts"
import { httpWay } from "../desk/http-way.ts"
import { CommandFailure, EXIT } from "../failure.ts"
import { paint, printJson } from "../print.ts"
import { safeLine } from "../terminal-text.ts"

export interface SignInFlags {
  server?: string
  email?: string
  passwordStdin?: boolean
  code?: string
  partner?: string
  label?: string
  json?: boolean
}

const MOST_PASSWORD_BYTES = 4_096

export function signInCommand(): Command {
  return new Command("sign-in")
    .description("sign in to a server elsewhere; the other commands then reach it with --server")
    .option("--server <url>", "its address (or CHATD_SERVER)")
    .option("--email <address>", "whose account")
    .option("--password-stdin", "read the password from standard input")
    .option("--code <digits>", "of the second factor, where the account has one")
    .option("--partner <id>", "which, where several know the address")
    .option("--label <text>", "what the token is called in the list of tokens (default: user@machine)")
    .option("--json", "for scripts")
    .addHelpText(
      "after",
      `
The token is kept in ~/.config/chatd/credentials.json, for you alone; chatd sign-out revokes it.

Examples:
  chatd sign-in --server https://chat.acme.com --email grace@acme.com
  pass show chat | chatd sign-in --server https://chat.acme.com --email grace@acme.com --password-stdin
  chatd queue --server https://chat.acme.com`,
    )
    .action((flags: SignInFlags) => signIn(flags))
}

/** Asks for what the flags do not say, and keeps what signing in gives. */
export async function signIn(flags: SignInFlags): Promise<void> {
  const named = flags.server ?? process.env.CHATD_SERVER
  if (!named)
    throw new CommandFailure("Which server? chatd sign-in --server https://chat.acme.com", EXIT.usage)
  const server = serverAddress(named)
  warnOfPlainText(server)
  const desk = new DeskClient(httpWay({ server, token: () => undefined, signInAgain: "" }))
  const asked = {
    email: flags.email ?? (await orAsk("E-mail: ", ask, "--email")),
    label: flags.label ?? `${userName()}@${hostname()}`,
    ...(flags.partner !== undefined && { partner: flags.partner }),
  }
  const { me, ...signedIn } = await admitted(desk, asked, flags)
  const email = me.agent?.email ?? asked.email
  keepCredential(server, { ...signedIn, email, partner: me.partner })
  if (flags.json) printJson({ server, email, partner: me.partner, expiresAt: signedIn.expiresAt })
  else
    console.log(
      `Signed in to ${server} as ${paint("bold", safeLine(email))}, ${safeLine(me.partner.name)}, until ${signedIn.expiresAt.slice(0, 10)}.`,
    )
}

/** Fewer than an account is locked after. */
const TRIES = 3

/** What was mistyped is asked for again, and nothing else; what flags or a pipe say is tried once. */
async function admitted(desk: DeskClient, asked: object, flags: SignInFlags): Promise<SignedIn> {
  let password = await (flags.passwordStdin ? pipedPassword() : askedPassword())
  let code = flags.code
  for (let wrong = 0; ; ) {
    try {
      return await desk.post<SignedIn>("/sign-in", {
        ...asked,
        password,
        ...(code !== undefined && { code }),
      })
    } catch (error) {
      if (!(error instanceof DeskRefusal) || error.status !== 401) throw namedAsFlag(error)
      const isOfCode = error.field === "code"
      const isWrong = !isOfCode || code !== undefined
      const isGiven = isOfCode ? flags.code !== undefined : flags.passwordStdin
      if (isWrong && (isGiven || !canAsk() || ++wrong === TRIES)) throw error
      if (isWrong) console.error(safeLine(error.message))
      if (isOfCode) code = await orAsk("Code of the second factor: ", ask, "--code")
      else password = await askedPassword()
    }
  }
}

async function pipedPassword(): Promise<string> {
  return (await readStdin(MOST_PASSWORD_BYTES)).replace(/\r?\n$/, "")
}

function askedPassword(): Promise<string> {
  return orAsk("Password: ", askSecret, "--password-stdin")
}

function namedAsFlag(error: unknown): unknown {
  return error instanceof DeskRefusal && error.field === "partner"
    ? new CommandFailure(`${error.message} Say it with --partner.`, EXIT.usage)
    : error
}

function orAsk(question: string, how: (question: string) => Promise<string>, flag: string): Promise<string> {
  if (canAsk()) return how(question)
  throw new CommandFailure(`There is no terminal to ask on: say it with ${flag}.`, EXIT.usage)
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return "someone"
  }
}

function warnOfPlainText(server: string): void {
  const { protocol, hostname: host } = new URL(server)
  if (protocol === "http:" && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host))
    console.error(`${server} has no TLS: whoever is between here and there can read the password.`)
}
