import { useId, useState } from "preact/hooks"
import { useChat } from "./chat-context.ts"
import { Icon } from "./icon.tsx"

const SCORES = [1, 2, 3, 4, 5] as const

/** Of the whole conversation, once. */
export function Rating({ rated }: { rated: number | undefined }) {
  const { client, words } = useChat()
  const [score, setScore] = useState<(typeof SCORES)[number]>()
  const id = useId()
  if (rated) return <p role="status">{words.say("ratingThanks")}</p>

  function onSubmit(event: Event) {
    event.preventDefault()
    if (!score || !(event.currentTarget instanceof HTMLFormElement)) return
    const comment = String(new FormData(event.currentTarget).get("comment") ?? "").trim()
    void client.rate(score, comment || undefined)
  }

  return (
    <form class="rating" onSubmit={onSubmit}>
      <fieldset>
        <legend>{words.say("ratingQuestion")}</legend>
        {SCORES.map((value) => (
          <label key={value} class={score && value <= score ? "star chosen" : "star"}>
            <input
              type="radio"
              class="sr"
              name="score"
              value={value}
              checked={score === value}
              onChange={() => setScore(value)}
            />
            <span class="sr">{words.say(`rating${value}`)}</span>
            <Icon name="star" />
          </label>
        ))}
      </fieldset>
      {score && (
        <>
          <p class="muted" aria-hidden="true">
            {words.say(`rating${score}`)}
          </p>
          <label for={id}>
            {words.say("ratingComment")} <span class="muted">({words.say("optional")})</span>
          </label>
          <textarea id={id} name="comment" rows={2} maxlength={2000} />
          <button type="submit" class="primary">
            {words.say("send")}
          </button>
        </>
      )}
    </form>
  )
}
