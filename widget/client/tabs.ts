/** What tabs of one browser tell each other. */
export interface TabNews {
  /** Who is signed in there: what was written and which session goes on are news for the same one only. */
  owner: string
  open?: boolean
  muted?: boolean
  draft?: string
  /** A session was opened: its token is in the storage. */
  session?: string
  /** Of the message in it whose offer of a ticket was declined. */
  seq?: number
}

export interface Tabs {
  tell(news: TabNews): void
  close(): void
}

export function joinTabs(name: string, hear: (news: TabNews) => void): Tabs {
  const channel = openChannel(name)
  if (channel) channel.onmessage = ({ data }: MessageEvent<TabNews>) => hear(data)
  return {
    tell: (news) => channel?.postMessage(news),
    close: () => channel?.close(),
  }
}

/** There is none in an old browser, and Firefox forbids it with storage: such tabs go by the server alone. */
function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name)
  } catch {
    return undefined
  }
}
