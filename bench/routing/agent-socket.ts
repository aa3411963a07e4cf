/** What an agent's client is told: here, which conversations they were given, and when. */
export class AgentSocket {
  readonly given: { conversation: number; at: number }[] = []
  /** Resolves when everything that is open has come. */
  readonly ready: Promise<void>
  readonly #socket: WebSocket
  #look: (() => void) | undefined

  constructor(
    url: string,
    token: string,
    readonly number: number,
    private readonly onGiven: (conversation: number, at: number) => void,
  ) {
    this.#socket = new WebSocket(`${url.replace("http", "ws")}/ws/desk`, {
      headers: { authorization: `Bearer ${token}` },
    } as never)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.ready = promise
    this.#socket.onopen = () => this.#socket.send('{"type":"hello","payload":{}}')
    this.#socket.onclose = ({ reason }) => reject(new Error(`An agent's socket was closed: ${reason}`))
    this.#socket.onmessage = ({ data }) => {
      const text = String(data)
      if (text.startsWith('{"type":"ready"')) resolve()
      else this.#take(text)
    }
  }

  #take(text: string): void {
    // Of much that every agent is told, the notice that something is theirs is what is waited for.
    if (!text.startsWith('{"type":"notice"')) return
    const at = performance.now()
    const { payload } = JSON.parse(text)
    if (payload.kind !== "assigned") return
    this.given.push({ conversation: payload.conversation, at })
    this.onGiven(payload.conversation, at)
    this.#look?.()
  }

  /** When they had been given so many in all. */
  async whenGiven(count: number): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#look = () => {
      if (this.given.length >= count) resolve()
    }
    this.#look()
    await withinTime(promise, `agent ${this.number} has ${count}, not ${this.given.length} conversations`)
    return this.given[count - 1]?.at ?? Number.NaN
  }

  close(): void {
    this.#socket.onclose = null
    this.#socket.close()
  }
}

const PATIENCE_MS = 30_000

export async function withinTime(promise: Promise<void>, what: string): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`In vain it was waited until ${what}.`)), PATIENCE_MS)
  await Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
