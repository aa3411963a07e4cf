import type { DeskClientFrame } from "../../../src/api/desk/protocol.ts"
import type { Outgoing } from "../state/state.ts"

/**
 * What was sent and is not yet stored. Names make it safe to say twice: after a break everything goes out again, in the
 * order in which it was written, and the server stores each once.
 */
export function outgoingFrame({ kind, conversation, clientId, text, source }: Outgoing): DeskClientFrame {
  return kind === "note"
    ? { type: "note", payload: { conversation, clientId, text } }
    : { type: "message", payload: { conversation, clientId, text, ...(source && { source }) } }
}
