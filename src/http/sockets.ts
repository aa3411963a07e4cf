import type { Server, ServerWebSocket } from "bun"
import { ChatdError } from "../core/errors.ts"
import type { Logger } from "../log.ts"
import { nextTurn } from "../next-turn.ts"
import { type Place, SocketsByAddress } from "./sockets-by-address.ts"

/** One side of an open socket, as a contract sees it. */
export interface Socket {
  send(frame: string): void
  /** Several frames in one write. */
  sendAll(frames: readonly string[]): void
  /** Whether everything that was sent is on its way. */
  hasRoom(): boolean
  /** Resolves when it is; with false where the socket is closed. */
  drained(): Promise<boolean>
  close(code: number, reason: string): void
}

/** By what a client was let in. */
export interface Entry {
  readonly partnerId: string
  /** What must open something still; undefined where that its partner is there is all that it takes. */
  readonly door?: Door | undefined
}

export type Door = { readonly by: "key"; readonly key: string } | { readonly by: "bareId" }

/** The sockets of this server's clients. */
export interface OpenSockets {
  entries(): Iterable<Entry>
  /** @param whyOver undefined for those that stay */
  closeWhere(code: number, whyOver: (entry: Entry) => string | undefined): void
}

/** What a contract does with one socket. */
export interface SocketSession {
  readonly entry: Entry
  /** Frames that its socket may send in a second. */
  readonly mostFrames: number
  opened(socket: Socket): void
  received(frame: unknown): void
  closed(): void
}

/** A contract's way in. */
export interface SocketContract {
  /** Whether the address is this contract's. */
  serves(path: string): boolean
  /** What it is called where a client offers protocols: the only one that is ever chosen. */
  readonly protocol?: string
  /** @throws {ChatdError} where nobody is let in; the socket is closed with its sentence */
  connect(request: Request, url: URL): Promise<SocketSession>
}

interface SocketData {
  /** Undefined for one that its address has too many of. */
  place: Place | undefined
  session: SocketSession | undefined
  refusal: ChatdError | undefined
  /** Told when what was sent is on its way, or never will be. */
  waiting: (() => void)[] | undefined
  /** Frames in the current second. */
  frames: number
  second: number
}

/** Why a socket was closed; the reason beside it says what to do. */
export const CLOSE = {
  goingAway: 1001,
  tooLarge: 1009,
  malformed: 4400,
  unauthenticated: 4401,
  notFound: 4404,
  tooSlow: 4408,
  tooMany: 4429,
  internal: 1011,
} as const

/** Characters of one frame; a message of the largest allowed length, with metadata, fits. */
const MOST_CHARACTERS = 64 * 1024
/** Bytes at which Bun ends a socket by itself, before we see the frame. */
const MOST_BYTES = 4 * MOST_CHARACTERS
/** Bytes that may wait for a slow reader. */
const MOST_BUFFERED = 1024 * 1024
/** The number after which a client wants everything: `after=` of its address; 0 where there is none. Databases know it. */
export function afterOf({ searchParams }: URL): number {
  const after = Math.max(0, Math.floor(Number(searchParams.get("after")) || 0))
  return Math.min(after, Number.MAX_SAFE_INTEGER)
}

/** What the path of every socket has in it. */
const SOCKETS = "/ws"

/** Mostly a proxy that dropped the two headers: whoever looks there learns it from here. */
function withoutUpgrade(): Response {
  const detail = "This address is for WebSockets; a proxy before chatd must pass Upgrade and Connection on."
  return Response.json(
    { detail, error: "upgrade_required" },
    { status: 426, headers: { upgrade: "websocket", connection: "Upgrade" } },
  )
}

export interface SocketOptions {
  log: Logger
  addressOf(request: Request): string
  /** Sockets that an address may have. 0: no limit. */
  mostOfAddress: number
}

