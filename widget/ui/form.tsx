import type { ComponentChildren } from "preact"
import { useId, useRef, useState } from "preact/hooks"
import type { Problem } from "../client/chat-state.ts"
import { GOOD } from "../client/contact.ts"
import { useChat } from "./chat-context.ts"

export interface Field {
  name: string
  label: string
  type: "text" | "email" | "tel" | "textarea" | "select"
  required?: boolean | undefined
  value?: string | null | undefined
  options?: readonly { value: string; label: string }[]
  autocomplete?: string
  /** Characters that the server takes. */
  most?: number
}

/** What is wrong with what is no address and no number, whoever found it. */
const BAD = { email: "badEmail", tel: "badPhone" } as const

interface Props {
  /** Under which what was begun of it is kept. */
  id: string
  fields: readonly Field[]
  submit: string
  /** What stands above the fields. */
  children?: ComponentChildren
  /** What was filled in, trimmed; resolves to what was wrong with it, if anything. */
  onSubmit(values: Record<string, string>): Promise<Problem | undefined>
}

/** A form with its faults told at each field. */
export function Form({ id, fields, submit, children, onSubmit }: Props) {
  const { client, words } = useChat()
  const begun = client.begun[id]
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  function show(faults: Readonly<Record<string, string>>) {
    setErrors(faults)
    const [first = ""] = Object.keys(faults)
    const control = form.current?.elements.namedItem(first) as HTMLElement | null | undefined
    control?.focus()
  }

  function onInput({ target }: Event) {
    const { name, value } = target as HTMLInputElement
    client.begun[id] = { ...client.begun[id], [name]: value }
  }

  async function onSubmitted(event: Event) {
    event.preventDefault()
    if (!form.current || busy) return
    const values: Record<string, string> = {}
    for (const [name, value] of new FormData(form.current)) values[name] = String(value).trim()
    const faults: Record<string, string> = {}
    for (const { name, type, required } of fields) {
      const value = values[name]
      if (!value && required) faults[name] = words.say("required")
      else if (value && (type === "email" || type === "tel") && !GOOD[type].test(value))
        faults[name] = words.say(BAD[type])
    }
    setProblem(undefined)
    show(faults)
    if (Object.keys(faults).length > 0) return
    setBusy(true)
    const refused = await onSubmit(values)
    setBusy(false)
    if (!refused) delete client.begun[id]
    const field = fields.find(({ name }) => name === refused?.field)
    if (refused && field) show({ [field.name]: inFieldsWords(field, refused) })
    else setProblem(refused?.message)
  }

  /** The server's sentence is English, and names what it calls the field. */
  function inFieldsWords({ type }: Field, { message }: Problem): string {
    return type === "email" || type === "tel" ? words.say(BAD[type]) : message
  }

  return (
    <form class="form" ref={form} noValidate onInput={onInput} onSubmit={onSubmitted}>
      {children}
      {fields.map((field) => (
        <FormField
          key={field.name}
          field={{ ...field, value: begun?.[field.name] ?? field.value }}
          error={errors[field.name]}
          first={field.name === Object.keys(errors)[0]}
        />
      ))}
      {problem && (
        <p class="error" role="alert" dir="auto">
          {problem}
        </p>
      )}
      <button type="submit" class="primary" aria-disabled={busy}>
        {submit}
      </button>
    </form>
  )
}

interface FieldProps {
  field: Field
  error: string | undefined
  /** Its fault is the first: who is in the field already would hear nothing of it. */
  first: boolean
}

function FormField({ field, error, first }: FieldProps) {
  const { words } = useChat()
  const id = useId()
  const { name, label, type, required, value, options, autocomplete, most } = field
  const control = {
    id,
    name,
    defaultValue: value ?? "",
    // Of `required` itself screen readers say that the field is invalid, before anything was written.
    "aria-required": required,
    maxlength: most,
    "aria-invalid": !!error,
    "aria-describedby": error && `${id}-error`,
  }
  return (
    <div class="field">
      <label for={id}>
        {label}
        {!required && <span class="muted"> ({words.say("optional")})</span>}
      </label>
      {type === "textarea" ? (
        <textarea {...control} rows={3} />
      ) : type === "select" ? (
        <select {...control}>
          {!value && <option value="" />}
          {options?.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input {...control} type={type} list={undefined} autocomplete={autocomplete} />
      )}
      {error && (
        <p class="error" role={first ? "alert" : undefined} dir="auto" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  )
}
