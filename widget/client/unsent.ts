import type { ChatMessage } from "./chat-state.ts"
import { patchStored, readStored } from "./stored.ts"

/** What the visitor wrote and did not send, or the server has not stored. Of one tab; it outlasts a reload. */
interface Content {
  draft?: string
  waiting?: readonly ChatMessage[]
}

export interface Unsent {
  readonly content: Content
  keep(content: Content): void
  /** What was typed or sent on a later page of this tab holds for one that comes back as it was left. */
  reread(): void
  /** @returns whether what was there was another signed customer's, and is gone: the next person is not to find it */
  belongTo(owner: string): boolean
}

interface TabStored extends Content {
  /** Who was signed in; what nobody was signed in for goes along with whoever signs in. */
  owner?: string
}

export function createUnsent(tab: Storage | undefined, name: string, now: string): Unsent {
  let { owner = "", ...content } = readStored<TabStored>(tab, name)

  function keep(patch: Content): void {
    content = { ...content, ...patch }
    patchStored<TabStored>(tab, name, { ...content, owner })
  }

  function belongTo(next: string): boolean {
    const foreign = owner !== "" && owner !== next
    const begun = content.draft || content.waiting?.length
    owner = next
    if (foreign) {
      content = {}
      tab?.removeItem(name)
    } else if (begun) keep({})
    return foreign
  }

  function reread(): void {
    const kept = readStored<TabStored>(tab, name)
    if (kept.owner === owner) content = { ...content, draft: kept.draft ?? "" }
  }

  belongTo(now)
  return {
    get content() {
      return content
    },
    keep,
    reread,
    belongTo,
  }
}
