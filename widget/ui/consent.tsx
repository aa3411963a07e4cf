import { useChat } from "./chat-context.ts"
import { safeAddress } from "./safe-address.ts"

/** What the visitor must agree to before anything is stored. */
export function Consent() {
  const { client, config, words } = useChat()
  const href = safeAddress(config.consent?.url)
  return (
    <div class="page stack">
      <h3>{words.say("consentTitle")}</h3>
      <p dir="auto">{config.consent?.text}</p>
      {href && (
        <p>
          <a href={href} target="_blank" rel="noopener noreferrer">
            {words.say("consentMore")}
          </a>
        </p>
      )}
      <button type="button" class="primary" onClick={() => client.agree()}>
        {words.say("agree")}
      </button>
      <button type="button" class="secondary" onClick={() => client.close()}>
        {words.say("disagree")}
      </button>
    </div>
  )
}
