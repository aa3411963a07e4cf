/** `off`: not configured, which is nobody's fault. */
export type State = "ok" | "warning" | "fault" | "off"

/** What was looked at, and what is to be said of it. */
export interface Finding {
  what: string
  state: State
  says: string
}
