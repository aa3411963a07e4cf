import { useChat } from "./chat-context.ts"
import { IconButton } from "./icon-button.tsx"

interface Props {
  seq: number
  helpful: boolean | undefined
}

/** A thumb for an answer, once. */
export function Feedback({ seq, helpful }: Props) {
  const { client, words } = useChat()
  const given = helpful !== undefined
  const thumb = (value: boolean) => (
    <IconButton
      icon="thumb"
      class={value ? "thumb" : "thumb thumb-down"}
      label={words.say(value ? "helpful" : "unhelpful")}
      aria-pressed={helpful === value}
      // Not `disabled`: that would take the focus away from who just pressed it.
      aria-disabled={given}
      onClick={() => !given && void client.feedback(seq, value)}
    />
  )
  return (
    <div class="feedback">
      <span role="status">{words.say(given ? "thanks" : "helpfulQuestion")}</span>
      {thumb(true)}
      {thumb(false)}
    </div>
  )
}
