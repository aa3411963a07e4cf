import { useLayoutEffect, useRef, useState } from "preact/hooks"
import type { ChatState } from "../client/chat-state.ts"
import { useChat, type View } from "./chat-context.ts"
import { IconButton } from "./icon-button.tsx"
import { loadPart } from "./on-use.ts"

interface TranscriptPart {
  saveTranscript(text: string): void
}

/** What is seldom wanted, behind one button. */
export function Menu({ state }: { state: ChatState }) {
  const { client, config, words, show } = useChat()
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)

  // At once, since the next key may follow at once.
  useLayoutEffect(() => {
    if (!open) return
    box.current?.querySelector<HTMLElement>(".menu button")?.focus()
    const closeOutside = (event: Event) => {
      if (box.current && !event.composedPath().includes(box.current)) setOpen(false)
    }
    addEventListener("pointerdown", closeOutside)
    return () => removeEventListener("pointerdown", closeOutside)
  }, [open])

  function close() {
    setOpen(false)
    button.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || !open) return
    event.stopPropagation()
    close()
  }

  function go(view: View) {
    setOpen(false)
    show(view)
  }

  async function download() {
    close()
    const outcome = await client.transcript()
    if (outcome.ok) (await loadPart<TranscriptPart>("transcript-file")).saveTranscript(outcome.value)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape comes up from the buttons.
    <div class="menu-place" ref={box} onKeyDown={onKeyDown}>
      <IconButton
        icon="menu"
        label={words.say("menu")}
        buttonRef={button}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open && (
        <div class="menu">
          <button
            type="button"
            role="switch"
            aria-checked={!state.muted}
            onClick={() => client.setMuted(!state.muted)}
          >
            {words.say("sound")}
            <span class="switch" />
          </button>
          {state.session && (
            <button type="button" onClick={download}>
              {words.say("transcriptDownload")}
            </button>
          )}
          {state.session && config.mail && (
            <button type="button" onClick={() => go("mail")}>
              {words.say("transcriptMail")}
            </button>
          )}
          <button type="button" onClick={() => go("earlier")}>
            {words.say("earlier")}
          </button>
          {state.phase === "live" && (
            <button type="button" class="danger" onClick={() => go("end")}>
              {words.say("endChat")}
            </button>
          )}
        </div>
      )}
    </div>
  )
}
