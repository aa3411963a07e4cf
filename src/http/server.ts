import { randomUUID } from "node:crypto"
import { ChatdError } from "../core/errors.ts"
import type { Logger } from "../log.ts"
import { errorReply } from "./errors.ts"
import { type OpenSockets, type SocketContract, socketHandlers } from "./sockets.ts"

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

/** One port for requests and sockets. */
export function listen(
  app: HttpApp,
  contracts: readonly SocketContract[],
  { host, port }: { host: string; port: number },
  log: Logger,
): ListeningServer {
  const sockets = socketHandlers(contracts, log)
  const server = Bun.serve({
    hostname: host,
    port,
    maxRequestBodySize: MOST_BODY_BYTES,
    // A second server on the same port would silently take half of the requests.
    reusePort: false,
    // A call that waits for events is silent for up to 25 seconds.
    idleTimeout: 60,
    fetch: (request, self) =>
      // Bun makes the address of the Host as it came: what is none has no path that could be told.
      URL.canParse(request.url) ? sockets.upgrade(request, self) || app.fetch(request) : withoutHost(),
    websocket: sockets.websocket,
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

function withoutHost(): Response {
  const fault = new ChatdError(
    "invalid_input",
    "The Host header must be the name of this server, such as example.com.",
  )
  const { status, body } = errorReply(fault, randomUUID())
  return Response.json(body, { status })
}
