import type { Editor } from "../editor.ts"
import type { Begun, Overlay, State } from "./state.ts"

/** What was begun in a form and left: it is there again when the form is. */

/** What is being written in this view, if anything was changed there. */
export function begunIn({ selected }: State, overlay: Overlay): Begun | undefined {
  if (overlay.kind === "article" && overlay.form.fields.some(isWritten))
    return { kind: "article", of: overlay.form.conversation, form: { ...overlay.form, isSending: false } }
  if (overlay.kind === "newTicket" && overlay.fields.some(isWritten))
    return { kind: "newTicket", of: overlay.conversation, form: { ...overlay, isSending: false } }
  if (overlay.kind === "transferNote" && selected !== undefined && isWritten(overlay.editor))
    return { kind: "transferNote", of: selected, editor: overlay.editor }
  if (overlay.kind === "tickets" && overlay.comment && overlay.shown && isWritten(overlay.comment.editor))
    return { kind: "comment", of: overlay.shown.number, comment: { ...overlay.comment, isSending: false } }
  return undefined
}

/** What a form was filled with beforehand is nobody's writing. */
function isWritten({ undo, chars }: Editor): boolean {
  return undo.length > 0 && chars.length > 0
}

export function begunAs<Kind extends Begun["kind"]>(
  { begun }: State,
  kind: Kind,
  of: number | undefined,
): Extract<Begun, { kind: Kind }> | undefined {
  return begun.find((one): one is Extract<Begun, { kind: Kind }> => one.kind === kind && one.of === of)
}

export function withBegun(state: State, fresh: Begun): State {
  return { ...state, begun: [...withoutBegun(state, fresh.kind, fresh.of).begun, fresh] }
}

/** It was sent, or thrown away. */
export function withoutBegun(state: State, kind: Begun["kind"], of: number | undefined): State {
  return { ...state, begun: state.begun.filter((one) => one.kind !== kind || one.of !== of) }
}
