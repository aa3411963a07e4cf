import type { Addressed, Signal } from "./hub.ts"

/** Who types may say so many times a second: of each the last word within so long is told. */
const EVERY_MS = 250
/** Of more within that time those who said so first are left out. */
const MOST_TOLD = 500
/** Bytes of what is said at once. */
const MOST_BYTES = 7_000

export interface TypingElsewherePorts {
  /** Tells the other servers. */
  say(text: string): Promise<void>
  /** Somebody types at another one. */
  typing(signal: Signal): void
}

/**
 * Tells other servers who types here, and hears it of them. It is worth nothing later: what cannot be said now is forgotten. Of
 * customers only what they belong to is said, and never what they write.
 */
export class TypingElsewhere {
  readonly #untold = new Map<string, Signal>()
  #isTelling = false

  constructor(private readonly ports: TypingElsewherePorts) {}

  tell(signal: Signal): void {
    if (signal.kind !== "typing") return
    const who = `${signal.conversation.id} ${signal.by} ${signal.senderId}`
    // The newest stand last.
    this.#untold.delete(who)
    this.#untold.set(who, signal)
    if (!this.#isTelling) void this.#tellAll()
  }

  heard(text: string): void {
    for (const signal of signalsIn(text)) this.ports.typing(signal)
  }

  async #tellAll(): Promise<void> {
    this.#isTelling = true
    while (this.#untold.size > 0) {
      const entries = [...this.#untold.values()].slice(-MOST_TOLD).map(entryOf)
      this.#untold.clear()
      const said = textsOf(entries).map((text) => this.ports.say(text).catch(() => {}))
      await Promise.all([...said, rest()])
    }
    this.#isTelling = false
  }
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, EVERY_MS).unref())
}

/** A customer's own id is nobody's business there: they are shown by their conversation. */
function entryOf({ conversation, by, senderId, data }: Signal): string {
  const { id, number, partnerId, customerId, status, handler, agentId } = conversation
  const to: Addressed = { id, number, partnerId, customerId, status, handler, agentId }
  return JSON.stringify({ to, by, senderId: by === "customer" ? by : senderId, data })
}

function textsOf(entries: readonly string[]): string[] {
  const texts: string[] = []
  let together: string[] = []
  let bytes = 0
  for (const entry of entries) {
    const more = Buffer.byteLength(entry) + 1
    if (bytes + more > MOST_BYTES) {
      if (together.length > 0) texts.push(`[${together.join(",")}]`)
      together = []
      bytes = 0
    }
    together.push(entry)
    bytes += more
  }
  texts.push(`[${together.join(",")}]`)
  return texts
}

/** What a server of another version says in a form that is not known here is nobody's typing. */
function signalsIn(text: string): Signal[] {
  try {
    const entries: unknown = JSON.parse(text)
    return Array.isArray(entries) ? entries.flatMap(signalOf) : []
  } catch {
    return []
  }
}

function signalOf(entry: unknown): Signal | [] {
  const { to, by, senderId, data } = (entry ?? {}) as Partial<{
    to: Addressed
    by: Signal["by"]
    senderId: string
    data: Signal["data"]
  }>
  const isKnown =
    typeof to?.id === "number" &&
    typeof to.number === "number" &&
    typeof to.customerId === "number" &&
    typeof to.partnerId === "string" &&
    typeof senderId === "string" &&
    typeof data?.isTyping === "boolean" &&
    (by === "customer" || by === "agent" || by === "bot")
  return isKnown ? { conversation: to, kind: "typing", by, senderId, data } : []
}
