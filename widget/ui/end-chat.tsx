import { useChat } from "./chat-context.ts"

/** Asked once before the conversation ends for good. */
export function EndChat() {
  const { client, words, show } = useChat()
  return (
    <div class="page stack">
      <p>{words.say("endQuestion")}</p>
      <button
        type="button"
        class="primary"
        onClick={() => {
          void client.end()
          show("chat")
        }}
      >
        {words.say("endChat")}
      </button>
      <button type="button" class="secondary" onClick={() => show("chat")}>
        {words.say("cancel")}
      </button>
    </div>
  )
}
