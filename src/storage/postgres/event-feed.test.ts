import { afterEach, expect, test } from "bun:test"
import type { Socket, TCPSocketListener } from "bun"
import { until } from "../../../test/wait.ts"
import { listenToOtherServers } from "./event-feed.ts"

/** What Postgres says on the wire (protocol 3.0): a letter, the length, the body. */
const said = (letter: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5)
  head.write(letter)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const LET_IN = Buffer.concat([said("R", Buffer.alloc(4)), said("Z", Buffer.from("I"))])
const LISTENING = Buffer.concat([said("C", Buffer.from("LISTEN\0")), said("Z", Buffer.from("I"))])
const TERMINATED = said("E", Buffer.from("SFATAL\0C57P01\0Mterminating connection\0\0"))

type Course = (socket: Socket<undefined>, turn: "startup" | "query") => void
const works: Course = (socket, turn) => {
  socket.write(turn === "startup" ? LET_IN : LISTENING)
}
const breaksAtBirth: Course = (socket) => {
  socket.end(Buffer.concat([LET_IN, TERMINATED]))
}
const neverAnswersTheQuery: Course = (socket, turn) => {
  if (turn === "startup") socket.write(LET_IN)
}

const listensAndThenIsSilent = (): Course => {
  let queries = 0
  return (socket, turn) => {
    if (turn === "startup") socket.write(LET_IN)
    else if (queries++ < 2) socket.write(LISTENING)
  }
}

let server: TCPSocketListener | undefined
afterEach(() => server?.stop(true))

/** A database server whose connections go as told, one after the other; the last course holds for all that follow. */
function postgresWhose(courses: readonly Course[]) {
  const sockets: Socket<undefined>[] = []
  const courseOf = new Map<Socket<undefined>, Course>()
  const greeted = new Set<Socket<undefined>>()
  server = Bun.listen<undefined>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        courseOf.set(socket, courses[Math.min(sockets.length, courses.length - 1)] as Course)
        sockets.push(socket)
      },
      data(socket, bytes) {
        if (greeted.has(socket) && bytes[0] !== "Q".charCodeAt(0)) return
        courseOf.get(socket)?.(socket, greeted.has(socket) ? "query" : "startup")
        greeted.add(socket)
      },
    },
  })
  return { url: `postgres://u:p@127.0.0.1:${server.port}/d`, sockets }
}

async function listening(courses: readonly Course[], askEveryMs?: number) {
  const { url, sockets } = postgresWhose(courses)
  const told = { missed: 0, resumed: 0, failures: [] as string[] }
  const listener = {
    news: () => {},
    heardSoFar: () => {},
    missed: () => told.missed++,
    gone: () => {},
    signedOut: () => {},
    word: () => {},
    typing: () => {},
    resumed: () => told.resumed++,
    failed: (error: unknown) => told.failures.push((error as Error).message),
  }
  const feed = await listenToOtherServers(url, "own", listener, askEveryMs)
  return { feed, sockets, told }
}

test("a connection that breaks in the moment it stands is made anew, once, and ends nothing", async () => {
  const { feed, sockets, told } = await listening([works, breaksAtBirth, works])
  sockets[0]?.end(TERMINATED)
  await until("it listens again", () => told.resumed)
  expect({ connections: sockets.length, resumed: told.resumed }).toEqual({ connections: 3, resumed: 1 })
  await feed.stop()
})

test("a database that lets it in and then says nothing is asked again", async () => {
  const { feed, sockets, told } = await listening([works, neverAnswersTheQuery, works])
  sockets[0]?.end(TERMINATED)
  await until("it listens again", () => told.resumed, 20_000)
  expect(sockets.length).toBe(3)
  expect(told.failures).toContain("Query read timeout")
  await feed.stop()
})

test("a connection that has gone silent is noticed and made anew", async () => {
  const { feed, sockets, told } = await listening([listensAndThenIsSilent(), works], 100)
  await until("it listens again", () => told.resumed, 20_000)
  expect(sockets.length).toBe(2)
  await feed.stop()
})

test("what was missed is asked until it is told", async () => {
  const { feed, sockets, told } = await listening([works, listensAndThenIsSilent(), works])
  sockets[0]?.end(TERMINATED)
  await until("it listens again", () => told.resumed, 20_000)
  expect({ missed: told.missed, resumed: told.resumed, connections: sockets.length }).toEqual({
    missed: 1,
    resumed: 1,
    connections: 3,
  })
  await feed.stop()
})

test("who stops while it connects anew is left with no connection", async () => {
  const { feed, sockets } = await listening([works, works])
  sockets[0]?.end(TERMINATED)
  await until("it connects again", () => sockets.length === 2)
  await feed.stop()
  await until("the connection is closed", () => sockets[1]?.readyState !== 1)
})
