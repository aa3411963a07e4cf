import { Command, Option } from "commander"
import { runningServer } from "../../src/storage/running-server.ts"
import { parsePlace } from "../arguments.ts"
import { chosenTheme, type ThemeName } from "../console/theme.ts"
import { DeskClient, DeskRefusal, type DeskWay } from "../desk/client.ts"
import { credentialOf, dropCredential, serverAddress } from "../desk/credentials.ts"
import { httpWay } from "../desk/http-way.ts"
import { serverElsewhere } from "../desk/reach.ts"
import { CommandFailure, EXIT } from "../failure.ts"
import { configOf } from "../settings.ts"
import { signIn } from "./sign-in.ts"
import { signOut } from "./sign-out.ts"

interface ConsoleFlags {
  server?: string
  email?: string
  theme?: ThemeName
  signOut?: boolean
}

export function consoleCommand(): Command {
  return new Command("console")
    .description("answer customers from this terminal; here, or at a server elsewhere")
    .option(
      "--server <url>",
      "a server elsewhere (or CHATD_SERVER; default: the one on this machine)",
      parsePlace,
    )
    .option("--email <address>", "whose account, where you are not signed in yet")
    .addOption(new Option("--theme <name>", "default: what the terminal says").choices(["dark", "light"]))
    .option("--sign-out", "forget the token that signing in left, here and at the server")
    .addHelpText(
      "after",
      `
It asks for address and password once; the token is kept in ~/.config/chatd/credentials.json, for you alone.
NO_COLOR is honoured. In the console, ? shows all keys.

Examples:
  chatd console                                     beside a server on this machine
  chatd console --server https://chat.example.com   from anywhere
  chatd console --sign-out`,
    )
    .action(async (flags: ConsoleFlags, self: Command) => {
      const server = addressOf(self, flags)
      if (flags.signOut) return signOut({ server })
      if (!process.stdin.isTTY || !process.stdout.isTTY)
        throw new CommandFailure(
          "The console needs a terminal; `chatd queue` and others work in scripts.",
          EXIT.usage,
        )
      if (process.env.TERM === "dumb")
        throw new CommandFailure(
          "The console needs a terminal that can draw a screen, and this one says that it cannot (TERM=dumb); `chatd queue` and others work here.",
          EXIT.usage,
        )
      if (!(await isSignedIn(server, flags.email)))
        await signIn({ server, ...(flags.email !== undefined && { email: flags.email }) })
      const credential = credentialOf(server)
      if (!credential) throw new CommandFailure(`You are not signed in to ${server}.`, EXIT.notAllowed)
      const { runConsole } = await import("../console/start.tsx")
      await runConsole({
        way: wayTo(server, credential.token),
        account: `${server} ${credential.partner.id} ${credential.email}`,
        theme: chosenTheme(flags.theme, process.env),
      })
    })
}

/** The server elsewhere, or the one that runs on the configured data folder. */
function addressOf(self: Command, flags: ConsoleFlags): string {
  const named = serverElsewhere(flags)
  if (named) return serverAddress(named)
  const config = configOf(self)
  const found = runningServer(config.data, config.database_url === undefined)
  if (!found)
    throw new CommandFailure(
      `No server runs on ${config.data}. Start one with \`chatd serve\`, or name one: chatd console --server https://chat.example.com`,
      EXIT.unreachable,
    )
  return serverAddress(found.url)
}

function wayTo(server: string, token: string): DeskWay {
  return httpWay({ server, token: () => token, signInAgain: "Leave with q and sign in again." })
}

/** Whether the server still knows what signing in left. */
async function isSignedIn(server: string, email: string | undefined): Promise<boolean> {
  const credential = credentialOf(server)
  if (!credential || (email !== undefined && email.toLowerCase() !== credential.email)) return false
  try {
    await new DeskClient(wayTo(server, credential.token)).get("/me")
    return true
  } catch (error) {
    if (!(error instanceof DeskRefusal && error.status === 401)) throw error
    console.error(`You were signed out of ${server}.`)
    dropCredential(server)
    return false
  }
}
