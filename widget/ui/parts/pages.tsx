import type { ComponentType } from "preact"
import type { ChatState, TimelineItem } from "../../client/chat-state.ts"
import { adoptStyles } from "../../styles/adopt-styles.ts"
import styles from "../../styles/earlier.css" with { type: "text" }
import type { View } from "../chat-context.ts"
import type { Kit } from "../kit.ts"

export interface PageProps {
  state: ChatState
  /** When people are back, where it is closed. */
  opensAt: string | undefined
}

export type Pages = Readonly<Record<Exclude<View, "chat">, ComponentType<PageProps>>>

const PRIORITIES = ["low", "medium", "high", "urgent"] as const

/** The pages that stand in the conversation's stead. */
export function create(kit: Kit): Pages {
  const { useChat, useEffect, useState, contactField, Form, MessageList } = kit
  const { plainText, problemOf, ProblemNotice, inVisitorsWords, Spinner } = kit

  /** Nobody is there: what is written here becomes a ticket, and the conversation shows its number. */
  function Handoff({ state: { session, timeline }, opensAt }: PageProps) {
    const { client, config, words, show } = useChat()
    const { name, email } = session?.customer ?? {}
    return (
      <div class="page">
        <Form
          id="handoff"
          fields={[
            contactField(words, { name: "name", required: true }, name),
            contactField(words, { name: "email", required: true }, email),
            contactField(words, { name: "phone", required: false }),
            {
              name: "message",
              label: words.say("issue"),
              type: "textarea",
              required: true,
              value: lastQuestion(timeline),
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

  /** Where the conversation is to be mailed. */
  function MailTranscript({ state: { session } }: PageProps) {
    const { client, words } = useChat()
    const [sentTo, setSentTo] = useState<string | undefined>(undefined)
    return (
      <div class="page">
        {sentTo ? (
          <p role="status">{words.say("transcriptSent", { email: sentTo })}</p>
        ) : (
          <Form
            id="mail"
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

  /** Earlier conversations: the list of them, or the one that is being read. */
  function Earlier({ state: { earlier, reading, problem } }: PageProps) {
    const { client, words } = useChat()
    const [loading, setLoading] = useState(false)
    async function load() {
      setLoading(true)
      await client.earlier()
      setLoading(false)
    }
    useEffect(() => void load(), [client])
    if (reading)
      return <MessageList key={reading.session.id} timeline={reading.timeline} more={reading.more} ended />
    if (!earlier)
      return loading ? (
        <Spinner />
      ) : (
        <div class="page stack">
          <ProblemNotice problem={problem} />
          <button type="button" class="secondary" onClick={load}>
            {words.say("retry")}
          </button>
        </div>
      )
    if (earlier.length === 0) return <p class="page empty muted">{words.say("earlierNone")}</p>
    return (
      <>
        <ProblemNotice problem={problem} />
        <ul class="earlier" ref={(list) => adoptStyles(list, styles)}>
          {earlier.map((session) => (
            <li key={session.id}>
              <button type="button" onClick={() => void client.read(session.id)}>
                <span class="muted">{words.moment(session.updatedAt)}</span>
                <span class="preview" dir="auto">
                  {plainText(inVisitorsWords(session.preview, words))}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </>
    )
  }

  /** Asked once before the conversation ends for good. */
  function EndChat() {
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

  return { handoff: Handoff, mail: MailTranscript, earlier: Earlier, end: EndChat }
}

/** Most often what the person should know. */
function lastQuestion(timeline: readonly TimelineItem[]): string {
  const last = timeline.findLast((item) => item.kind === "message" && item.own)
  return last?.kind === "message" ? last.text : ""
}
