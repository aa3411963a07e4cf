import { afterAll, expect, setDefaultTimeout, test } from "bun:test"
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs"
import { join } from "node:path"
import { binaryAlone, type PartnerKeys } from "../binary.ts"
import { start } from "../process.ts"
import { openSocket } from "../socket-client.ts"
import { until } from "../wait.ts"
import { Visitor } from "./visitor.ts"

setDefaultTimeout(60_000)

/** A disk of a few megabytes, which only the server sees. */
const IN_A_SMALL_DISK = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
const MEGABYTES = 8
const possible =
  process.platform === "linux" &&
  Bun.spawnSync([...IN_A_SMALL_DISK, `mount -t tmpfs -o size=${MEGABYTES}m tmpfs /mnt`]).success

const chatd = binaryAlone()
afterAll(() => chatd.remove())

/** Writes until nothing more fits. */
function fill(path: string): void {
  const file = openSync(path, "w")
  try {
    for (const size of [65_536, 4_096, 512]) for (;;) if (!written(file, size)) break
  } finally {
    closeSync(file)
  }
}

function written(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) === size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") return false
    throw error
  }
}

test.skipIf(!possible)(
  "the disk is full: senders are told, nothing is told as stored, and it goes on by itself",
  async () => {
    const home = join(chatd.folder, "home")
    for (const folder of ["data", "home", "out"]) mkdirSync(join(chatd.folder, folder), { recursive: true })
    const unlimited = "limits.messages_per_minute=0 limits.address_messages_per_minute=0"
    const script = [
      `mount -t tmpfs -o size=${MEGABYTES}m tmpfs data`,
      "./chatd partner create --name Acme --domain acme.example --json > out/partner",
      `./chatd partner set ${unlimited} > out/set`,
      "exec ./chatd serve --port 0 --port-file out/port",
    ].join(" && ")
    const server = start([...IN_A_SMALL_DISK, script], {
      cwd: chatd.folder,
      env: { HOME: home, PATH: process.env.PATH ?? "", CHATD_LOG_FORMAT: "json" },
    })
    try {
      const portFile = join(chatd.folder, "out/port")
      const port = await until(
        `a server started: ${server.err()}`,
        () => existsSync(portFile) && readFileSync(portFile, "utf8"),
      )
      const url = `http://127.0.0.1:${port}`
      const { widgetKey } = JSON.parse(readFileSync(join(chatd.folder, "out/partner"), "utf8")) as PartnerKeys
      const visitor = await Visitor.enter(url, widgetKey)
      const name = visitor.say("before")
      await until("a message is acknowledged", () => visitor.outbox.acknowledged.has(name))
      await until("it is answered", () => visitor.last >= 3)

      // The disk as the server sees it.
      const filler = `/proc/${server.pid}/root${join(chatd.folder, "data/filler")}`
      fill(filler)
      const { id, sessionToken } = visitor.session
      const watching = await openSocket(`${url}/ws/chat/${id}?token=${sessionToken}`)
      // What is left of the last page of the log may take a few.
      await until("a sender is told", async () => {
        if (visitor.outbox.isEmpty) visitor.say("x".repeat(4_000))
        await watching.settled()
        return visitor.errors.length > 0
      })
      expect(visitor.errors[0]).toMatchObject({ code: "unavailable" })
      const posted = await fetch(`${url}/api/chat/sessions/${id}/messages`, {
        method: "POST",
        headers: { authorization: `Bearer ${sessionToken}`, "content-type": "application/json" },
        body: JSON.stringify({ clientId: "posted", text: "y".repeat(4_000) }),
      })
      expect(posted.status).toBe(503)
      const health = (await (await fetch(`${url}/api/health`)).json()) as {
        services: { database: { status: string; detail: string } }
      }
      expect(health.services.database).toMatchObject({ status: "degraded" })
      expect(health.services.database.detail).toContain("has 0 MB left")
      const stored = async () => {
        const response = await fetch(`${url}/api/chat/sessions/${id}/messages?limit=200`, {
          headers: { authorization: `Bearer ${sessionToken}` },
        })
        const { messages } = (await response.json()) as { messages: { seq: number; clientId?: string }[] }
        return messages
      }
      expect(
        (await stored()).flatMap(({ clientId }) => (clientId?.startsWith("m") ? [clientId] : [])),
      ).toEqual([...visitor.outbox.acknowledged])

      rmSync(filler)
      await until("what was refused is stored once there is room", () => visitor.outbox.isEmpty)
      const answers = () => visitor.seen.filter(({ payload }) => payload.sender?.kind === "bot").length
      await until("everything stored is answered", () => answers() === visitor.outbox.said.length, 30_000)
      expect(visitor.wrongs).toEqual([])
      expect(visitor.link.opened).toBe(1)
      watching.close()
      visitor.link.stop()
      server.kill("SIGTERM")
      expect((await server.finished).code).toBe(0)
    } finally {
      server.kill("SIGKILL")
      await server.finished
    }
  },
)

test.skipIf(!possible)("where the disk is full at the start, that is what is said", async () => {
  mkdirSync(join(chatd.folder, "full"), { recursive: true })
  const script =
    "mount -t tmpfs -o size=1m tmpfs full; cat /dev/zero > full/filler; exec ./chatd serve --data full/data"
  const { err } = await start([...IN_A_SMALL_DISK, script], {
    cwd: chatd.folder,
    env: { HOME: join(chatd.folder, "home"), PATH: process.env.PATH ?? "" },
  }).finished
  expect(err).toContain("disk is full")
  expect(err).not.toContain("already runs")
})

test.skipIf(!possible)("a disk that is only read, since it fails, say, can be backed up", async () => {
  mkdirSync(join(chatd.folder, "read"), { recursive: true })
  const script = [
    "mount -t tmpfs tmpfs read",
    "./chatd partner create --name Acme --domain acme.example --data read",
    "mount -o remount,ro read",
    "./chatd backup saved.backup --data read",
    "./chatd restore saved.backup --data saved",
    "./chatd partner list --data saved",
  ].join(" && ")
  const { code, out } = await start([...IN_A_SMALL_DISK, script], {
    cwd: chatd.folder,
    env: { HOME: join(chatd.folder, "home"), PATH: process.env.PATH ?? "" },
  }).finished
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/Acme +acme\.example/) })
})
