import type { Editor } from "../editor.ts"

/** A form of several fields, in one of which one writes. */
interface FormFields {
  field: number
  fields: readonly Editor[]
}

/** The form with what its field holds now. */
export function withField<Form extends FormFields>(form: Form, editor: Editor): Form {
  return { ...form, fields: form.fields.with(form.field, editor) }
}

/** The form in its next field, or with -1 in the one before; behind the last comes the first. */
export function turned<Form extends FormFields>(form: Form, by: 1 | -1): Form {
  const count = form.fields.length
  return { ...form, field: (form.field + by + count) % count }
}
