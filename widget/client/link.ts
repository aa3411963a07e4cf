import { call, isRefused } from "./call.ts"
import type { ChatEvent, ServerFrame } from "./chat-api.ts"
import type { Connection } from "./chat-state.ts"
import type { Surroundings } from "./surroundings.ts"

/** The connection to one session: a socket; where none can be had, polling. */
export interface Link {
  /** How a message can be sent now, if at all. */
  readonly way: "socket" | "polling" | undefined
  send(frame: object): void
  /** Begins anew: what was sent got no answer. */
  restart(): void
  stop(): void
}

export interface LinkTarget {
  baseUrl: string
  sessionId: string
  token: string
  lastSeq(): number
}

export interface LinkListener {
  frame(frame: ServerFrame): void
  /** All events after `lastSeq()`. */
  page(events: readonly ChatEvent[]): void
  changed(connection: Connection, retryAt: number | undefined): void
  /** Messages can be sent. */
  ready(): void
  /** Whatever was sent and not answered may be lost. */
  lost(): void
  /** The server knows no such session, or not this token. */
  refused(): void
}

const NOT_LET_IN = 4401
const NO_SUCH_SESSION = 4404
const SERVER_STOPS = 1001
/** So many sockets in a row that never said hello or were cut soon after, and polling is tried. */
const SOCKETS_BEFORE_POLLING = 2
const POLL_SECONDS = 25

