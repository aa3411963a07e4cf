import { useMemo } from "preact/hooks"
import type { TimelineItem } from "../client/chat-state.ts"
import { useChat } from "./chat-context.ts"
import { MessageGroup } from "./message-group.tsx"
import { Notice } from "./notice.tsx"
import { timelineBlocks } from "./timeline-blocks.ts"
import { useSecondsUntil } from "./use-seconds-until.ts"

interface Props {
  timeline: readonly TimelineItem[]
  ended: boolean
}

/** Days, messages and notices, drawn again only when one of them changed. */
export function Timeline({ timeline, ended }: Props) {
  const { words } = useChat()
  const midnight = new Date().setHours(24, 0, 0, 0)
  useSecondsUntil(midnight)
  return useMemo(() => {
    const open = new Set(ended ? [] : timeline.slice(timeline.findLastIndex(answers) + 1))
    const question = questions(timeline)
    return (
      <>
        {timelineBlocks(timeline).map((block) =>
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
              isOpen={(message) => open.has(message)}
              questionOf={(message) => question.get(message.key) ?? ""}
            />
          ),
        )}
      </>
    )
  }, [timeline, ended, words, midnight])
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
