import type { ChatClient, ChatState } from "../client/chat-state.ts"
import type { Words } from "../i18n/words.ts"
import { IconButton } from "./icon-button.tsx"
import { inWords } from "./problem-of.ts"
import { Spinner } from "./spinner.tsx"

interface Props {
  state: ChatState
  client: ChatClient
  words: Words
  titleId: string
}

/** Before the server has answered, or when it did not: it is asked again by itself, or at once. */
export function Opening({ state: { phase, problem, retryAt }, client, words, titleId }: Props) {
  return (
    <>
      <div class="header plain-header">
        <h2 class="who" id={titleId}>
          {words.say("title")}
        </h2>
        <IconButton icon="close" label={words.say("close")} onClick={() => client.close()} />
      </div>
      {phase === "failed" || retryAt ? (
        <div class="page stack">
          <p role="alert">{problem ? inWords(problem, words).message : words.say("fault")}</p>
          <button type="button" class="secondary" onClick={() => client.open()}>
            {words.say("retry")}
          </button>
        </div>
      ) : (
        <Spinner label={words.say("loading")} />
      )}
    </>
  )
}
