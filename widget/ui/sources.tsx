import type { Source } from "../client/chat-api.ts"
import { useChat } from "./chat-context.ts"
import { safeAddress } from "./safe-address.ts"

/** Where an answer comes from, folded away. */
export function Sources({ sources }: { sources: readonly Source[] }) {
  const { words } = useChat()
  return (
    <details class="sources">
      <summary>{words.count("sources", sources.length)}</summary>
      <ul>
        {sources.map(({ title, url }) => {
          const href = safeAddress(url)
          return (
            <li key={`${title} ${url}`} dir="auto">
              {href ? (
                <a href={href} target="_blank" rel="noopener noreferrer">
                  {title}
                </a>
              ) : (
                title
              )}
            </li>
          )
        })}
      </ul>
    </details>
  )
}
