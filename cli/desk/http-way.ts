import type { DeskWay } from "./client.ts"
import { DeskUnreachable } from "./client.ts"

const TIMEOUT_MS = 30_000

interface HttpWayInput {
  /** With a path, where the server is behind one. */
  server: string
  name?: string
  /** Asked for each call: one that is short-lived is made anew. */
  token(): string | undefined
  signInAgain: string
  close?(): Promise<void>
}

/** A desk that listens, on this machine or far away. */
export function httpWay({ server, name = server, token, signInAgain, close }: HttpWayInput): DeskWay {
  return {
    name,
    signInAgain,
    async send(path, init) {
      const bearer = token()
      const headers = {
        "content-type": "application/json",
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      }
      try {
        return await fetch(`${server}${path}`, {
          ...init,
          headers,
          // A proxy that asks for a sign-in of its own must not get the token, nor pass for the desk.
          redirect: "error",
          signal: AbortSignal.timeout(TIMEOUT_MS),
        })
      } catch (fault) {
        throw new DeskUnreachable(`${name} cannot be reached: ${sentenceOf(fault)}`)
      }
    },
    socket: { url: `${server.replace(/^http/, "ws")}/ws/desk`, token: () => token() ?? "" },
    close: close ?? (async () => {}),
  }
}

function sentenceOf(fault: unknown): string {
  const { name, message } = fault as Error
  return name === "TimeoutError" ? `no reply within ${TIMEOUT_MS / 1000} s.` : message
}
