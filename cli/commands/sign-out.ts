import { Command } from "commander"
import { parsePlace } from "../arguments.ts"
import { DeskClient, DeskRefusal } from "../desk/client.ts"
import { credentialOf, dropCredential, serverAddress, signedInServers } from "../desk/credentials.ts"
import { httpWay } from "../desk/http-way.ts"
import { serverElsewhere } from "../desk/reach.ts"
import { CommandFailure, EXIT } from "../failure.ts"

interface SignOutFlags {
  server?: string
}

export function signOutCommand(): Command {
  return new Command("sign-out")
    .description("revoke the token of a server elsewhere, and forget it here")
    .option("--server <url>", "its address (or CHATD_SERVER; default: the only one)", parsePlace)
    .addHelpText("after", "\nExample:\n  chatd sign-out --server https://chat.acme.com")
    .action((flags: SignOutFlags) => signOut(flags))
}

export async function signOut(flags: SignOutFlags): Promise<void> {
  const server = serverAddress(serverElsewhere(flags) ?? onlyServer())
  const credential = credentialOf(server)
  if (!credential) throw new CommandFailure(`You are not signed in to ${server}.`, EXIT.notFound)
  const desk = new DeskClient(httpWay({ server, token: () => credential.token, signInAgain: "" }))
  try {
    await desk.post("/sign-out")
  } catch (error) {
    // One that is revoked already, or too old, is gone all the same.
    const isGone = error instanceof DeskRefusal && error.status === 401
    if (!isGone) throw notRevoked(error, server)
  }
  dropCredential(server)
  console.log(`Signed out of ${server}.`)
}

function notRevoked(error: unknown, server: string): unknown {
  if (!(error instanceof CommandFailure)) return error
  return new CommandFailure(
    `${error.message}\nThe token is not revoked, and kept until it is: chatd sign-out --server ${server}`,
    error.exitCode,
  )
}

function onlyServer(): string {
  const servers = Object.keys(signedInServers())
  const [only] = servers
  if (only !== undefined && servers.length === 1) return only
  throw new CommandFailure(
    only === undefined
      ? "You are signed in to no server."
      : `Of which server? Say it with --server:\n${servers.map((one) => `  ${one}`).join("\n")}`,
    only === undefined ? EXIT.notFound : EXIT.usage,
  )
}
