import type { Reply } from "./call.ts"
import type { Metadata, StoredMessage } from "./chat-api.ts"
import type { Problem } from "./chat-state.ts"
import type { Link } from "./link.ts"
import type { Outbox } from "./outbox.ts"
import { createTimers } from "./timers.ts"

export interface NewMessage {
  clientId: string
  text: string
  metadata: Metadata | undefined
}

/** Sends what is in the outbox, one after another: the next follows when the one before is stored or refused. */
export interface Sending {
  /** Sends the oldest that waits, unless one is under way. */
  next(): void
  /** A stored message: it may be one of ours. */
  stored(message: StoredMessage): void
  /** One over the limit was not wrong, only too early: it waits again. */
  refused(clientId: string, problem: Problem): void
  /** What was under way waits again; its name keeps it from being stored twice. */
  recall(): void
}

export interface SendingPorts {
  outbox: Outbox
  link(): Link | undefined
  /** For where there is no socket. */
  post(message: NewMessage): Promise<Reply<StoredMessage>>
  /** The outbox is another one now. */
  changed(): void
  /** Something may be sent that could not be before. */
  free(): void
  limited(seconds: number, message: string): void
  /** The session has ended; the message belongs into another one. */
  over(): void
  /** Milliseconds to wait for an answer, and before another attempt. */
  pace: { answer: number; backOff: number }
}

/** After 2, 8 and 32 seconds; then the visitor is told, who may have something better to do. */
const MOST_TRIES = 3

export function createSending(ports: SendingPorts): Sending {
  const { outbox, pace } = ports
  const timers = createTimers<"answer">()
  let underWay: string | undefined
  /** How often the server could not take what is under way just then. */
  let tries = 0

  function next(): void {
    const link = ports.link()
    const { next: oldest } = outbox
    if (underWay || !oldest?.clientId || !link?.way) return
    const { clientId, text, metadata } = oldest
    underWay = clientId
    outbox.mark(clientId, "sending")
    ports.changed()
    if (link.way === "polling") void post({ clientId, text, metadata })
    else {
      link.send({ type: "message", payload: { clientId, text, metadata } })
      timers.later("answer", pace.answer, () => ports.link()?.restart())
    }
  }

  async function post(message: NewMessage): Promise<void> {
    const reply = await ports.post(message)
    if (underWay !== message.clientId) return
    if (reply.ok) {
      underWay = undefined
      // It stays in its place until its event comes.
      outbox.mark(message.clientId, "sent")
      ports.changed()
      ports.free()
    } else if (reply.status === 0) again(pace.backOff)
    else {
      const { problem } = reply
      if (problem.resetInSeconds) ports.limited(problem.resetInSeconds, problem.message)
      refused(message.clientId, problem)
    }
  }

  function again(afterMs: number): void {
    timers.later("answer", afterMs, () => {
      recall()
      ports.free()
    })
  }

  function refused(clientId: string, { code, message, resetInSeconds }: Problem): void {
    // It passes mostly, and the message may be stored all the same: it has a name.
    if (code === "unavailable" && underWay === clientId && tries++ < MOST_TRIES) {
      again(pace.backOff * 4 ** tries)
      return
    }
    tries = 0
    // Of a message it says that the session has ended.
    const over = code === "conflict"
    if (underWay === clientId) recall()
    if (!resetInSeconds && !over) outbox.mark(clientId, "failed", message)
    ports.changed()
    if (over) ports.over()
    ports.free()
  }

  function recall(): void {
    timers.cancelAll()
    underWay = undefined
    outbox.recall()
  }

  return {
    next,
    stored({ clientId, sender }) {
      if (!clientId || sender.kind !== "customer") return
      outbox.remove(clientId)
      tries = 0
      if (underWay === clientId) recall()
    },
    refused,
    recall,
  }
}
