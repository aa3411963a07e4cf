import { useEffect, useRef } from "preact/hooks"
import { useChat } from "./chat-context.ts"
import { loadPart } from "./on-use.ts"

interface EmojiPart {
  fillPicker(box: HTMLElement, pick: (emoji: string) => void): void
}

interface Props {
  onPick(emoji: string): void
  onClose(): void
}

/** Fetched when it is first opened. */
export function EmojiPicker({ onPick, onClose }: Props) {
  const { words } = useChat()
  const box = useRef<HTMLFieldSetElement>(null)
  const pick = useRef(onPick)
  pick.current = onPick

  useEffect(() => {
    let there = true
    loadPart<EmojiPart>("emoji").then(
      (part) => there && box.current && part.fillPicker(box.current, (emoji) => pick.current(emoji)),
      onClose,
    )
    return () => {
      there = false
    }
  }, [])

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape") return
    event.stopPropagation()
    onClose()
  }

  return <fieldset class="emoji" aria-label={words.say("emoji")} ref={box} onKeyDown={onKeyDown} />
}
