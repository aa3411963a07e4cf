/**
 * How long a key takes to its letter on the screen, while 500 conversations talk: the compiled console in a
 * pseudo-terminal, against a desk that sends what a server sends.
 *
 * Usage: bun cli/console/testing/key-to-screen.ts [--seconds 20] [--every-ms 20] [--columns 200] [--rows 50]
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import type { DeskEvent, DeskServerFrame } from "../../../src/api/desk/protocol.ts"
import { GRACE, ME, message, summary } from "./desk-day.ts"
import { inTerminal } from "./in-terminal.ts"

const CONVERSATIONS = 500

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    "every-ms": { type: "string", default: "20" },
    columns: { type: "string", default: "200" },
    rows: { type: "string", default: "50" },
  },
})
const columns = Number(values.columns)
const rows = Number(values.rows)

const seqs = new Map(Array.from({ length: CONVERSATIONS }, (_, index) => [index + 1, 1]))
const changed = new Set<number>()
let followed = 0

const desk = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch(request, server) {
    const { pathname } = new URL(request.url)
    if (pathname === "/ws/desk")
      return server.upgrade(request, { data: undefined }) ? undefined : new Response()
    if (pathname === "/api/desk/me") return Response.json(ME)
    if (pathname === "/api/desk/canned-replies") return Response.json({ replies: [] })
    if (pathname === "/api/desk/conversations") return Response.json({ conversations: [], more: false })
    return Response.json({ detail: "Not here.", error: "not_found" }, { status: 404 })
  },
  websocket: {
    data: undefined as undefined,
    message(socket, data) {
      const frame = JSON.parse(String(data)) as { type: string; payload: { conversation: number } }
      const say = (said: DeskServerFrame) => socket.send(JSON.stringify(said))
      if (frame.type === "follow") followed = frame.payload.conversation
      if (frame.type !== "hello") return
      say({ type: "agents", payload: { agents: [GRACE] } })
      say({ type: "conversations", payload: { conversations: [...seqs.keys()].map(current) } })
      say({ type: "ready", payload: { at: new Date().toISOString(), me: ME } })
      // A message in one of the conversations, and every tenth in the one that is open.
      setInterval(() => {
        const number =
          Math.random() < 0.1 && followed ? followed : 1 + Math.floor(Math.random() * CONVERSATIONS)
        const seq = (seqs.get(number) ?? 0) + 1
        seqs.set(number, seq)
        changed.add(number)
        if (number === followed) say({ type: "event", payload: { conversation: number, event: said(seq) } })
      }, Number(values["every-ms"]))
      setInterval(() => {
        if (changed.size)
          say({ type: "conversations", payload: { conversations: [...changed].map(current) } })
        changed.clear()
      }, 100)
    },
  },
})

function current(number: number) {
  const lastSeq = seqs.get(number) ?? 1
  return summary(number, `Customer ${number}`, {
    agent: number % 4 === 0 ? { number: GRACE.number, name: GRACE.name } : null,
    handler: number % 4 === 0 ? "person" : "bot",
    lastSeq,
    unread: lastSeq % 9,
    lastMessage: {
      seq: lastSeq,
      from: "customer",
      text: `Message ${lastSeq} with *some* words`,
      at: new Date().toISOString(),
    },
  })
}

function said(seq: number): DeskEvent {
  return message(
    seq,
    "customer",
    "Customer",
    `Message ${seq}: where is my **order**? I have waited since Monday.`,
    {
      at: new Date().toISOString(),
    },
  )
}

/** Of a process, as Linux counts it in hundredths of a second. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? []
  return 10 * (Number(fields[11]) + Number(fields[12]))
}

function composerSays(text: string): boolean {
  return terminal.screen
    .lines()
    .some((line) => line.includes(`› ${text} `) || line.includes(`› ${text}│`) || line.endsWith(`› ${text}`))
}

const home = mkdtempSync(join(tmpdir(), "chatd-bench-console-"))
mkdirSync(join(home, ".config/chatd"), { recursive: true })
writeFileSync(
  join(home, ".config/chatd/credentials.json"),
  JSON.stringify({
    servers: {
      [`http://127.0.0.1:${desk.port}`]: {
        token: "at_bench",
        tokenId: "t",
        email: GRACE.email,
        partner: ME.partner,
        expiresAt: "2030-01-01T00:00:00.000Z",
      },
    },
  }),
)
const binary = fileURLToPath(new URL("../../../dist/chatd", import.meta.url))
let bytes = 0
/** The next time that something was drawn. */
let drawn = Promise.withResolvers<void>()
const terminal = inTerminal([binary, "console", "--server", `http://127.0.0.1:${desk.port}`], {
  cwd: home,
  env: { HOME: home },
  columns,
  rows,
  onData: (data) => {
    bytes += data.length
    drawn.resolve()
  },
})
await terminal.shows("Grace Hopper: online")
await terminal.shows("Customer")
terminal.type("r")
await terminal.shows("Enter send")
const before = bytes
const usedBefore = cpuMs(terminal.child.pid)
const started = performance.now()
const deadline = started + Number(values.seconds) * 1000
const latencies: number[] = []
let typed = ""
while (performance.now() < deadline) {
  if (typed.length === 20) {
    terminal.type("\u0015")
    await terminal.hides(typed)
    typed = ""
  }
  typed += String.fromCharCode(97 + Math.floor(Math.random() * 26))
  const pressed = performance.now()
  terminal.type(typed.slice(-1))
  while (!composerSays(typed)) {
    await Promise.race([drawn.promise, Bun.sleep(1000)])
    drawn = Promise.withResolvers()
    if (performance.now() - pressed > 5000)
      throw new Error(`The screen does not show ${typed}:\n${terminal.screen.text()}`)
  }
  latencies.push(performance.now() - pressed)
  await Bun.sleep(60 + Math.random() * 60)
}
latencies.sort((a, b) => a - b)
const share = (part: number) =>
  (latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? 0).toFixed(1)
const seconds = (performance.now() - started) / 1000
console.log(
  `${columns}x${rows}, ${CONVERSATIONS} conversations, a message every ${values["every-ms"]} ms, ${latencies.length} keys: ` +
    `p50 ${share(0.5)} ms, p95 ${share(0.95)} ms, p99 ${share(0.99)} ms, worst ${share(1)} ms; ` +
    `${((bytes - before) / seconds / 1024).toFixed(1)} KB/s to the terminal, ` +
    `${((100 * (cpuMs(terminal.child.pid) - usedBefore)) / (seconds * 1000)).toFixed(0)} % of a core`,
)
await terminal.end()
desk.stop(true)
rmSync(home, { recursive: true, force: true })
process.exit(0)
