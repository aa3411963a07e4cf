import { z } from "zod"
import { CommandFailure, EXIT } from "../failure.ts"
import { safeText } from "../terminal-text.ts"

/** How the desk is reached, whichever way. */
export interface DeskWay {
  /** What errors call it: an address, or the data folder. */
  name: string
  /** Takes a request to a path under `/api/desk`. */
  send(path: string, init: RequestInit): Promise<Response>
  /** What to do where the desk does not know the caller. */
  signInAgain: string
  /** Where its socket is; undefined where nothing listens. */
  socket: { url: string; token(): string } | undefined
  close(): Promise<void>
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>

/** Something between here and the server failed, which may pass; a refusal is another failure. */
export class DeskUnreachable extends CommandFailure {
  constructor(message: string) {
    super(message, EXIT.unreachable)
  }
}

/** Calls of docs/desk-api.md. What a reply holds is as src/api/desk/protocol.ts says. */
export class DeskClient {
  constructor(readonly way: DeskWay) {}

  get<T>(path: string, query: Query = {}): Promise<T> {
    const asked = Object.entries(query).filter(([, value]) => value !== undefined)
    const text = new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString()
    return this.#json(text ? `${path}?${text}` : path, {})
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#json(path, { method: "POST", body: JSON.stringify(body) })
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#json(path, { method: "PATCH", body: JSON.stringify(body) })
  }

  delete(path: string): Promise<void> {
    return this.#json(path, { method: "DELETE" })
  }

  /** A reply that is a file. */
  async text(path: string, query: Query = {}): Promise<string> {
    const file = await this.#file(path, query)
    return file.text().catch((fault) => this.#brokeOff(fault))
  }

  /** The same of one that is no text. */
  async bytes(path: string): Promise<Uint8Array> {
    const file = await this.#file(path, {})
    return new Uint8Array(await file.arrayBuffer().catch((fault) => this.#brokeOff(fault)))
  }

  /** The same of one that may be long, part by part. */
  async *stream(path: string, query: Query = {}): AsyncGenerator<string> {
    const { body } = await this.#file(path, query)
    if (!body) return
    const decoder = new TextDecoder()
    try {
      for await (const part of body) yield decoder.decode(part, { stream: true })
    } catch (fault) {
      this.#brokeOff(fault as Error | undefined)
    }
    yield decoder.decode()
  }

  #file(path: string, query: Query): Promise<Response> {
    const asked = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    )
    return this.#call(`${path}?${new URLSearchParams(asked as [string, string][])}`, {})
  }

  async #json<T>(path: string, init: RequestInit): Promise<T> {
    const response = await this.#call(path, init)
    if (response.status === 204) return undefined as T
    try {
      return (await response.json()) as T
    } catch {
      throw this.#isNoDesk()
    }
  }

  async #call(path: string, init: RequestInit): Promise<Response> {
    const response = await this.way.send(`/api/desk${path}`, init)
    if (!response.ok) throw await this.#refusal(response)
    return response
  }

  async #refusal(response: Response): Promise<CommandFailure> {
    const refusal = refusalSchema.safeParse(await response.json().catch(() => undefined)).data
    if (!refusal) return this.#isNoDesk()
    const { detail, error, field } = refusal
    if (typeof detail !== "string") {
      const sentence = `${error} Try again in ${detail.reset_in_seconds} s.`
      return new CommandFailure(safeText(sentence), EXIT.tooOften)
    }
    if (response.status === 503) return new DeskUnreachable(safeText(detail))
    const says = [detail, response.status === 401 && field === undefined && this.way.signInAgain]
    return new DeskRefusal(safeText(says.filter(Boolean).join(" ")), response.status, field)
  }

  /** @param fault undefined where the desk is in this process, and has logged it */
  #brokeOff(fault: Error | undefined): never {
    const says = fault ? `: ${withoutAdvice(fault.message)}` : " in the middle."
    throw new DeskUnreachable(`${this.way.name} broke off${says}`)
  }

  #isNoDesk(): CommandFailure {
    return new CommandFailure(`${this.way.name} does not answer as a chatd server.`, EXIT.unreachable)
  }
}

/** What Bun says of a call that failed, less its advice to programmers. */
export function withoutAdvice(message: string): string {
  return message.replace(/ For more information, pass .*/s, "")
}

const refusalSchema = z.object({
  detail: z.union([z.string(), z.object({ reset_in_seconds: z.number() })]),
  error: z.string(),
  field: z.string().optional(),
})

const EXIT_OF_STATUS: Readonly<Record<number, number>> = {
  400: EXIT.usage,
  401: EXIT.notAllowed,
  403: EXIT.notAllowed,
  404: EXIT.notFound,
  413: EXIT.usage,
  422: EXIT.usage,
  500: EXIT.internal,
}

/** The desk's own "no". */
export class DeskRefusal extends CommandFailure {
  constructor(
    message: string,
    readonly status: number,
    /** What of the input is to blame. */
    readonly field: string | undefined,
  ) {
    super(message, EXIT_OF_STATUS[status] ?? EXIT.no)
  }
}
