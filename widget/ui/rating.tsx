import type { ComponentType } from "preact"
import { useEffect, useState } from "preact/hooks"
import { useChat } from "./chat-context.ts"
import { loadDrawn } from "./kit.ts"
import type { RatingProps } from "./parts/rating.tsx"

/** How the conversation was; fetched when one has ended. */
export function Rating(props: RatingProps) {
  const { words } = useChat()
  const [{ Form, failed }, set] = useState<{ Form?: ComponentType<RatingProps>; failed?: boolean }>({})
  const load = () =>
    void loadDrawn<ComponentType<RatingProps>>("rating").then(
      (Form) => set({ Form }),
      () => set({ failed: true }),
    )
  useEffect(load, [])
  if (Form) return <Form {...props} />
  return failed ? (
    <button type="button" class="link" onClick={load}>
      {words.say("ratingQuestion")} · {words.say("retry")}
    </button>
  ) : null
}
