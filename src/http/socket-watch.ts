import { CLOSE, type Entry, type OpenSockets } from "./sockets.ts"

/** The command line and other servers change the database and tell nobody. */
const LOOK_EVERY_MS = 1_000
/** A database that is away closes nobody's socket, and is told of now and then. */
const LOOK_AGAIN_MS = 10_000

export interface SocketWatchPorts {
  /** Which of these partners are there. */
  partnersAmong(ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Which of these keys open something. */
  liveAmong(keys: readonly string[]): Promise<ReadonlySet<string>>
  /** Whether the partner lets customers in by a bare id. */
  letsInBareIds(partnerId: string): Promise<boolean>
  onFault(error: unknown): void
}

const PARTNER_GONE = "This partner is not served here any more."
const KEY_GONE = "The key that opened this socket is not valid any more. Connect with a valid one."
const BARE_GONE =
  "clientId alone opens no socket any more. Connect with &token=, the conversation's sessionToken."

/** Closes sockets that would not be let in any more: their partner was removed, or the key that opened them has ended. */
export function watchSockets(sockets: OpenSockets, ports: SocketWatchPorts) {
  let stopped = false
  let timer = setTimeout(next, LOOK_EVERY_MS)
  timer.unref()

  async function next(): Promise<void> {
    const looked = await look().catch(ports.onFault)
    if (stopped) return
    timer = setTimeout(next, looked ? LOOK_EVERY_MS : LOOK_AGAIN_MS)
    timer.unref()
  }

  async function look(): Promise<true> {
    const [partnerIds, keys, bare] = [new Set<string>(), new Set<string>(), new Set<string>()]
    for (const { partnerId, door } of sockets.entries()) {
      partnerIds.add(partnerId)
      if (door?.by === "key") keys.add(door.key)
      else if (door?.by === "bareId") bare.add(partnerId)
    }
    const there = partnerIds.size > 0 ? await ports.partnersAmong([...partnerIds]) : partnerIds
    const live = keys.size > 0 ? await ports.liveAmong([...keys]) : keys
    for (const id of bare) if (await ports.letsInBareIds(id)) bare.delete(id)
    // Mostly nothing has ended, and nobody's socket need be looked at again.
    if (there.size === partnerIds.size && live.size === keys.size && bare.size === 0) return true
    const whyOver = ({ partnerId, door }: Entry): string | undefined => {
      if (partnerIds.has(partnerId) && !there.has(partnerId)) return PARTNER_GONE
      if (door?.by === "key" && keys.has(door.key) && !live.has(door.key)) return KEY_GONE
      return door?.by === "bareId" && bare.has(partnerId) ? BARE_GONE : undefined
    }
    sockets.closeWhere(CLOSE.unauthenticated, whyOver)
    return true
  }

  return {
    stop(): void {
      stopped = true
      clearTimeout(timer)
    },
  }
}
