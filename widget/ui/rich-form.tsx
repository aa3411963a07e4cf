import type { RichForm as Content } from "../client/chat-api.ts"
import { useChat } from "./chat-context.ts"
import { type Field, Form } from "./form.tsx"

/** A form within the conversation; what is filled in goes as a message that people can read too. */
export function RichForm({ form: { id, title, fields, submit } }: { form: Content }) {
  const { client } = useChat()
  return (
    <div class="card card-body">
      <Form
        fields={fields.map(
          ({ options, ...field }): Field => ({
            ...field,
            ...(options && { options: options.map((value) => ({ value, label: value })) }),
          }),
        )}
        submit={submit}
        onSubmit={async (values) => {
          const lines = fields.flatMap(({ name, label }) => (values[name] ? `${label}: ${values[name]}` : []))
          client.send(lines.join("\n"), { commandType: "form", value: { id, fields: values } })
          return undefined
        }}
      >
        {title && <strong>{title}</strong>}
      </Form>
    </div>
  )
}
