import type { ChatState } from "../client/chat-state.ts"
import { useChat, type View } from "./chat-context.ts"
import { Icon } from "./icon.tsx"
import { IconButton } from "./icon-button.tsx"
import { Menu } from "./menu.tsx"

const TITLES = { handoff: "person", mail: "transcriptMail", earlier: "earlier", end: "endChat" } as const

interface Props {
  state: ChatState
  view: View
  titleId: string
}

/** Who is on the other side, or what the page beside the conversation is about. */
export function Header({ state, view, titleId }: Props) {
  const { client, words, show } = useChat()
  const { session, phase } = state
  const agent = session?.handler === "person" ? session.agent : undefined
  const presence = agent ? "presenceAgent" : session?.handler === "person" ? "presenceWaiting" : "presenceBot"
  const back = () => (state.reading ? void client.read(undefined) : show("chat"))
  return (
    <div class="header">
      {view === "chat" ? (
        <span class="avatar" aria-hidden="true">
          {agent ? initial(agent.name) : <Icon name="chat" />}
        </span>
      ) : (
        <IconButton icon="back" label={words.say("back")} onClick={back} />
      )}
      <div class="who">
        <h2 id={titleId}>
          <bdi>{view === "chat" ? (agent?.name ?? words.say("title")) : words.say(TITLES[view])}</bdi>
        </h2>
        {view === "chat" && <p>{words.say(phase === "ended" ? "ended" : presence)}</p>}
      </div>
      {view === "chat" && phase !== "consent" && <Menu state={state} />}
      <IconButton icon="close" label={words.say("close")} onClick={() => client.close()} />
    </div>
  )
}

function initial(name: string): string {
  return ([...name.trim()][0] ?? "?").toUpperCase()
}
