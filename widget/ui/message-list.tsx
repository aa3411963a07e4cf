import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import type { ChatState, TimelineItem } from "../client/chat-state.ts"
import { useChat } from "./chat-context.ts"
import { Icon } from "./icon.tsx"
import { MessageGroup } from "./message-group.tsx"
import { Notice } from "./notice.tsx"
import { timelineBlocks } from "./timeline-blocks.ts"
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
  const loading = useRef(false)
  const before = useRef<{ first?: string | undefined; ownLast?: string | undefined; height: number }>({
    height: 0,
  })
  const [away, setAway] = useState(false)
  const blocks = useMemo(() => timelineBlocks(timeline), [timeline])
  const answered = useMemo(() => timeline.findLastIndex(answers), [timeline])
  const question = useMemo(() => questions(timeline), [timeline])

  function toEnd() {
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }

  function seen() {
    if (live && atEnd.current && document.visibilityState === "visible") client.seen()
  }

  async function loadOlder() {
    if (loading.current) return
    loading.current = true
    await client.loadOlder()
    loading.current = false
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
          {blocks.map((block) =>
            block.kind === "day" ? (
              <p class="day" key={block.key}>
                {words.day(block.at)}
              </p>
            ) : block.kind === "notice" ? (
              <Notice key={block.key} item={block.item} />
            ) : (
              <MessageGroup
                key={block.key}
                group={block}
                isOpen={(message) => !ended && timeline.indexOf(message) > answered}
                questionOf={(message) => question.get(message.key) ?? ""}
              />
            ),
          )}
          {live && <Underway {...live} />}
        </div>
      </div>
      {away && (
        <button
          type="button"
          class="jump"
          aria-label={words.say("newest")}
          onClick={() => {
            atEnd.current = true
            setAway(false)
            toEnd()
            seen()
          }}
        >
          {live && live.unread > 0 && <span>{words.count("unread", live.unread)}</span>}
          <Icon name="down" />
        </button>
      )}
    </div>
  )
}

/** What comes before it cannot be answered any more. */
function answers(item: TimelineItem): boolean {
  return item.kind === "ticket" || (item.kind === "message" && item.own)
}

/** For each message, what the visitor had written last. */
function questions(timeline: readonly TimelineItem[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let last = ""
  for (const item of timeline) {
    if (item.kind !== "message") continue
    if (item.own) last = item.text
    found.set(item.key, last)
  }
  return found
}
