import { render } from "preact"
import { useEffect, useState } from "preact/hooks"
import type { ChatClient, ChatState } from "../client/chat-state.ts"
import type { MountOptions } from "../loader/chat-ui-module.ts"
import { stylesheet } from "../styles/stylesheet.ts"
import { applyTheme } from "../styles/theme.ts"
import { loadPart } from "./on-use.ts"
import { Panel } from "./panel.tsx"
import { useMedia } from "./use-media.ts"
import { useWords } from "./use-words.ts"

interface SoundPart {
  playTone(): void
}

/** Draws the chat into the widget's shadow root for as long as the client says that it is open. */
export function mount(root: ShadowRoot, client: ChatClient, { launcher }: MountOptions): () => void {
  const sheet = stylesheet()
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  const place = document.createElement("div")
  place.className = "chat"
  root.append(place)
  const stopSound = client.onSignal(({ type }) => {
    if (client.state.muted) return
    const heard = type === "message" && !(client.state.open && document.hasFocus())
    // Safari makes no sound but where a gesture has allowed it: what makes it is there before the first one.
    loadPart<SoundPart>("sound").then(
      (part) => heard && part.playTone(),
      // A tone that cannot be had is no loss.
      () => {},
    )
  })
  render(<ChatUi client={client} launcher={launcher} place={place} />, place)
  return () => {
    stopSound()
    render(null, place)
    place.remove()
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet)
  }
}

interface Props extends MountOptions {
  client: ChatClient
  place: HTMLElement
}

function ChatUi({ client, launcher, place }: Props) {
  const state = useChatState(client)
  const words = useWords(state.config)
  const prefersDark = useMedia("(prefers-color-scheme: dark)")
  const theme = state.config?.theme
  useEffect(() => applyTheme(place, theme, prefersDark), [theme, prefersDark])
  useEffect(() => {
    if (!words) return
    place.lang = words.locale
    place.dir = words.direction
  }, [words])
  return state.open && words ? <Panel {...{ state, client, words, launcher }} /> : null
}

function useChatState(client: ChatClient): ChatState {
  const [state, setState] = useState(client.state)
  useEffect(() => {
    setState(client.state)
    return client.subscribe(setState)
  }, [client])
  return state
}

export { createChatClient } from "../client/chat-client.ts"