export function openLink(target: LinkTarget, listener: LinkListener, surroundings: Surroundings): Link {
  const { pace } = surroundings
  const api = `${target.baseUrl}/api/chat/sessions/${target.sessionId}`
  let socket: WebSocket | undefined
  let polling: AbortController | undefined
  let way: Link["way"]
  /** Attempts in a row that came to nothing, and sockets among them. */
  let failures = 0
  let deadSockets = 0
  let socketPause = pace.socketAgain
  let helloAt = 0
  let stopped = false
  let retry: Timer | undefined
  let patience: Timer | undefined
  let heartbeat: Timer | undefined
  let socketAgain: Timer | undefined

  function connect(): void {
    clearTimeout(retry)
    retry = undefined
    if (way !== "polling") listener.changed(failures ? "reconnecting" : "connecting", undefined)
    const url = new URL(`${target.baseUrl}/ws/chat/${target.sessionId}`, surroundings.page().url)
    url.protocol = url.protocol.replace("http", "ws")
    url.searchParams.set("token", target.token)
    url.searchParams.set("after", String(target.lastSeq()))
    let fresh: WebSocket
    try {
      fresh = new WebSocket(url)
    } catch {
      // The page's policy forbids it.
      deadSockets = SOCKETS_BEFORE_POLLING
      failed()
      return
    }
    socket = fresh
    patience = setTimeout(() => drop(fresh), pace.connect)
    fresh.onmessage = ({ data }) => {
      if (socket !== fresh) return
      const frame = parsed(data)
      if (frame) hear(frame)
    }
    fresh.onclose = ({ code }) => {
      if (socket === fresh) closed(code)
    }
  }

  function hear(frame: ServerFrame): void {
    clearTimeout(patience)
    clearTimeout(heartbeat)
    heartbeat = setTimeout(ask, pace.heartbeat)
    listener.frame(frame)
    if (frame.type !== "hello" || stopped) return
    stopPolling()
    way = "socket"
    failures = 0
    helloAt = Date.now()
    listener.changed("online", undefined)
    listener.ready()
  }

  /** Asks for a sign of life. */
  function ask(): void {
    const asked = socket
    if (!asked || asked.readyState !== asked.OPEN) return
    asked.send(`{"type":"ping","payload":{}}`)
    clearTimeout(patience)
    patience = setTimeout(() => drop(asked), pace.answer)
  }

  /** A socket whose other end is gone takes its time to close: it is given up, not waited for. */
  function drop(dead: WebSocket): void {
    if (socket !== dead) return
    dead.onclose = dead.onmessage = null
    dead.close()
    closed(0)
  }

  function closed(code: number): void {
    socket = undefined
    clearTimeout(patience)
    clearTimeout(heartbeat)
    if (stopped) return
    if (code === NOT_LET_IN || code === NO_SUCH_SESSION) {
      stop()
      listener.refused()
      return
    }
    if (way === "polling") {
      trySocketLater()
      return
    }
    const was = way
    way = undefined
    if (was) listener.lost()
    if (was && Date.now() - helloAt > pace.connect) {
      deadSockets = 0
      socketPause = pace.socketAgain
    } else deadSockets++
    failed(code === SERVER_STOPS)
  }

  async function failed(soon = false): Promise<void> {
    if (stopped) return
    failures++
    if (deadSockets >= SOCKETS_BEFORE_POLLING && (await poll())) return
    if (stopped || socket || way) return
    const wait = soon ? pace.backOff : Math.min(pace.backOffMost, pace.backOff * 2 ** (failures - 1))
    // Clients that were dropped together do not come back together.
    const delay = wait * (0.5 + Math.random())
    const state = surroundings.isOnline() ? "reconnecting" : "offline"
    listener.changed(state, Date.now() + delay)
    retry = setTimeout(connect, delay)
  }

  /** Polls until a socket is there or polling fails. @returns whether it worked at all */
  async function poll(): Promise<boolean> {
    const controller = new AbortController()
    polling = controller
    for (let first = true; ; first = false) {
      const wait = first ? 0 : POLL_SECONDS
      const reply = await call<{ events: readonly ChatEvent[] }>(
        `${api}/events?after=${target.lastSeq()}&wait=${wait}`,
        {
          token: target.token,
          controller,
        },
      )
      if (polling !== controller) return true
      if (!reply.ok) {
        polling = undefined
        if (isRefused(reply)) {
          stop()
          listener.refused()
          return true
        }
        if (first) return false
        lostPolling()
        return true
      }
      listener.page(reply.value.events)
      if (first && polling === controller) {
        way = "polling"
        failures = 0
        listener.changed("polling", undefined)
        listener.ready()
        trySocketLater()
      }
    }
  }

  function lostPolling(): void {
    way = undefined
    clearTimeout(socketAgain)
    listener.lost()
    if (socket) listener.changed("reconnecting", undefined)
    else failed()
  }

  function trySocketLater(): void {
    clearTimeout(socketAgain)
    socketAgain = setTimeout(connect, socketPause)
    socketPause = Math.min(socketPause * 2, pace.socketAgain * 8)
  }

  function stopPolling(): void {
    clearTimeout(socketAgain)
    const running = polling
    polling = undefined
    running?.abort()
  }

  /** Tries at once, where it waits; and asks for a sign of life, where it believes to be connected. */
  function check(): void {
    if (retry) connect()
    else if (way === "polling" && surroundings.isOnline()) listener.changed(way, undefined)
    else ask()
  }

  function gone(): void {
    if (socket) drop(socket)
    else listener.changed("offline", undefined)
  }

  function stop(): void {
    stopped = true
    way = undefined
    clearTimeout(retry)
    stopPolling()
    listening.abort()
    const open = socket
    socket = undefined
    clearTimeout(patience)
    clearTimeout(heartbeat)
    if (open) open.onmessage = null
    open?.close()
  }

  const listening = new AbortController()
  const { window, document } = surroundings
  for (const [where, what, action] of [
    [window, "online", check],
    [window, "pageshow", check],
    [window, "offline", gone],
    [document, "visibilitychange", check],
  ] as const)
    where.addEventListener(what, action, { signal: listening.signal })
  connect()

  return {
    get way() {
      return way
    },
    send(frame) {
      // Pages that wrap `WebSocket` leave its constants out; every socket has them as well.
      if (way === "socket" && socket && socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
    },
    restart() {
      if (way === "socket" && socket) drop(socket)
    },
    stop,
  }
}

type Timer = ReturnType<typeof setTimeout>

function parsed(data: unknown): ServerFrame | undefined {
  try {
    return JSON.parse(String(data)) as ServerFrame
  } catch {
    return undefined
  }
}
