import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import type { ChatState, TimelineItem } from "../client/chat-state.ts"
import { useChat } from "./chat-context.ts"
import { Icon } from "./icon.tsx"
import { Timeline } from "./timeline.tsx"
import { Underway } from "./underway.tsx"

/** Nearer to the end than this counts as being there. */
const END_PX = 48
/** Nearer to the start than this, and older messages are fetched. */
const START_PX = 80

interface Props {
  timeline: readonly TimelineItem[]
  more: boolean
  /** It is only read: nothing can be answered any more. */
  ended: boolean
  live?: Pick<ChatState, "stream" | "typing" | "unread">
}

/** The conversation. It stays at its end while new messages come, and where it is while older ones do. */
export function MessageList({ timeline, more, ended, live }: Props) {
  const { client, words } = useChat()
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const before = useRef<{ first?: string | undefined; ownLast?: string | undefined; height: number }>({
    height: 0,
  })
  const [away, setAway] = useState(false)
  const [loading, setLoading] = useState(false)

  function toEnd() {
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }

  function seen() {
    if (live && atEnd.current && document.visibilityState === "visible") client.seen()
  }

  async function loadOlder() {
    if (loading) return
    setLoading(true)
    await client.loadOlder()
    setLoading(false)
  }

  function onScroll({ currentTarget: el }: { currentTarget: HTMLDivElement }) {
    const wasAway = !atEnd.current
    atEnd.current = el.scrollHeight - el.scrollTop - el.clientHeight < END_PX
    setAway(!atEnd.current)
    if (wasAway && atEnd.current) seen()
    if (more && el.scrollTop < START_PX) void loadOlder()
  }

  useLayoutEffect(() => {
    const el = box.current
    if (!el) return
    const last = timeline.at(-1)
    const ownLast = last?.kind === "message" && last.own ? last.key : undefined
    const { first, height } = before.current
    if (ownLast && ownLast !== before.current.ownLast) atEnd.current = true
    if (atEnd.current) toEnd()
    else if (first !== undefined && first !== timeline[0]?.key) el.scrollTop += el.scrollHeight - height
    before.current = { first: timeline[0]?.key, ownLast, height: el.scrollHeight }
  })

  // Pictures that arrive and the keyboard of a phone change sizes without anything being drawn.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (atEnd.current) toEnd()
    })
    if (box.current) observer.observe(box.current)
    if (content.current) observer.observe(content.current)
    document.addEventListener("visibilitychange", seen)
    return () => {
      observer.disconnect()
      document.removeEventListener("visibilitychange", seen)
    }
  }, [])

  useEffect(seen, [timeline])

  return (
    <div class="list">
      <div
        class="log"
        role="log"
        aria-label={words.say("messages")}
        // Old messages are not news.
        aria-live={loading ? "off" : "polite"}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        ref={box}
        onScroll={onScroll}
      >
        <div class="log-content" ref={content}>
          {more && (
            <button type="button" class="link older" onClick={() => void loadOlder()}>
              {words.say("older")}
            </button>
          )}
          {live && !more && (
            <div class="group theirs">
              <p class="bubble welcome" dir="auto">
                {words.say("welcome")}
              </p>
            </div>
          )}
          <Timeline timeline={timeline} ended={ended} />
          {live && <Underway {...live} />}
        </div>
      </div>
      {away && (
        <button
          type="button"
          class="jump"
          onClick={() => {
            atEnd.current = true
            setAway(false)
            toEnd()
            seen()
          }}
        >
          {live && live.unread > 0 && <span>{words.count("unread", live.unread)}</span>}
          <span class="sr">{words.say("newest")}</span>
          <Icon name="down" />
        </button>
      )}
    </div>
  )
}