/** Sockets beside Elysia, on Bun's own handler: a third of the memory each, and no wire format in here. */
export function socketHandlers(
  contracts: readonly SocketContract[],
  { log, addressOf, mostOfAddress }: SocketOptions,
) {
  const open = new Set<ServerWebSocket<SocketData>>()
  const places = new SocketsByAddress(mostOfAddress, log)
  const tidying = tidyAfterRush()
  let isOver = false
  return {
    /** False where the request is not for a socket of ours. */
    upgrade(request: Request, server: Server<SocketData>): false | Response | Promise<Response | undefined> {
      const isUpgrade = request.headers.get("upgrade")?.toLowerCase() === "websocket"
      if (!isUpgrade && !request.url.includes(SOCKETS)) return false
      const url = new URL(request.url)
      const contract = contracts.find((one) => one.serves(url.pathname))
      if (!contract) return false
      if (!isUpgrade) return withoutUpgrade()
      const place = places.enter(addressOf(request))
      const admitted: Promise<Admitted> = place
        ? connected(contract, request, url, log)
        : Promise.resolve({ refusal: TOO_MANY })
      return admitted.then(({ session, refusal }) => {
        const data = { place, session, refusal, waiting: undefined, frames: 0, second: 0 }
        if (server.upgrade(request, { data, ...protocolHeader(contract, request) })) return undefined
        if (place) places.leave(place)
        return withoutUpgrade()
      })
    },

    /** How many are open. */
    count: (): number => open.size,

    *entries(): Iterable<Entry> {
      for (const { data } of open) if (data.session) yield data.session.entry
    },

    closeWhere(code: number, whyOver: (entry: Entry) => string | undefined): void {
      for (const ws of [...open]) {
        const reason = ws.data.session && whyOver(ws.data.session.entry)
        if (reason !== undefined) ws.close(code, reason)
      }
    },

    /** Tells everybody to come back after a moment, also those who are being let in. */
    closeAll(): void {
      isOver = true
      for (const ws of open) ws.close(...RESTARTING)
    },

    websocket: {
      maxPayloadLength: MOST_BYTES,
      backpressureLimit: MOST_BUFFERED,
      idleTimeout: 120,
      sendPings: true,
      perMessageDeflate: false,
      open(ws: ServerWebSocket<SocketData>) {
        const { session, refusal } = ws.data
        if (!session) return ws.close(closeCodeOf(refusal), reasonOf(refusal))
        if (isOver) return ws.close(...RESTARTING)
        open.add(ws)
        tidying.opened(open.size)
        session.opened(new OpenSocket(ws))
      },
      message(ws: ServerWebSocket<SocketData>, text: string | Buffer) {
        const { session } = ws.data
        if (!session) return
        const fault = faultOf(ws.data, session.mostFrames, text)
        if (fault) return ws.close(...fault)
        const frame = parsed(text as string)
        if (frame === undefined) return ws.close(CLOSE.malformed, "A frame must be a JSON object.")
        session.received(frame)
      },
      drain: tellWaiting,
      close(ws: ServerWebSocket<SocketData>) {
        if (ws.data.place) places.leave(ws.data.place)
        if (open.delete(ws)) ws.data.session?.closed()
        tellWaiting(ws)
      },
    },
  }
}

/** So many sockets within the time below are a rush, as after a restart. */
const RUSH = 500
const RUSH_OVER_MS = 2_000
/** As they become more in a long rush it is tidied up: later what stays lies scattered among what does not, and keeps its pages. */
const TIDY_EVERY = 2_500
/** Where there is so much in memory that it takes longer, only at the end. */
const LONGEST_TIDY_MS = 100

/**
 * What a rush of clients leaves behind is more than what stays of them: a KB each, and another one where ten thousand come
 * before it is given back. That takes 30 to 50 ms.
 */
function tidyAfterRush() {
  let came = 0
  let mostOpen = 0
  let took = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const tidy = () => {
    const started = performance.now()
    Bun.gc(true)
    took = performance.now() - started
  }
  const over = () => {
    if (came >= RUSH) tidy()
    came = 0
    mostOpen = 0
    timer = undefined
  }
  return {
    /** @param open how many there are now: those who only come back leave nothing new */
    opened(open: number): void {
      came++
      if (open > mostOpen) {
        mostOpen = open
        if (open % TIDY_EVERY === 0 && took <= LONGEST_TIDY_MS) tidy()
      }
      if (came % RUSH !== 1 && timer) return
      clearTimeout(timer)
      timer = setTimeout(over, RUSH_OVER_MS)
      timer.unref()
    },
  }
}

function protocolHeader({ protocol }: SocketContract, request: Request) {
  if (protocol === undefined) return undefined
  const offered = request.headers.get("sec-websocket-protocol")?.split(",") ?? []
  if (!offered.some((one) => one.trim() === protocol)) return undefined
  return { headers: { "sec-websocket-protocol": protocol } }
}

