import { type Line, span } from "../text/line.ts"

/** What a view shows, and where one types in it. */
export interface Drawing {
  lines: Line[]
  cursor?: { x: number; y: number }
  /** Lines above what is shown, where it can be scrolled. */
  scroll?: number
}

export const LOADING: Line[] = [[span("Loading…", "muted")]]
/** Below what is shown there is more. */
export const MORE: Line = [span("↓ more", "faint")]
export const SENDING: Line = [span("Sending…", "muted")]
