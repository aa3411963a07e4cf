import { afterAll, expect, test } from "bun:test"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { inTerminal } from "../cli/console/testing/in-terminal.ts"
import { totpCode, totpStep } from "../src/identity/one-time-codes.ts"
import { binaryAlone } from "./binary.ts"
import { until } from "./wait.ts"

const PASSWORD = "correct horse battery"

const binary = binaryAlone()
const terminals: { end(): Promise<void> }[] = []
afterAll(async () => {
  for (const terminal of terminals) await terminal.end()
  await binary.remove()
})

async function addAgent(email: string, name: string): Promise<void> {
  const [added] = await binary.json(["agent", "add", email, "--name", name, "--admin"])
  passwords.set(email, added.password)
}

let partner = { partnerId: "", widgetKey: "" }
let server: Awaited<ReturnType<typeof binary.serve>> | undefined

const passwords = new Map<string, string>()

/** A customer in the chat, as the widget is one. */
async function customer(url: string, widgetKey: string, name: string) {
  const call = async (path: string, body?: unknown) => {
    const response = await fetch(`${url}/api/chat${path}`, {
      method: body ? "POST" : "GET",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  let token = ""
  const session = await call("/sessions", {
    widgetKey,
    name,
    email: `${name.toLowerCase()}@example.com`,
    consent: true,
  })
  token = session.sessionToken
  let named = 0
  return {
    ref: `u-${session.customerId}`,
    say: (text: string) => call(`/sessions/${session.id}/messages`, { clientId: `${name}-${++named}`, text }),
    async heard(): Promise<string[]> {
      const { messages } = await call(`/sessions/${session.id}/messages`)
      type Heard = { sender: { kind: string }; text: string }
      return messages.filter(({ sender }: Heard) => sender.kind === "agent").map(({ text }: Heard) => text)
    },
  }
}

function consoleOf(server: string, environment: Record<string, string> = {}) {
  const terminal = inTerminal([join(binary.folder, "chatd"), "console", "--server", server], {
    cwd: binary.folder,
    env: { HOME: join(binary.folder, "home"), TZ: "UTC", ...environment },
  })
  terminals.push(terminal)
  return terminal
}

test("an agent's morning in a real terminal, with a server that is started again in between", async () => {
  partner = await binary.partner()
  await addAgent("grace@acme.example", "Grace")
  await addAgent("linus@acme.example", "Linus")
  await binary.run(["settings", "set", "answering.mode=bot"])
  server = await binary.serve()
  const { url } = server
  const ada = await customer(url, partner.widgetKey, "Ada")
  await ada.say("Is anybody there?")

  // Signing in: the password is nowhere to be seen, and the token is for its owner alone.
  const desk = consoleOf(url)
  await desk.shows("E-mail:")
  desk.type("grace@acme.example\r")
  await desk.shows("Password:")
  desk.type(`${passwords.get("grace@acme.example")}\r`)
  await desk.shows("You are")
  desk.type("\r")
  await desk.shows("Grace: online")
  expect(desk.raw()).not.toContain(passwords.get("grace@acme.example") ?? PASSWORD)
  const credentials = join(binary.folder, "home/.config/chatd/credentials.json")
  expect(statSync(credentials).mode & 0o777).toBe(0o600)

  // Takes the chat from the bot, and answers.
  desk.type("3")
  await desk.shows("Is anybody there?")
  desk.type("t")
  await desk.shows("You have Ada.")
  desk.type("1")
  await desk.shows(/Ada.*yours/)
  desk.type("rHello Ada, *I* am here.\r")
  await desk.shows(/Hello Ada, I am here\./)
  await until("the customer hears it", async () => (await ada.heard()).length === 1)
  expect(await ada.heard()).toEqual(["Hello Ada, *I* am here."])
  await desk.hides("sending")

  // A note stays inside.
  desk.type("\u001b")
  await desk.shows("Enter reply")
  desk.type("nShe sounds worried.\r")
  await desk.shows("Grace, note")
  expect(await ada.heard()).toHaveLength(1)

  // The server goes and comes back; what was written is kept, sent once, and what came meanwhile is there.
  desk.type("\u000e")
  await desk.shows("Reply to Ada")
  server.kill("SIGKILL")
  await server.finished
  await desk.shows("not connected")
  desk.type("While you were away.\r")
  await desk.shows("waits for the connection")
  desk.type("and a draft")
  await desk.shows("and a draft")
  server = await binary.serve(["--port", new URL(url).port])
  await desk.shows("Connected again")
  await until("the customer hears it", async () => (await ada.heard()).length === 2)
  await ada.say("Still there?")
  await desk.shows("Still there?")
  await desk.shows("› and a draft")
  expect(await ada.heard()).toEqual(["Hello Ada, *I* am here.", "While you were away."])

  // A window of another size.
  desk.resize(120, 40)
  await desk.shows("Identity")
  await desk.shows("› and a draft")
  desk.resize(80, 24)
  await desk.hides("Identity")

  // A ticket of it: made, put in progress, taken, answered; what a colleague does is seen.
  desk.type("\u001b")
  await desk.shows("Enter reply")
  desk.type("N")
  await desk.shows("A ticket for Ada")
  desk.type("\tThe kettle leaks.\u0013")
  await desk.shows("Ticket T-1 is open")
  desk.type("#")
  await desk.shows(/T-1 +open +medium +Ada/)
  desk.type("w")
  await desk.shows(/T-1 +in progress/)
  desk.type("m")
  await desk.shows("Grace has T-1.")
  desk.type("r")
  await desk.shows("To Ada")
  desk.type("A new one is on its way.\r")
  await desk.shows("Grace, to the requester")
  const closed = await binary.json(["ticket", "set", "T-1", "status=closed", "--as", "linus@acme.example"])
  expect(closed[0].status).toBe("closed")
  await desk.shows("Linus: status in progress → closed")
  desk.type("v")
  await desk.shows("Ticket T-1 is closed")
  await desk.shows("Grace on Ticket T-1: A new one is on")

  // To a colleague, back again, and closed.
  desk.type("T")
  await desk.shows("Transfer to")
  desk.type("Linus\r")
  await desk.shows("Transfer to Linus")
  desk.type("Please call her.\r")
  await desk.shows("Linus has Ada.")
  desk.type("3")
  await desk.shows("Please call her.")
  desk.type("t")
  await desk.shows("You have Ada.")
  desk.type("c")
  await desk.shows("Closed: Ada.")

  // Leaving gives the terminal back; the draft is there the next time.
  desk.type("q")
  expect(await desk.child.exited).toBe(0)
  expect(desk.raw()).toContain("\u001b[?1049l")
  const again = consoleOf(url)
  await again.shows("Grace: online")
  await again.shows("› and a draft")
  again.child.kill("SIGTERM")
  expect(await again.child.exited).toBe(0)
}, 120_000)

test("whoever is erased is gone: while one writes to them, in a break, and from the disk", async () => {
  const credentials = join(binary.folder, "home/.config/chatd/credentials.json")
  const [url = ""] = Object.keys(JSON.parse(readFileSync(credentials, "utf8")).servers)
  const { widgetKey, partnerId: id } = partner
  const [berta, carla] = [await customer(url, widgetKey, "Berta"), await customer(url, widgetKey, "Carla")]
  await berta.say("I am Berta")
  await carla.say("I am Carla")
  const erase = async ({ ref }: { ref: string }) => {
    const { code, err } = await binary.run(["privacy", "erase", ref, "--partner", id, "--yes"])
    expect({ code, err }).toMatchObject({ code: 0 })
  }

  const desk = consoleOf(url)
  await desk.shows("Grace: online")
  desk.type("3")
  await desk.shows("Reply to Carla")
  desk.type("rYour balance is ")
  await desk.shows("› Your balance is")
  await erase(carla)
  await desk.shows(/#\d+ was erased/)
  desk.type("1234 EUR\r")
  desk.type("\u001b")
  await desk.shows("I am Berta")
  await desk.hides("Carla")
  await desk.hides("EUR")

  desk.type("rA draft for her")
  await desk.shows("› A draft for her")
  server?.kill("SIGKILL")
  await server?.finished
  await desk.shows("not connected")
  await erase(berta)
  server = await binary.serve(["--port", new URL(url).port])
  await desk.shows(/#\d+ was erased/)
  await desk.hides("Berta")
  desk.type("\u001b")
  await desk.hides("was erased")
  desk.child.kill("SIGTERM")
  expect(await desk.child.exited).toBe(0)
  const drafts = join(binary.folder, "home/.local/state/chatd/drafts")
  const kept = readdirSync(drafts).map((name) => readFileSync(join(drafts, name), "utf8"))
  expect(kept.join()).not.toContain("A draft for her")
  expect(kept.join()).not.toContain("Your balance")
}, 120_000)

test("where drafts cannot be written one answers all the same, and is told", async () => {
  const credentials = join(binary.folder, "home/.config/chatd/credentials.json")
  const [url = ""] = Object.keys(JSON.parse(readFileSync(credentials, "utf8")).servers)
  const dora = await customer(url, partner.widgetKey, "Dora")
  await dora.say("I am Dora")
  const blocked = binary.write("blocked", "a file, where a folder is wanted")
  const desk = consoleOf(url, { XDG_STATE_HOME: blocked })
  await desk.shows("Grace: online")
  desk.type("3")
  await desk.shows("I am Dora")
  desk.type("rHello Dora.")
  await desk.shows("What you write is not kept on this machine")
  desk.type("\r")
  await until("the customer hears it", async () => (await dora.heard()).length === 1)
  await desk.hides("sending")
  expect(desk.screen.text()).not.toContain("at keepOutbox")
  desk.type("and more")
  await desk.shows("› and more")
  desk.type("\u0003")
  await desk.shows("Leave the console?")
  desk.type("y")
  expect(await desk.child.exited).toBe(0)
  expect(desk.raw()).toContain("\u001b[?1049l")
}, 60_000)

test("signing out revokes the token and forgets it", async () => {
  const credentials = join(binary.folder, "home/.config/chatd/credentials.json")
  const [server = ""] = Object.keys(JSON.parse(readFileSync(credentials, "utf8")).servers)
  const { token } = JSON.parse(readFileSync(credentials, "utf8")).servers[server]
  expect((await binary.run(["console", "--server", server, "--sign-out"])).code).toBe(0)
  const { status } = await fetch(`${server}/api/desk/me`, { headers: { authorization: `Bearer ${token}` } })
  expect(status).toBe(401)
  expect(existsSync(credentials) && readFileSync(credentials, "utf8").includes(token)).toBe(false)
})

test("who mistypes the password or the code of the second factor is asked for it again, three times in all", async () => {
  await addAgent("mary@acme.example", "Mary")
  const password = passwords.get("mary@acme.example") ?? ""
  const url = server?.url ?? ""
  const desk = async (method: string, path: string, body: object, token?: string) => {
    const response = await fetch(`${url}/api/desk${path}`, {
      method,
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    })
    return response.status === 204 ? undefined : response.json()
  }
  const { token } = await desk("POST", "/sign-in", { email: "mary@acme.example", password })
  const { secret } = await desk("POST", "/me/second-factor", { password }, token)
  await desk("PUT", "/me/second-factor", { code: totpCode(secret, totpStep(new Date())) }, token)
  const signingIn = async (...typed: readonly (readonly [asked: RegExp, answer: string])[]) => {
    const terminal = consoleOf(url, { XDG_CONFIG_HOME: join(binary.folder, "of-mary") })
    for (const [asked, answer] of typed) {
      await terminal.shows(asked)
      terminal.type(`${answer}\r`)
    }
    return terminal
  }
  const wrongPassword = /password is wrong\.\s+Password:$/m
  const wrongCode = /Wait for the next one\.\s+Code of the second factor:$/m
  const refused = await signingIn(
    [/E-mail:/, "mary@acme.example"],
    [/Password:/, "not this"],
    [wrongPassword, password],
    [/factor:$/m, "000000"],
    [wrongCode, "000001"],
  )
  expect(await refused.child.exited).toBe(4)
  const signedIn = await signingIn(
    [/E-mail:/, "mary@acme.example"],
    [/Password:/, password],
    [/factor:$/m, "000000"],
  )
  await signedIn.shows(wrongCode)
  signedIn.type(`${totpCode(secret, totpStep(new Date()) + 1)}\r`)
  await signedIn.shows("You are")
  expect(signedIn.raw()).not.toContain(password)
}, 60_000)

test("on a terminal that cannot draw a screen it says what to do instead, and draws none", async () => {
  const desk = consoleOf("http://127.0.0.1:9", { TERM: "dumb" })
  expect(await desk.child.exited).toBe(2)
  expect(desk.raw()).toContain("needs a terminal that can draw a screen")
})

test("without a terminal it says what to do instead", async () => {
  const { code, err } = await binary.run(["console", "--server", "http://127.0.0.1:9"])
  expect(code).toBe(2)
  expect(err).toContain("needs a terminal")
})
