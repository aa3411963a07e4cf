import type { ComponentType } from "preact"
import { adoptStyles } from "../../styles/adopt-styles.ts"
import styles from "../../styles/rating.css" with { type: "text" }
import type { Kit } from "../kit.ts"

export interface RatingProps {
  rated: number | undefined
}

const STAR = "M12 3l2.8 5.7 6.2.9-4.5 4.4 1.1 6.2-5.6-3-5.6 3 1.1-6.2L3 9.6l6.2-.9z"
const SCORES = [1, 2, 3, 4, 5] as const

interface Begun {
  of: string | undefined
  score?: (typeof SCORES)[number]
  comment?: string
}

/** Of the whole conversation, once. */
export function create(kit: Kit): ComponentType<RatingProps> {
  const { useChat, useId, useState } = kit
  // A chat that is closed is off the page, and so would be what was begun.
  let begun: Begun = { of: undefined }

  return function Rating({ rated }) {
    const { client, words } = useChat()
    const of = client.state.session?.id
    if (begun.of !== of) begun = { of }
    const [score, setScore] = useState(begun.score)
    const id = useId()
    if (rated) return <p role="status">{words.say("ratingThanks")}</p>

    function onSubmit(event: Event) {
      event.preventDefault()
      if (!score || !(event.currentTarget instanceof HTMLFormElement)) return
      const comment = String(new FormData(event.currentTarget).get("comment") ?? "").trim()
      void client.rate(score, comment || undefined)
    }

    return (
      <form class="rating" ref={(form) => adoptStyles(form, styles)} onSubmit={onSubmit}>
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
                onChange={() => {
                  begun.score = value
                  setScore(value)
                }}
              />
              <span class="sr">{words.say(`rating${value}`)}</span>
              <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d={STAR} />
              </svg>
            </label>
          ))}
        </fieldset>
        {score && (
          <>
            <p class="muted" aria-hidden="true">
              {words.say(`rating${score}`)}
            </p>
            <div class="field">
              <label for={id}>
                {words.say("ratingComment")} <span class="muted">({words.say("optional")})</span>
              </label>
              <textarea
                id={id}
                name="comment"
                rows={2}
                maxlength={2000}
                defaultValue={begun.comment}
                onInput={({ currentTarget }) => {
                  begun.comment = currentTarget.value
                }}
              />
            </div>
            <button type="submit" class="primary">
              {words.say("send")}
            </button>
          </>
        )}
      </form>
    )
  }
}
