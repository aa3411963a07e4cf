import type { ComponentType } from "preact"
import type {
  RichButton,
  RichCard,
  Rich as RichContent,
  RichForm as RichFormContent,
} from "../../client/chat-api.ts"
import { adoptStyles } from "../../styles/adopt-styles.ts"
import styles from "../../styles/rich.css" with { type: "text" }
import type { Field } from "../form.tsx"
import type { Kit } from "../kit.ts"

export interface RichProps {
  rich: RichContent
  /** What it asks was not answered yet: what is said in the visitor's name only goes then. */
  open: boolean
}

/** Cards, buttons and forms of a message. */
export function create(kit: Kit): ComponentType<RichProps> {
  const { useChat, Form, safeAddress } = kit

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

  /** What is filled in goes as a message that people can read too. */
  function RichForm({ form: { id, title, fields, submit } }: { form: RichFormContent }) {
    const { client } = useChat()
    return (
      <div class="card card-body" ref={(card) => adoptStyles(card, styles)}>
        <Form
          id={id}
          fields={fields.map(
            ({ options, ...field }): Field => ({
              ...field,
              ...(options && { options: options.map((value) => ({ value, label: value })) }),
            }),
          )}
          submit={submit}
          onSubmit={async (values) => {
            const lines = fields.flatMap(({ name, label }) =>
              values[name] ? `${label}: ${values[name]}` : [],
            )
            client.send(lines.join("\n"), { commandType: "form", value: { id, fields: values } })
            return undefined
          }}
        >
          {title && <strong>{title}</strong>}
        </Form>
      </div>
    )
  }

  return ({ rich: { cards, buttons, form }, open }) => (
    <>
      {cards && cards.length > 0 && (
        <ul class="cards" ref={(list) => adoptStyles(list, styles)}>
          {cards.map((card) => (
            <Card key={`${card.title} ${card.url}`} card={card} open={open} />
          ))}
        </ul>
      )}
      {buttons && <Buttons buttons={buttons} open={open} />}
      {form && open && <RichForm form={form} />}
    </>
  )
}
