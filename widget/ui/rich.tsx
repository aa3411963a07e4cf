import type { RichButton, RichCard, Rich as RichContent } from "../client/chat-api.ts"
import { useChat } from "./chat-context.ts"
import { RichForm } from "./rich-form.tsx"
import { safeAddress } from "./safe-address.ts"

/** @param open what it asks was not answered yet: what is said in the visitor's name only goes then. */
export function Rich({ rich, open }: { rich: RichContent; open: boolean }) {
  return (
    <>
      {rich.cards && rich.cards.length > 0 && (
        <ul class="cards">
          {rich.cards.map((card) => (
            <Card key={`${card.title} ${card.url}`} card={card} open={open} />
          ))}
        </ul>
      )}
      {rich.buttons && <Buttons buttons={rich.buttons} open={open} />}
      {rich.form && open && <RichForm form={rich.form} />}
    </>
  )
}

function Card({ card: { title, text, image, url, buttons }, open }: { card: RichCard; open: boolean }) {
  const href = safeAddress(url)
  const src = safeAddress(image)
  return (
    <li class="card">
      {src && <img src={src} alt="" loading="lazy" referrerpolicy="no-referrer" />}
      <div class="card-body" dir="auto">
        <strong>
          {href ? (
            <a href={href} target="_blank" rel="noopener noreferrer">
              {title}
            </a>
          ) : (
            title
          )}
        </strong>
        {text && <p>{text}</p>}
        {buttons && <Buttons buttons={buttons} open={open} />}
      </div>
    </li>
  )
}

function Buttons({ buttons, open }: { buttons: readonly RichButton[]; open: boolean }) {
  const { client } = useChat()
  return (
    <div class="choices">
      {buttons.map(({ label, say, url }) => {
        const href = safeAddress(url)
        if (href)
          return (
            <a key={label} class="secondary" href={href} target="_blank" rel="noopener noreferrer">
              {label}
            </a>
          )
        return (
          say &&
          open && (
            <button key={label} type="button" class="secondary" onClick={() => client.send(say)}>
              {label}
            </button>
          )
        )
      })}
    </div>
  )
}
