import type { Left } from "../left.ts"

/** Events that one step looks at: few, since on SQLite nobody else is served meanwhile. */
export const EVENTS_A_STEP = 100

/** Indexes the next few events; in one transaction with how far it got. */
export type IndexStep = () => Promise<Left>
