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
/** Free above what is read from its start. */
const AIR_PX = 8
/** Messages, and an answer that is being written. */
const MESSAGES = ".row, .bot > .bubble"

interface Props {
  timeline: readonly TimelineItem[]
  more: boolean
  /** It is only read: nothing can be answered any more. */
  ended: boolean
  live?: Pick<ChatState, "stream" | "typing" | "unread"> & { resumed: boolean | undefined }
}

/** Where the reader is. */
interface View {
  /** They leave it to us what is shown. */
  follows: boolean
  /** What they are to read from its start on: it is new, and it does not fit. */
  start: HTMLElement | undefined
  /** The newest message that needs no such start any more. */
  known: HTMLElement | undefined
  /** Where we left them: whoever is elsewhere has scrolled. */
  rest: number
  /** The newest message is shown. */
  newest: boolean
}

/**
 * The conversation. It stays at its end while new messages come, or at the start of one that is taller than the list, and
 * where it is while older ones come.
 */
export function MessageList({ timeline, more, ended, live }: Props) {
  const { client, words } = useChat()
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const view = useRef<View>({
    follows: true,
    start: undefined,
    known: undefined,
    rest: 0,
    newest: true,
  }).current
  const before = useRef<{ first?: string | undefined; ownLast?: string | undefined; height: number }>({
    height: 0,
  })
  const [away, setAway] = useState(false)
  const [loading, setLoading] = useState(false)
  /** What a session goes on with is there. */
  const [begun, setBegun] = useState(false)

  function messages() {
    return [...(box.current?.querySelectorAll<HTMLElement>(MESSAGES) ?? [])]
  }

  function findStart() {
    const all = messages()
    const index = view.known ? all.indexOf(view.known) : -1
    // What was known may have gone: an answer that the reader has followed to its end is replaced by the stored one.
    if (!view.start?.isConnected)
      view.start = live && (index >= 0 || !view.known) ? newOnes(all.slice(index + 1), live)[0] : undefined
    view.newest = !view.start || view.start === all.at(-1)
    if (view.known !== all.at(-1)) view.known = all.findLast((one) => one.matches(".row"))
  }

  function place() {
    const el = box.current
    if (!el) return
    const end = el.scrollHeight - el.clientHeight
    const top = Math.min(end, view.start ? topOf(view.start, end, el.clientHeight / 2) : end)
    if (top === end) {
      view.start = undefined
      view.newest = true
    }
    el.scrollTop = top
    view.rest = el.scrollTop
    setAway(end - top >= END_PX)
  }

  function atEnd() {
    view.follows = view.newest = true
    view.start = undefined
    view.known = messages().at(-1)
    seen()
  }

  function seen() {
    if (live && view.newest && document.visibilityState === "visible") client.seen()
  }

  async function loadOlder() {
    if (loading) return
    setLoading(true)
    await client.loadOlder()
    setLoading(false)
  }

  function onScroll({ currentTarget: el }: { currentTarget: HTMLDivElement }) {
    if (Math.abs(el.scrollTop - view.rest) > 1) {
      const isAway = el.scrollHeight - el.scrollTop - el.clientHeight >= END_PX
      setAway(isAway)
      view.rest = Infinity
      if (isAway) view.follows = view.newest = false
      else atEnd()
    }
    if (more && el.scrollTop < START_PX) void loadOlder()
  }

  useLayoutEffect(() => {
    const el = box.current
    if (!el) return
    const last = timeline.at(-1)
    const ownLast = last?.kind === "message" && last.own ? last.key : undefined
    const { first, height } = before.current
    if (ownLast && ownLast !== before.current.ownLast) atEnd()
    if (view.follows) {
      findStart()
      place()
    } else if (first !== undefined && first !== timeline[0]?.key) el.scrollTop += el.scrollHeight - height
    before.current = { first: timeline[0]?.key, ownLast, height: el.scrollHeight }
  })

  // Pictures that arrive and the keyboard of a phone change sizes without anything being drawn.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (view.follows) place()
    })
    if (box.current) observer.observe(box.current)
    if (content.current) observer.observe(content.current)
    document.addEventListener("visibilitychange", seen)
    return () => {
      observer.disconnect()
      document.removeEventListener("visibilitychange", seen)
    }
  }, [])

  useEffect(() => {
    seen()
    // Screen readers look at what is drawn a while after it was.
    setTimeout(setBegun, 2_000, timeline.length > 0)
  }, [timeline])

  return (
    <div class="list">
      <div
        class="log"
        role="log"
        aria-label={words.say("messages")}
        // Old messages are not news.
        aria-live={loading || (live?.resumed && !begun) ? "off" : "polite"}
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
            atEnd()
            place()
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

/** Of what was not there before, what others wrote and the visitor has not seen. */
function newOnes(
  fresh: readonly HTMLElement[],
  { unread, stream }: NonNullable<Props["live"]>,
): readonly HTMLElement[] {
  const count = unread + (stream ? 1 : 0)
  return count > 0 ? fresh.filter((one) => one.closest(".theirs")).slice(-count) : []
}

/** Where to read a message from: at its start, or at the question above it where that leaves room. */
function topOf(message: HTMLElement, end: number, room: number): number {
  const above = message.previousElementSibling
  const group = message.parentElement
  const first = above?.matches(".sender") && group ? group : message
  const top = first.offsetTop - AIR_PX
  const question = first.previousElementSibling
  if (
    top < end &&
    question instanceof HTMLElement &&
    question.matches(".own") &&
    top - question.offsetTop < room
  )
    return question.offsetTop - AIR_PX
  return top
}
