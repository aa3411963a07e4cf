import { useState } from "preact/hooks"
import type { Session } from "../client/chat-api.ts"
import { useChat } from "./chat-context.ts"
import { contactField } from "./contact-fields.ts"
import { Form } from "./form.tsx"
import { problemOf } from "./problem-of.ts"

/** Where the conversation is to be mailed. */
export function MailTranscript({ session }: { session: Session | undefined }) {
  const { client, words } = useChat()
  const [sentTo, setSentTo] = useState<string>()
  return (
    <div class="page">
      {sentTo ? (
        <p role="status">{words.say("transcriptSent", { email: sentTo })}</p>
      ) : (
        <Form
          fields={[contactField(words, { name: "email", required: true }, session?.customer.email)]}
          submit={words.say("send")}
          onSubmit={async ({ email = "" }) => {
            const problem = problemOf(await client.mailTranscript(email), words)
            if (!problem) setSentTo(email)
            return problem
          }}
        />
      )}
    </div>
  )
}
