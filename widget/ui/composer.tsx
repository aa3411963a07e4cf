import { useId, useLayoutEffect, useRef, useState } from "preact/hooks"
import { useChat } from "./chat-context.ts"
import { composes } from "./composes.ts"
import { EmojiPicker } from "./emoji-picker.tsx"
import { IconButton } from "./icon-button.tsx"

/** The counter shows when so many characters are left. */
const COUNT_FROM = 200

/** @param blocked nothing can be sent now; what is typed is kept. */
export function Composer({ draft, blocked }: { draft: string; blocked: boolean }) {
  const { client, config, words } = useChat()
  const [picking, setPicking] = useState(false)
  const input = useRef<HTMLTextAreaElement>(null)
  const counterId = useId()
  const left = config.maxMessageLength - draft.length
  const ready = draft.trim() !== "" && left >= 0 && !blocked

  useLayoutEffect(() => {
    const area = input.current
    if (!area) return
    area.style.blockSize = "auto"
    area.style.blockSize = `${area.scrollHeight}px`
  }, [draft])

  function send() {
    if (!ready) return
    client.send(draft.trim())
    client.setDraft("")
    stopPicking()
  }

  function onKeyDown(event: KeyboardEvent) {
    // While a word is being composed, Enter chooses a suggestion.
    if (event.key !== "Enter" || event.shiftKey || composes(event)) return
    event.preventDefault()
    send()
  }

  function insert(emoji: string) {
    const area = input.current
    if (!area) return
    area.setRangeText(emoji, area.selectionStart, area.selectionEnd, "end")
    client.setDraft(area.value)
  }

  function stopPicking() {
    setPicking(false)
    input.current?.focus()
  }

  /** Of two things that are open, Escape closes the one on top. */
  function onEscape(event: KeyboardEvent) {
    if (!picking || event.key !== "Escape" || composes(event)) return
    event.stopPropagation()
    stopPicking()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears keys of the controls in it.
    <div class="composer" onKeyDown={onEscape}>
      {picking && <EmojiPicker onPick={insert} onClose={stopPicking} />}
      <div class="composer-box">
        <textarea
          ref={input}
          class="input"
          rows={1}
          // Empty, it shows words in the visitor's language.
          dir={draft ? "auto" : undefined}
          data-autofocus
          // A browser that restores what was typed would show what was sent meanwhile.
          autocomplete="off"
          enterkeyhint="send"
          aria-label={words.say("message")}
          aria-describedby={left < COUNT_FROM ? counterId : undefined}
          aria-invalid={left < 0 || undefined}
          placeholder={words.say("placeholder")}
          value={draft}
          onInput={(event) => client.setDraft(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <IconButton
          icon="smile"
          label={words.say("emoji")}
          aria-expanded={picking}
          onClick={() => setPicking(!picking)}
        />
        <IconButton
          icon="send"
          class="send"
          label={words.say("send")}
          aria-disabled={!ready}
          onClick={send}
        />
      </div>
      {left < COUNT_FROM && (
        <p id={counterId} class={left < 0 ? "counter error" : "counter muted"}>
          {words.count(left < 0 ? "charactersOver" : "charactersLeft", Math.abs(left))}
        </p>
      )}
    </div>
  )
}
