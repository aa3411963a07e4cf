import type { DeskWay } from "./client.ts"
import { DeskUnreachable, withoutAdvice } from "./client.ts"

/** Who says nothing for so long is gone. */
const SILENCE_MS = 30_000

interface HttpWayInput {
  /** With a path, where the server is behind one. */
  server: string
  name?: string
  /** Asked for each call: one that is short-lived is made anew. */
  token(): string | undefined
  signInAgain: string
  close?(): Promise<void>
  silenceMs?: number
}

/** A desk that listens, on this machine or far away. */
export function httpWay({
  server,
  name = server,
  token,
  signInAgain,
  close,
  silenceMs = SILENCE_MS,
}: HttpWayInput): DeskWay {
  return {
    name,
    signInAgain,
    async send(path, init) {
      const bearer = token()
      const headers = {
        "content-type": "application/json",
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      }
      const patience = new Patience(silenceMs)
      try {
        const response = await fetch(`${server}${path}`, {
          ...init,
          headers,
          // A proxy that asks for a sign-in of its own must not get the token, nor pass for the desk.
          redirect: "error",
          signal: patience.signal,
        })
        return patience.with(response)
      } catch (fault) {
        patience.end()
        throw new DeskUnreachable(`${name} cannot be reached: ${withoutAdvice((fault as Error).message)}`)
      }
    },
    socket: { url: `${server.replace(/^http/, "ws")}/ws/desk`, token: () => token() ?? "" },
    close: close ?? (async () => {}),
  }
}

/** What is long may take long, as long as some of it comes. */
class Patience {
  readonly #controller = new AbortController()
  #timer: ReturnType<typeof setTimeout>

  constructor(readonly silenceMs: number) {
    this.#timer = this.#start()
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  with(response: Response): Response {
    const { body, status, statusText, headers } = response
    if (!body) {
      this.end()
      return response
    }
    const parts = body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (part, to) => {
          this.#startAgain()
          to.enqueue(part)
        },
        flush: () => this.end(),
      }),
    )
    return new Response(parts, { status, statusText, headers })
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  #startAgain(): void {
    this.end()
    this.#timer = this.#start()
  }

  #start(): ReturnType<typeof setTimeout> {
    const timer = setTimeout(
      () => this.#controller.abort(new Error(`no reply within ${this.silenceMs / 1000} s.`)),
      this.silenceMs,
    )
    timer.unref()
    return timer
  }
}
