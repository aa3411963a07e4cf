import type { ComponentType } from "preact"
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import type { ChatClient, ChatState } from "../client/chat-state.ts"
import type { Words } from "../i18n/words.ts"
import { type Chat, ChatContext, type View } from "./chat-context.ts"
import { composes } from "./composes.ts"
import { Consent } from "./consent.tsx"
import { Conversation } from "./conversation.tsx"
import { hasFocus, keepFocus, trapTab } from "./focus.ts"
import { Header } from "./header.tsx"
import { parts } from "./kit.ts"
import { Opening } from "./opening.tsx"
import type { PageProps, Pages } from "./parts/pages.tsx"
import { PreChat } from "./pre-chat.tsx"
import { useMedia } from "./use-media.ts"
import { useVisualViewport } from "./use-visual-viewport.ts"

interface Props {
  state: ChatState
  client: ChatClient
  words: Words
  launcher: HTMLElement
}

/** The dialog; on a phone it takes the whole screen. */
export function Panel({ state, client, words, launcher }: Props) {
  const { config, phase } = state
  const [[wanted, opensAt], setView] = useState<[View, string?]>(["chat"])
  const [pages, setPages] = useState<Pages>()
  const [pageFailed, setPageFailed] = useState(false)
  // Before the conversation there are only earlier ones to look at.
  const view = phase === "consent" || (phase === "pre-chat" && wanted !== "earlier") ? "chat" : wanted
  const dialog = useRef<HTMLDivElement>(null)
  const titleId = useId()
  const full = useMedia("(max-width: 480px), (max-height: 420px)")
  useVisualViewport(dialog, full)

  const chat = useMemo(
    (): Chat | undefined => config && { client, config, words, parts, show: (...view) => void show(view) },
    [client, config, words],
  )

  /** A page that could not be fetched can be asked for again; what is shown stays until it is there. */
  async function show(view: [View, string?]) {
    const loaded = view[0] === "chat" ? undefined : await parts.load<Pages>("pages").catch(() => null)
    setPageFailed(loaded === null)
    if (loaded === null) return
    setPages(loaded)
    setView(view)
  }

  useLayoutEffect(() => {
    const panel = dialog.current
    return () => {
      // Once whoever hides the bubble meanwhile has shown it again.
      if (panel && hasFocus(panel)) queueMicrotask(() => launcher.focus())
    }
  }, [launcher])

  // Before anything is focused, or it would not know of it.
  useEffect(() => keepFocus(dialog.current), [])

  const opened = useRef(false)
  useEffect(() => {
    const box = dialog.current
    if (!box) return
    // A chat that opens by itself on the next page, or ends by itself, leaves the focus where the visitor has it.
    const wanted = opened.current ? hasFocus(box) : navigator.userActivation?.isActive
    opened.current = true
    if (!wanted) return
    const target =
      box.querySelector<HTMLElement>("[data-autofocus]") ?? box.querySelector<HTMLElement>(".page input")
    // The keyboard of a phone would cover half of what was just opened: there, focus goes to the dialog itself.
    ;((!full && target) || box).focus({ preventScroll: true })
  }, [view, phase])

  function onKeyDown(event: KeyboardEvent) {
    keepKey(event)
    if (event.key === "Escape" && !composes(event)) client.close()
    else if (full && dialog.current) trapTab(event, dialog.current)
  }

  return (
    <div
      class="panel"
      role="dialog"
      aria-modal={full}
      aria-labelledby={titleId}
      tabIndex={-1}
      ref={dialog}
      onKeyDown={onKeyDown}
      onKeyUp={keepKey}
      onKeyPress={keepKey}
    >
      {chat && phase !== "idle" && phase !== "loading" && phase !== "failed" ? (
        <ChatContext.Provider value={chat}>
          <Header state={state} view={view} titleId={titleId} />
          {pageFailed && (
            <p class="banner" role="alert">
              {words.say("fault")}
            </p>
          )}
          <Body state={state} page={view === "chat" ? undefined : pages?.[view]} opensAt={opensAt} />
        </ChatContext.Provider>
      ) : (
        <Opening state={state} client={client} words={words} titleId={titleId} />
      )}
    </div>
  )
}

/** The page sees only that a key was pressed in the widget, not that it was in a text field: its shortcuts would run. */
function keepKey(event: KeyboardEvent): void {
  event.stopPropagation()
}

interface BodyProps extends PageProps {
  page: ComponentType<PageProps> | undefined
}

function Body({ page: Page, ...rest }: BodyProps) {
  const { state } = rest
  if (state.phase === "consent") return <Consent />
  if (Page) return <Page {...rest} />
  return state.phase === "pre-chat" ? <PreChat /> : <Conversation state={state} />
}
