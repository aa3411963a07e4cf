import type { Session } from "../client/chat-api.ts"
import { useChat } from "./chat-context.ts"
import { contactField } from "./contact-fields.ts"
import { Form } from "./form.tsx"
import { problemOf } from "./problem-of.ts"

const PRIORITIES = ["low", "medium", "high", "urgent"] as const

interface Props {
  session: Session | undefined
  /** What the visitor asked last: most often what the person should know. */
  question: string
  /** When people are back, where it is closed. */
  opensAt: string | undefined
}

/** Nobody is there: what is written here becomes a ticket, and the conversation shows its number. */
export function Handoff({ session, question, opensAt }: Props) {
  const { client, config, words, show } = useChat()
  const { name, email } = session?.customer ?? {}
  return (
    <div class="page">
      <Form
        fields={[
          contactField(words, { name: "name", required: true }, name),
          contactField(words, { name: "email", required: true }, email),
          contactField(words, { name: "phone", required: false }),
          {
            name: "message",
            label: words.say("issue"),
            type: "textarea",
            required: true,
            value: question,
            most: config.maxMessageLength,
          },
          {
            name: "priority",
            label: words.say("priority"),
            type: "select",
            required: true,
            value: "medium",
            options: PRIORITIES.map((value) => ({ value, label: words.say(value) })),
          },
        ]}
        submit={words.say("submit")}
        onSubmit={async ({ name = "", email = "", phone, message = "", ...rest }) => {
          const priority = PRIORITIES.find((one) => one === rest.priority) ?? "medium"
          const form = { name, email, message, priority, ...(phone && { phone }) }
          const problem = problemOf(await client.handoff(form), words)
          if (!problem) show("chat")
          return problem
        }}
      >
        {opensAt && <p>{words.say("backAt", { time: words.moment(opensAt) })}</p>}
        <p>{words.say("handoffIntro")}</p>
      </Form>
    </div>
  )
}
