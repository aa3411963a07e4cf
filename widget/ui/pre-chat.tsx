import { useChat } from "./chat-context.ts"
import { contactField } from "./contact-fields.ts"
import { Form } from "./form.tsx"
import { problemOf } from "./problem-of.ts"

/** Who is there, before the conversation starts. */
export function PreChat() {
  const { client, config, words } = useChat()
  return (
    <div class="page">
      <Form
        id="pre-chat"
        fields={config.preChat.fields.map((field) => contactField(words, field))}
        submit={words.say("start")}
        onSubmit={async (values) => problemOf(await client.start(values), words)}
      >
        <p class="welcome">{words.say("welcome")}</p>
        <p class="muted">{words.say("preChatIntro")}</p>
      </Form>
    </div>
  )
}
