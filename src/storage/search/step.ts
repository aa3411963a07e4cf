/** Events that one step looks at: few, since on SQLite nobody else is served meanwhile. */
export const EVENTS_A_STEP = 100

/** What is left after a step: nothing, more to do at once, or something that must be waited for. */
export type Left = "nothing" | "more" | "later"

/** Indexes the next few events; in one transaction with how far it got. */
export type IndexStep = () => Promise<Left>
