import { randomUUID } from "node:crypto"
import { ChatdError } from "../core/errors.ts"
import { errorReply } from "./errors.ts"
import { type OpenSockets, type SocketContract, type SocketOptions, socketHandlers } from "./sockets.ts"

/** Largest body that is read at all; each contract sets a lower limit of its own. */
const MOST_BODY_BYTES = 64 * 1024 * 1024

export interface HttpApp {
  fetch(request: Request): Response | Promise<Response>
}

export interface ListeningServer extends OpenSockets {
  url: URL
  requestIP(request: Request): { address: string } | null
  /** How many are open. */
  sockets(): number
  /** Sends the sockets away and lets requests under way finish, for at most so long. */
  stop(drainMs: number): Promise<void>
}

export interface ListenOptions extends SocketOptions {
  host: string
  port: number
  /** Why a request is not served, whatever it asks for. */
  refusal(request: Request): Promise<ChatdError | undefined>
}

/** One port for requests and sockets. */
export function listen(
  app: HttpApp,
  contracts: readonly SocketContract[],
  { host, port, refusal, ...options }: ListenOptions,
): ListeningServer {
  const sockets = socketHandlers(contracts, options)
  const server = Bun.serve({
    hostname: host,
    port,
    maxRequestBodySize: MOST_BODY_BYTES,
    // A second server on the same port would silently take half of the requests.
    reusePort: false,
    // A call that waits for events is silent for up to 25 seconds.
    idleTimeout: 60,
    async fetch(request, self) {
      // Bun makes the address of the Host as it came: what is none has no path that could be told.
      if (!URL.canParse(request.url)) return refused(WITHOUT_HOST)
      // Only pages name an origin.
      const fault = request.headers.has("origin") ? await refusal(request) : undefined
      if (fault) return refused(fault)
      return sockets.upgrade(request, self) || app.fetch(request)
    },
    websocket: sockets.websocket,
    // Bun's own page on a fault shows the source.
    error(fault) {
      const id = randomUUID()
      options.log.error({ requestId: id, err: fault }, "request failed")
      return refused(fault, id)
    },
  })
  return {
    url: server.url,
    sockets: sockets.count,
    entries: sockets.entries,
    closeWhere: sockets.closeWhere,
    requestIP: (request) => server.requestIP(request),
    async stop(drainMs) {
      sockets.closeAll()
      await Promise.race([server.stop(), Bun.sleep(drainMs)])
    },
  }
}

const WITHOUT_HOST = new ChatdError(
  "invalid_input",
  "The Host header must be the name of this server, such as example.com.",
)

function refused(fault: Error, requestId: string = randomUUID()): Response {
  const { status, body } = errorReply(fault, requestId)
  return Response.json(body, { status })
}
