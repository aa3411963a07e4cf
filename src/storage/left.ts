/** What a step of something that follows others leaves: nothing, more to do at once, or something that must be waited for. */
export type Left = "nothing" | "more" | "later"
