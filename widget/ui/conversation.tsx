import { useMemo } from "preact/hooks"
import type { ChatState } from "../client/chat-state.ts"
import { useChat } from "./chat-context.ts"
import { Composer } from "./composer.tsx"
import { ConnectionBanner } from "./connection-banner.tsx"
import { DrawnPart } from "./drawn-part.tsx"
import { Icon } from "./icon.tsx"
import { LimitNotice } from "./limit-notice.tsx"
import { MessageList } from "./message-list.tsx"
import type { RatingProps } from "./parts/rating.tsx"
import { ProblemNotice } from "./problem-notice.tsx"
import { useSecondsUntil } from "./use-seconds-until.ts"

/** Messages, and below them what the visitor can do next. */
export function Conversation({ state }: { state: ChatState }) {
  const { client, config, words, show } = useChat()
  const { phase, session, limit, problem, timeline, more, stream, typing, unread } = state
  const wait = useSecondsUntil(limit?.until)
  const ended = phase === "ended"
  const resumed = session?.resumed
  // Left alone while the visitor types: measuring a long one at each key would be felt.
  const list = useMemo(
    () => (
      <MessageList timeline={timeline} more={more} ended={ended} live={{ stream, typing, unread, resumed }} />
    ),
    [timeline, more, ended, stream, typing, unread, resumed, words],
  )

  async function askForPerson() {
    const outcome = await client.askForPerson()
    if (outcome.ok && outcome.value.outcome === "form") show("handoff", outcome.value.opensAt)
  }

  return (
    <>
      <ConnectionBanner connection={state.connection} retryAt={state.retryAt} />
      {list}
      <div class="footer">
        <ProblemNotice problem={problem} />
        {ended ? (
          <>
            {config.rating && (
              <DrawnPart<RatingProps>
                part="rating"
                label={words.say("ratingQuestion")}
                given={{ rated: state.rated }}
              />
            )}
            <button type="button" class="primary" data-autofocus onClick={() => client.startAnew()}>
              {words.say("startNew")}
            </button>
          </>
        ) : (
          <>
            {limit && wait > 0 && <LimitNotice seconds={wait} until={limit.until} />}
            {session?.handler === "person" ? (
              session.status === "waiting" &&
              session.queue && (
                <p role="status">
                  {words.say("queuePlace", { n: session.queue.position.toLocaleString(words.locale) })}
                </p>
              )
            ) : (
              <button type="button" class="person" onClick={() => void askForPerson()}>
                <Icon name="person" />
                {words.say("person")}
              </button>
            )}
            <Composer draft={state.draft} blocked={wait > 0} />
          </>
        )}
      </div>
    </>
  )
}
