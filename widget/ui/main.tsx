/** @jsxImportSource preact */
import { render } from "preact"
import { createChatClient } from "../client/chat-client.ts"
import type { ChatClient } from "../client/chat-state.ts"
import type { MountOptions } from "../loader/chat-ui-module.ts"

export function mount(root: ShadowRoot, client: ChatClient, _options: MountOptions): () => void {
  const place = document.createElement("div")
  root.append(place)
  const draw = () => render(client.state.open ? <p role="dialog">{client.state.phase}</p> : null, place)
  const unsubscribe = client.subscribe(draw)
  draw()
  return () => {
    unsubscribe()
    render(null, place)
    place.remove()
  }
}

export { createChatClient }