/** Neither: the fault is ours. */
interface Admitted {
  session?: SocketSession
  refusal?: ChatdError
}

const RESTARTING = [CLOSE.goingAway, "The server is restarting. Please reconnect."] as const

const TOO_MANY = new ChatdError(
  "rate_limited",
  "Your address has as many connections open as it may have. Close some, or come back later.",
)

async function connected(
  contract: SocketContract,
  request: Request,
  url: URL,
  log: Logger,
): Promise<Admitted> {
  try {
    return { session: await contract.connect(request, url) }
  } catch (error) {
    if (error instanceof ChatdError) return { refusal: error }
    log.error({ route: url.pathname, err: error }, "a socket could not be opened")
    return {}
  }
}

/** A page cannot read the status of a refused socket, only the code and the reason it was closed with. */
function closeCodeOf(refusal: ChatdError | undefined): number {
  if (refusal?.code === "unauthenticated" || refusal?.code === "forbidden") return CLOSE.unauthenticated
  if (refusal?.code === "not_found") return CLOSE.notFound
  if (refusal?.code === "rate_limited") return CLOSE.tooMany
  if (refusal?.code === "invalid_input") return CLOSE.malformed
  return CLOSE.internal
}

/** Bytes that a close frame holds. */
const MOST_REASON = 123

/** What does not fit ends with a whole word. */
function reasonOf(refusal: ChatdError | undefined): string {
  const text = refusal?.publicMessage ?? "Something went wrong on our side."
  const bytes = Buffer.from(text)
  if (bytes.length <= MOST_REASON) return text
  const cut = bytes.subarray(0, MOST_REASON - Buffer.byteLength("…")).toString()
  return `${cut.slice(0, cut.lastIndexOf(" "))}…`
}

function faultOf(
  data: SocketData,
  mostFrames: number,
  text: string | Buffer,
): [code: number, reason: string] | undefined {
  if (typeof text !== "string") return [CLOSE.malformed, "Frames are text, not binary."]
  if (text.length > MOST_CHARACTERS)
    return [CLOSE.tooLarge, `A frame has at most ${MOST_CHARACTERS} characters.`]
  const second = Math.floor(performance.now() / 1000)
  if (data.second !== second) {
    data.second = second
    data.frames = 0
  }
  data.frames++
  return data.frames > mostFrames ? [CLOSE.tooMany, "Too many frames a second."] : undefined
}

function parsed(text: string): unknown {
  try {
    const frame: unknown = JSON.parse(text)
    return typeof frame === "object" && frame !== null && !Array.isArray(frame) ? frame : undefined
  } catch {
    return undefined
  }
}

function tellWaiting({ data }: ServerWebSocket<SocketData>): void {
  const { waiting } = data
  data.waiting = undefined
  for (const resolve of waiting ?? []) resolve()
}

/** A socket as contracts see it; there are thousands of them, so that it holds nothing else. */
class OpenSocket implements Socket {
  constructor(private readonly ws: ServerWebSocket<SocketData>) {}

  send(frame: string): void {
    // Less than one: it could not go out at once. What piles up for one reader must not fill the memory.
    if (this.ws.send(frame) < 1 && this.ws.getBufferedAmount() >= MOST_BUFFERED / 2) this.#endSlow()
  }

  sendAll(frames: readonly string[]): void {
    const [first] = frames
    if (frames.length === 1 && first !== undefined) this.send(first)
    else
      this.ws.cork(() => {
        for (const frame of frames) this.send(frame)
      })
  }

  hasRoom(): boolean {
    return this.ws.getBufferedAmount() === 0
  }

  async drained(): Promise<boolean> {
    const { data } = this.ws
    if (this.ws.readyState === WebSocket.OPEN && !this.hasRoom())
      await new Promise<void>((resolve) => {
        data.waiting ??= []
        data.waiting.push(resolve)
      })
    // Whoever reads as fast as it comes would otherwise have the thread until they have everything.
    else await nextTurn()
    return this.ws.readyState === WebSocket.OPEN
  }

  close(code: number, reason: string): void {
    this.ws.close(code, reason)
  }

  #endSlow(): void {
    this.ws.close(CLOSE.tooSlow, "You read too slowly. Reconnect and ask for what you missed.")
    this.ws.terminate()
  }
}
