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
    loadPart<EmojiPart>("emoji").then(
      // Closed meanwhile, there is no box.
      (part) => box.current && part.fillPicker(box.current, (emoji) => pick.current(emoji)),
      onClose,
    )
  }, [])

  return <fieldset class="emoji" aria-label={words.say("emoji")} ref={box} />
}
